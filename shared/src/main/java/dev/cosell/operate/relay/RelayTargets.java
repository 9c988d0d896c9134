package dev.cosell.operate.relay;

import dev.cosell.store.RelayMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who gets callbacks passed on: the addresses of the settings, and the former owner of the webhook if it is kept served. */
public final class RelayTargets {
    /** Each is one more call for every event. */
    public static final int MOST = 5;

    /** So that a callback costs no reading of storage. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);

    private record Known(List<RelayTarget> targets, Instant until) {}

    private final List<RelayTarget> chosen;
    private final Supplier<Optional<String>> served;
    private final InstantSource clock;
    private volatile Known known = new Known(List.of(), Instant.MIN);

    /**
     * @param chosen those of the settings
     * @param served the former owner's address, as it is kept now
     */
    public RelayTargets(List<RelayTarget> chosen, Supplier<Optional<String>> served, InstantSource clock) {
        this.chosen = List.copyOf(chosen);
        this.served = served;
        this.clock = clock;
    }

    /**
     * Reads a setting.
     *
     * @param written addresses, separated by blanks; commas may be part of an address
     * @param own this app's public address, which would get its own callbacks for ever
     * @throws IllegalArgumentException saying what was expected and found
     */
    public static List<RelayTarget> read(String written, Optional<URI> own) {
        List<RelayTarget> targets = Arrays.stream(written.strip().split("\\s+"))
                .filter(text -> !text.isEmpty())
                .map(RelayTarget::chosen)
                .distinct()
                .toList();
        if (targets.size() > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " addresses, found " + targets.size());
        }
        Optional<RelayTarget> ours = targets.stream()
                .filter(target -> own.map(URI::getHost)
                        .filter(target.host()::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
        if (ours.isPresent()) {
            throw new IllegalArgumentException("expected addresses of other systems, found this app's own "
                    + ours.get().host());
        }
        return targets;
    }

    /** Everybody who gets callbacks now; what is kept may be known half a minute late. */
    List<RelayTarget> all() {
        Known now = known;
        if (!clock.instant().isBefore(now.until())) {
            List<RelayTarget> targets = Stream.concat(chosen.stream(), served.get().map(RelayTarget::foreign).stream())
                    .distinct()
                    .toList();
            now = new Known(targets, clock.instant().plus(KNOWN_FOR));
            known = now;
        }
        return now.targets();
    }

    /** Those of them that have yet to take a message; two addresses of one place both get it. */
    List<RelayTarget> due(RelayMessage message) {
        return all().stream()
                .filter(target -> message.to().isEmpty() || message.to().contains(target.id()))
                .toList();
    }

    /** Whom a message is for, but who is none of them now: by id. */
    List<String> missing(RelayMessage message) {
        List<String> present = all().stream().map(RelayTarget::id).toList();
        return message.to().stream().filter(id -> !present.contains(id)).toList();
    }
}
