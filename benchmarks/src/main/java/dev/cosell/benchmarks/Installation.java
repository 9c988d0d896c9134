package dev.cosell.benchmarks;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.Outcome;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.SyncSettings;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.Line;
import dev.cosell.sync.memory.MemoryCrm;
import dev.cosell.sync.memory.MemoryPartnerCenter;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Solutions;
import dev.cosell.sync.port.UnmatchedPeople;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * One installation with one worker: the real engine, between a Partner Center and a CRM in memory, on the real stores over
 * {@link OrderedTables} or on stores in memory.
 *
 * <p>Outages are kept in memory in both cases. The real ones are read once in five seconds, whatever there is to do.
 */
final class Installation {
    /** Nothing is ever sent there. */
    static final StorageConnection NOWHERE = new StorageConnection.ByConnectionString(
            "DefaultEndpointsProtocol=http;AccountName=bench;AccountKey=YmVuY2g=;"
                    + "TableEndpoint=http://storage.invalid/bench;QueueEndpoint=http://storage.invalid/bench;");

    static final String TABLE_PREFIX = "bench";

    private static final FieldMaps MAPS = FieldMaps.of(FieldMapFile.dynamics().deals());

    /**
     * What one event cost, from its acceptance to the end of its message.
     *
     * @param transactions storage's, by name, in order; queues are named {@code queue}
     * @param calls of both systems
     */
    record Step(List<String> transactions, List<Calls.Call> calls, Outcome outcome) {}

    private final PassingClock clock;
    private final Calls calls = new Calls();
    private final List<String> transactions;
    private final Deque<Event> events = new ArrayDeque<>();
    private final MemoryQueue queue;
    private final Inbox inbox;
    private final SyncEngine engine;
    final MemoryPartnerCenter partnerCenter;
    final MemoryCrm crm;

    private Installation(
            Hints hints,
            Claims claims,
            PairStore pairs,
            MemoryStore memory,
            PassingClock clock,
            List<String> transactions,
            UnaryOperator<Ports> watched) {
        this.clock = clock;
        this.transactions = transactions;
        queue = new MemoryQueue(clock);
        partnerCenter = new MemoryPartnerCenter(
                clock,
                line(RemoteSystem.PARTNER_CENTER),
                referral -> ReferralSnapshot.of(MAPS.pointers(), referral),
                events::add);
        crm = new MemoryCrm(clock, line(RemoteSystem.CRM), MAPS, Map.of(), events::add);
        Ports ports = new Ports(
                hints,
                claims,
                pairs,
                queue,
                memory,
                memory,
                partnerCenter,
                crm,
                clock,
                new Random(1),
                Solutions.NONE,
                UnmatchedPeople.UNLISTED,
                Gate.OPEN);
        inbox = new Inbox(hints, queue);
        engine = new SyncEngine(MAPS, watched.apply(ports), SyncSettings.DEFAULT);
    }

    /** On the real stores. */
    static Installation onTables() {
        return onTables(new OrderedTables());
    }

    /** On the real stores, over tables that may hold something already. */
    static Installation onTables(OrderedTables tables) {
        List<String> transactions = new ArrayList<>();
        Storage storage =
                new Storage(NOWHERE, new Storage.Options(TABLE_PREFIX, each -> add(transactions, each)), () -> tables);
        PassingClock clock = new PassingClock(storage.clock());
        return new Installation(
                new TableHints(storage),
                new TableClaims(storage),
                new TablePairs(storage),
                new MemoryStore(clock),
                clock,
                transactions,
                UnaryOperator.identity());
    }

    /** On stores in memory. */
    static Installation inMemory() {
        return inMemory(UnaryOperator.identity());
    }

    /**
     * On stores in memory.
     *
     * @param watched gives the ports that the engine is to use in place of the given ones
     */
    static Installation inMemory(UnaryOperator<Ports> watched) {
        PassingClock clock = new PassingClock(InstantSource.system());
        MemoryStore memory = new MemoryStore(clock);
        return new Installation(memory, memory, memory, memory, clock, new ArrayList<>(), watched);
    }

    /** A deal that is in step on both sides. */
    Deal deal(String name) {
        String referral = partnerCenter.arrives(name);
        settle();
        return new Deal(referral, crm.findByReferral(referral).getFirst());
    }

    /** The two halves of a deal. */
    record Deal(String referral, RecordRef record) {}

    /**
     * Lets every event in, and works off every message, without waiting for any.
     *
     * @return what each event cost, in order
     */
    List<Step> settle() {
        List<Step> steps = new ArrayList<>();
        do {
            while (!events.isEmpty()) {
                steps.add(worked(events.poll()));
            }
        } while (passToNextMessage(steps));
        return steps;
    }

    /** Time goes by in which nothing happens. */
    void pass(Duration time) {
        clock.pass(time);
    }

    private Step worked(Event event) {
        begin();
        event.deliverTo(inbox);
        add(transactions, "send queue");
        return work();
    }

    private boolean passToNextMessage(List<Step> steps) {
        if (queue.nextVisible().isEmpty()) {
            return false;
        }
        Duration left = Duration.between(clock.instant(), queue.nextVisible().get());
        clock.pass(left.isNegative() ? Duration.ZERO : left);
        begin();
        steps.add(work());
        return true;
    }

    private void begin() {
        synchronized (transactions) {
            transactions.clear();
        }
        calls.forget();
    }

    /** The host's two transactions are added: it takes a message, and deletes it. */
    private Step work() {
        MemoryQueue.Delivery delivery = queue.poll(MemoryQueue.CRM_UPDATES)
                .or(() -> queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES))
                .orElseThrow();
        add(transactions, "receive queue");
        Outcome outcome = engine.work(delivery.work());
        if (outcome instanceof Outcome.Later) {
            add(transactions, "send queue");
        }
        queue.complete(delivery);
        add(transactions, "delete queue");
        synchronized (transactions) {
            return new Step(List.copyOf(transactions), calls.all(), outcome);
        }
    }

    /** Rows may be written at the same time. */
    private static void add(List<String> transactions, String name) {
        synchronized (transactions) {
            transactions.add(name);
        }
    }

    private Line line(RemoteSystem system) {
        return new Line(system, clock, calls, Faults.NONE, step -> {});
    }
}
