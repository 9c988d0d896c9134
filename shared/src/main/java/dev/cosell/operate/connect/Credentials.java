package dev.cosell.operate.connect;

import dev.cosell.http.SignInBySecret;
import dev.cosell.problem.Failure;
import dev.cosell.store.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Client secrets and keys by name: as they are kept where secrets are kept, else as the settings had them when the process
 * started. What was read is used for a few minutes, so that a secret that is replaced reaches every instance without a
 * restart.
 */
public final class Credentials {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private record Read(Optional<String> value, Instant until) {
        Read stale() {
            return new Read(value, Instant.MIN);
        }
    }

    private final Optional<Secrets> secrets;
    private final InstantSource clock;
    private final Map<String, Read> known = new ConcurrentHashMap<>();

    /** @param secrets absent where the settings alone have them */
    public Credentials(Optional<Secrets> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param otherwise the setting's value */
    public SignInBySecret.Source named(String name, Optional<String> otherwise) {
        return new SignInBySecret.Source() {
            @Override
            public Optional<String> current() {
                return Credentials.this.current(name).or(() -> otherwise);
            }

            @Override
            public Optional<String> reread() {
                known.computeIfPresent(name, (any, read) -> read.stale());
                return current();
            }
        };
    }

    /** Has every secret read anew; what was read last is kept for as long as the place does not answer. */
    public void forget() {
        known.replaceAll((name, read) -> read.stale());
    }

    /** What was read last of each; makes no call. */
    public Stream<String> known() {
        return known.values().stream().flatMap(read -> read.value().stream());
    }

    /** As long as the place does not answer, what was read last is used; else what the settings have. */
    private Optional<String> current(String name) {
        Optional<Read> before = Optional.ofNullable(known.get(name));
        Instant now = clock.instant();
        if (before.filter(read -> now.isBefore(read.until())).isPresent()) {
            return before.get().value();
        }
        Optional<String> value;
        try {
            value = secrets.flatMap(place -> place.read(name));
        } catch (Failure away) {
            value = before.flatMap(Read::value);
        }
        known.put(name, new Read(value, now.plus(FRESH)));
        return value;
    }
}
