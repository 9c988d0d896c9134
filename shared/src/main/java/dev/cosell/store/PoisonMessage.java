package dev.cosell.store;

import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Work;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that was given up.
 *
 * @param id names it on its queue; letters, digits and hyphens
 * @param queue it came from, without {@code -poison}
 * @param parkedAt by the storage server's clock
 * @param work what it asks for; absent if it cannot be read
 * @param unreadable why it cannot be read; absent if it can
 * @param problem why we parked it; absent if the Functions host did, after too many crashes
 * @param body the whole message, read as UTF-8; may hold anything if it is not ours
 */
public record PoisonMessage(
        String id,
        String queue,
        Instant parkedAt,
        Optional<Work> work,
        Optional<Problem> unreadable,
        Optional<Problem> problem,
        String body) {
    /** The reason of what the Functions host parked: it gives none. */
    public static final String BY_HOST = "host";

    /** The code of the problem it was parked for, or of why nobody can read it; or {@link #BY_HOST}. */
    public String reason() {
        return problem.or(() -> unreadable).map(found -> found.code().code()).orElse(BY_HOST);
    }
}
