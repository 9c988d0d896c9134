package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.util.ArrayList;
import java.util.List;

/** Whether work goes on: no system is paused, nothing is parked. */
public final class WorkCheck implements Check {
    public static final String NAME = "work";

    private static final List<RemoteSystem> CALLED = List.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM);

    private final Outages outages;
    private final PoisonMessages poison;
    private final QueueNames queues;

    public WorkCheck(Outages outages, PoisonMessages poison, QueueNames queues) {
        this.outages = outages;
        this.poison = poison;
        this.queues = queues;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        CALLED.forEach(system ->
                outages.current(system, Lane.CHANGES).map(WorkCheck::paused).ifPresent(findings::add));
        queues.all().forEach(queue -> {
            int parked = poison.count(queue);
            if (parked > 0) {
                findings.add(parked(queue, parked));
            }
        });
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "no system is paused and nothing is parked")) : findings;
    }

    private static Finding paused(Outage outage) {
        Problem problem = outage.problem();
        return Finding.failed(
                NAME,
                new Problem(
                        problem.code(),
                        "work for " + outage.system() + " waits since " + outage.since() + ": " + problem.detail(),
                        problem.field(),
                        problem.system(),
                        problem.retryAfter(),
                        false));
    }

    private static Finding parked(String queue, int parked) {
        return Finding.warning(
                        NAME,
                        Problem.of(
                                ProblemCode.UNEXPECTED, "expected no parked message of " + queue + ", found " + parked))
                .advising(
                        "Work was given up after many tries, or cannot be read.",
                        "GET /api/poison shows each with its problem. Put that right, then POST /api/poison/requeue.");
    }
}
