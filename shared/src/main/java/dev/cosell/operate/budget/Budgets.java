package dev.cosell.operate.budget;

import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The budgets of all systems, as this instance spends them. Every call is admitted here before it is made; calls are set
 * aside for this instance in blocks, so that counting them costs storage next to nothing.
 */
public final class Budgets {
    private final Map<RemoteSystem, DailyBudget> budgets = new EnumMap<>(RemoteSystem.class);

    /**
     * @param allowances systems that are not among them are counted only
     * @param notices who is told when a budget runs low
     * @param clock the storage server's, whose days count
     */
    public Budgets(Map<RemoteSystem, Allowance> allowances, CallLedger ledger, Notices notices, InstantSource clock) {
        for (RemoteSystem system : RemoteSystem.values()) {
            Allowance allowance = allowances.getOrDefault(system, Allowance.UNLIMITED);
            budgets.put(system, new DailyBudget(system, allowance, ledger, notices, clock));
        }
    }

    /**
     * Admits one call.
     *
     * @throws dev.cosell.problem.Failure {@code BUDGET_SPENT}; or {@code STORAGE_UNAVAILABLE} if there is a limit and nobody
     *     can know whether it is reached
     */
    public void admit(RemoteSystem system) {
        of(system).admit();
    }

    /** Takes note of what the system says of the calls of the last 24 hours, whoever made them. */
    public void told(RemoteSystem system, long used, long allowed) {
        of(system).told(used, allowed);
    }

    /**
     * Whether work of a lane has to wait; may be half a minute old.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Optional<Stop> stop(RemoteSystem system, Lane lane) {
        return of(system).stop(lane);
    }

    DailyBudget of(RemoteSystem system) {
        return budgets.get(system);
    }
}
