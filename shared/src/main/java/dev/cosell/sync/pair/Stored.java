package dev.cosell.sync.pair;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A row as it was read, with the version to replace it by.
 *
 * @param writtenAt when it was written, by the storage server's clock; absent if nobody looked
 */
public record Stored<T>(T value, String version, Optional<Instant> writtenAt) {
    public Stored(T value, String version) {
        this(value, version, Optional.empty());
    }

    /** Whether it is certain that nobody has written the row since an instant. */
    public boolean isOlderThan(Instant instant) {
        return writtenAt.filter(instant::isAfter).isPresent();
    }

    /** A version is one writing of a row: who tells when it was, and who does not, tell of the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Stored<?> stored && value.equals(stored.value) && version.equals(stored.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, version);
    }
}
