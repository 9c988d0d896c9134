package dev.cosell.operate.relay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
            Map<String, RelayTarget> byId = new LinkedHashMap<>();
            chosen.forEach(target -> byId.put(target.id(), target));
            served.get().map(RelayTarget::foreign).ifPresent(target -> byId.put(target.id(), target));
            now = new Known(List.copyOf(byId.values()), clock.instant().plus(KNOWN_FOR));
            known = now;
        }
        return now.targets();
    }
}
