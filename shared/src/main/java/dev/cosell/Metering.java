package dev.cosell;

import dev.cosell.http.CallCounter;
import dev.cosell.http.CallMeter;
import dev.cosell.http.Transport;
import dev.cosell.operate.budget.Breaker;
import dev.cosell.operate.budget.BudgetedOutages;
import dev.cosell.operate.budget.Budgets;
import dev.cosell.operate.budget.History;
import dev.cosell.operate.budget.LanedTransport;
import dev.cosell.operate.budget.Usage;
import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.Storage;
import dev.cosell.store.TableCalls;
import dev.cosell.store.TableHistory;
import dev.cosell.store.TableOutages;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.util.UUID;

/** Part of the composition: every call to another system is admitted, counted and remembered here. */
final class Metering implements CallMeter {
    private final CallCounter counter = new CallCounter();
    private final Budgets budgets;
    private final Outages outages;
    private final Breaker breaker;
    private final Usage usage;
    private final History history;

    /** Makes no call. */
    Metering(Settings settings, Storage storage, Notices notices) {
        CallLedger ledger = new TableCalls(storage);
        budgets = new Budgets(settings.allowances(), ledger, notices, storage.clock());
        outages = new BudgetedOutages(new TableOutages(storage), budgets::stop);
        breaker = new Breaker(outages, storage.clock());
        usage = new Usage(budgets, ledger, storage.clock());
        history = new History(
                new TableHistory(storage), UUID.randomUUID().toString().replace("-", ""), storage.clock());
    }

    /** What is out, spent budgets included: the one view of this process. */
    Outages outages() {
        return outages;
    }

    CallCounter counter() {
        return counter;
    }

    Usage usage() {
        return usage;
    }

    History history() {
        return history;
    }

    /** The same way to the systems for work that nobody waits for. */
    Transport unhurried(Transport transport) {
        return new LanedTransport(transport, Lane.BACKGROUND, budgets::stop);
    }

    @Override
    public void admit(RemoteSystem system) {
        budgets.admit(system);
    }

    @Override
    public void askedToWait(RemoteSystem system, Duration time) {
        breaker.askedToWait(system, time);
    }

    @Override
    public void count(RemoteSystem system, String method, int status) {
        counter.count(system, method, status);
        history.called(system);
        breaker.count(system, method, status);
    }

    @Override
    public void told(RemoteSystem system, long used, long allowed) {
        counter.told(system, used, allowed);
        budgets.told(system, used, allowed);
    }
}
