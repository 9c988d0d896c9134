package dev.cosell.operate.budget;

import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A system whose calls are spent is out like any other, with a known end. That is no row of its own: it follows from the
 * ledger, so it ends by itself with the day, or with a larger budget.
 */
public final class BudgetedOutages implements Outages {
    private final Outages stored;
    private final BiFunction<RemoteSystem, Lane, Optional<Stop>> stops;

    /** @param stops as {@link Budgets#stop} */
    public BudgetedOutages(Outages stored, BiFunction<RemoteSystem, Lane, Optional<Stop>> stops) {
        this.stored = stored;
        this.stops = stops;
    }

    @Override
    public Optional<Outage> current(RemoteSystem system, Lane lane) {
        Optional<Outage> spent =
                stops.apply(system, lane).map(stop -> new Outage(system, stop.problem(), stop.since(), stop.until()));
        return spent.or(() -> stored.current(system, lane));
    }

    @Override
    public void begin(Outage outage) {
        if (outage.problem().code() != ProblemCode.BUDGET_SPENT) {
            stored.begin(outage);
        }
    }

    @Override
    public boolean moveProbe(Outage seen, Instant probeAt) {
        return stored.moveProbe(seen, probeAt);
    }

    @Override
    public void end(Outage seen) {
        stored.end(seen);
    }
}
