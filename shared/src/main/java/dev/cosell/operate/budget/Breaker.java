package dev.cosell.operate.budget;

import dev.cosell.http.CallMeter;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * Pauses a system that stops giving useful answers: no answer, HTTP 429 or 5xx, several times in a row whoever asked. From
 * then on one piece of work at a time tries, and the others wait without a try being counted. Counts for this process; the
 * pause is everybody's.
 */
public final class Breaker implements CallMeter {
    /** In a row. One deal that the system cannot digest is not the system's end; the next useful answer begins anew. */
    static final int TOLERATED = 5;

    private static final int TOO_MANY = 429;
    private static final int SERVERS_FAULT = 500;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final class Streak {
        private int failures;
        private Duration asked = Duration.ZERO;
    }

    private final Map<RemoteSystem, Streak> streaks = new EnumMap<>(RemoteSystem.class);
    private final Outages outages;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Breaker(Outages outages, InstantSource clock) {
        this.outages = outages;
        this.clock = clock;
        for (RemoteSystem system : RemoteSystem.values()) {
            streaks.put(system, new Streak());
        }
    }

    @Override
    public void askedToWait(RemoteSystem system, Duration time) {
        Streak streak = streaks.get(system);
        synchronized (streak) {
            streak.asked = time;
        }
    }

    @Override
    public void count(RemoteSystem system, String method, int status) {
        boolean useless = status == 0 || status == TOO_MANY || status >= SERVERS_FAULT;
        Streak streak = streaks.get(system);
        int failures;
        Duration asked;
        synchronized (streak) {
            streak.failures = useless ? streak.failures + 1 : 0;
            failures = streak.failures;
            asked = streak.asked;
            streak.asked = Duration.ZERO;
        }
        if (failures >= TOLERATED) {
            pause(system, status, failures, asked);
        }
    }

    private void pause(RemoteSystem system, int status, int failures, Duration asked) {
        Instant now = clock.instant();
        Duration pause = pause(failures - TOLERATED);
        try {
            if (failures > TOLERATED && outages.current(system, Lane.PEOPLE).isEmpty()) {
                beginAnew(system);
                return;
            }
            outages.begin(new Outage(
                    system,
                    problem(system, status, failures, asked),
                    now,
                    now.plus(asked.compareTo(pause) > 0 ? asked : pause)));
        } catch (Failure storageAway) {
            // Nobody works without storage; if that is back first, the next useless answer pauses the system.
        }
    }

    /** Somebody else found that the system answers, and ended the pause: what failed before that no longer counts. */
    private void beginAnew(RemoteSystem system) {
        Streak streak = streaks.get(system);
        synchronized (streak) {
            streak.failures = Math.min(streak.failures, 1);
        }
    }

    /** @param further useless answers after those that were tolerated */
    static Duration pause(int further) {
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(further, 10));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    private static Problem problem(RemoteSystem system, int status, int failures, Duration asked) {
        ProblemCode code = status == TOO_MANY ? ProblemCode.THROTTLED : ProblemCode.UNAVAILABLE;
        Problem problem = Problem.of(
                        code,
                        "expected an answer, found " + failures + " calls in a row without a useful one, the last "
                                + (status == 0 ? "with none at all" : "HTTP " + status))
                .from(system);
        return asked.isPositive() ? problem.retryAfter(asked) : problem;
    }
}
