package dev.cosell.operate.work;

import dev.cosell.operate.Defect;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.sync.SyncEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the engine on first use, which takes calls to the CRM.
 *
 * <p>A failed making is remembered for a while. All workers wait for one; if each then tried by itself, the last of them
 * would have waited for the time limits of all others, and the host stops a process whose functions take too long.
 */
public final class EngineStart implements Supplier<SyncEngine> {
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private record Failed(Problem problem, Instant until) {}

    private final Supplier<SyncEngine> maker;
    private final InstantSource clock;
    private volatile SyncEngine engine;
    private Optional<Failed> failed = Optional.empty();

    /** @param maker may fail, and is then asked again later */
    public EngineStart(Supplier<SyncEngine> maker, InstantSource clock) {
        this.maker = maker;
        this.clock = clock;
    }

    /** @throws Failure if it cannot be made now; no other exception is thrown */
    @Override
    public SyncEngine get() {
        SyncEngine made = engine;
        return made == null ? make() : made;
    }

    private synchronized SyncEngine make() {
        if (engine != null) {
            return engine;
        }
        failed.filter(before -> clock.instant().isBefore(before.until())).ifPresent(before -> {
            throw before.problem().failure();
        });
        try {
            engine = maker.get();
            return engine;
        } catch (Failure failure) {
            throw remembered(failure.problem(), failure);
        } catch (RuntimeException defect) {
            throw remembered(Defect.problem(defect), defect);
        }
    }

    private Failure remembered(Problem problem, RuntimeException cause) {
        Duration asked = problem.retryAfter().orElse(PAUSE);
        Duration pause = asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
        failed = Optional.of(new Failed(problem, clock.instant().plus(pause)));
        return problem.failure(cause);
    }
}
