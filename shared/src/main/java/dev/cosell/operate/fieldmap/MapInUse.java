package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which version of the field map is in use, read from storage at most twice a minute: a change reaches every instance
 * within half a minute, without a restart.
 */
public final class MapInUse {
    private static final Duration READ_EVERY = Duration.ofSeconds(30);

    private record Known(History history, Instant readAt) {}

    private final KeptState row;
    private final Optional<JsonNode> file;
    private final InstantSource clock;
    private volatile Known known;

    /**
     * @param row where the versions are kept
     * @param file the overrides of the settings' file, which are version 0
     */
    public MapInUse(KeptState row, Optional<JsonNode> file, InstantSource clock) {
        this.row = row;
        this.file = file;
        this.clock = clock;
    }

    /**
     * The version that all pairs are worked by, but those of a canary.
     *
     * @throws Failure {@code STORAGE_UNAVAILABLE} if it was never read; {@code MISCONFIGURED} if a later release wrote it
     */
    public int active() {
        return history().active();
    }

    /** The version that is tried with some pairs, if there is one. */
    public Optional<Integer> canary() {
        return history().canary().map(History.Canary::version);
    }

    /** The pairs that the canary is tried with; none if there is no canary. */
    public List<PairId> canaryPairs() {
        return history().canary().map(History.Canary::pairs).orElse(List.of());
    }

    /** Whether any pair is worked by a version. */
    public boolean uses(int version) {
        return active() == version || canary().filter(tried -> tried == version).isPresent();
    }

    /** The overrides of a version that is in use. */
    public Optional<JsonNode> overrides(int version) {
        return history().overrides(version, file);
    }

    /** Reads again when asked next. */
    void changed() {
        Known last = known;
        if (last != null) {
            known = new Known(last.history(), Instant.EPOCH);
        }
    }

    /** While storage is away, what was read last counts. What cannot be read makes work wait, as any wrong setting does. */
    private History history() {
        Known last = known;
        Instant now = clock.instant();
        if (last != null && now.isBefore(last.readAt().plus(READ_EVERY))) {
            return last.history();
        }
        try {
            History read = row.read().map(Stored::value).map(History::of).orElse(History.NEW);
            known = new Known(read, now);
            return read;
        } catch (Failure failure) {
            if (last != null) {
                return last.history();
            }
            throw failure.problem().code() == ProblemCode.STORAGE_UNAVAILABLE
                    ? failure
                    : Problem.of(ProblemCode.MISCONFIGURED, failure.problem().detail())
                            .failure(failure);
        }
    }
}
