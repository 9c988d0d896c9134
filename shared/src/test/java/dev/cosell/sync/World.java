package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.http.CallMeter;
import dev.cosell.operate.budget.Allowance;
import dev.cosell.operate.budget.Breaker;
import dev.cosell.operate.budget.BudgetedOutages;
import dev.cosell.operate.budget.Budgets;
import dev.cosell.operate.notice.Notice;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Admission;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.Line;
import dev.cosell.sync.memory.MemoryCrm;
import dev.cosell.sync.memory.MemoryLedger;
import dev.cosell.sync.memory.MemoryPartnerCenter;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.VirtualClock;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Solutions;
import dev.cosell.sync.port.UnmatchedPeople;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Both systems, storage, queues and the real engine in one process, with a clock that only moves when told. */
final class World {
    static final int LONGEST_NOTE = 200;
    static final FieldMap MAP =
            FieldMapFile.dynamics().deals().within(Map.of("description", Limit.length(LONGEST_NOTE)));
    static final Map<String, Limit> LIMITS = Map.of(
            "description",
            Limit.length(LONGEST_NOTE),
            "name",
            Limit.length(300),
            "estimatedvalue",
            Limit.precision(2),
            "estimatedamount",
            Limit.precision(2));
    /** Deals and leads. */
    static final FieldMaps MAPS = FieldMapFile.dynamics()
            .within(Map.of(
                    "opportunity",
                    Map.of("description", Limit.length(LONGEST_NOTE)),
                    "lead",
                    Map.of("description", Limit.length(LONGEST_NOTE))));

    static final String NOTES = "/details/notes";
    static final String VALUE = "/details/dealValue";
    static final String CURRENCY = "/details/currency";
    static final String SOLUTIONS = "msft_microsoftpartnercentersolutions";
    static final String SYNC = MAP.columns().sync();
    static final String HELP = MAP.columns().help().orElseThrow();

    /** Leads are synchronised. */
    static final SyncSettings WITH_LEADS = SyncSettings.DEFAULT.withAdmission(Admission.DEFAULT.withLeads(true));

    /** The process dies. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("crash", null, false, false);
        }
    }

    final VirtualClock clock = new VirtualClock();
    final Random random;
    final Calls calls = new Calls();
    final MemoryStore store;
    final MemoryQueue queue;
    final MemoryPartnerCenter partnerCenter;
    final MemoryCrm crm;
    final Deque<Event> events = new ArrayDeque<>();
    final List<Outcome> outcomes = new ArrayList<>();
    /** What the engine sees of all this. */
    final Ports ports;

    final Inbox inbox;
    final MemoryLedger ledger = new MemoryLedger();
    final List<Notice> notices = new ArrayList<>();
    private final Outages outages;
    private final Breaker breaker;
    private List<Budgets> budgets = List.of();
    /** Which instance of the app goes on now. */
    IntSupplier instance = () -> 0;

    private final SyncSettings settings;
    SyncEngine engine;
    private Function<Work, SyncEngine> engines = work -> engine;
    Consumer<String> hook = step -> {};
    /** Sees every event of the two systems as it happens. */
    UnaryOperator<Event> witness = UnaryOperator.identity();

    Faults faults = Faults.NONE;

    World() {
        this(1);
    }

    World(long seed) {
        this(seed, MAP, UnaryOperator.identity());
    }

    /** A world whose engine is set up like this. */
    World(SyncSettings settings) {
        this(1, FieldMaps.of(MAP), UnaryOperator.identity(), settings);
    }

    /** A world in which people are shown these addresses. */
    World(Links links) {
        this(SyncSettings.DEFAULT.withLinks(links));
    }

    World(long seed, FieldMap map, UnaryOperator<Ports> ports) {
        this(seed, FieldMaps.of(map), ports, SyncSettings.DEFAULT);
    }

    /** As above, with settings of its own. */
    World(long seed, FieldMap map, UnaryOperator<Ports> ports, SyncSettings settings) {
        this(seed, FieldMaps.of(map), ports, settings);
    }

    /** A world in which leads are synchronised. */
    static World withLeads() {
        return withLeads(1, UnaryOperator.identity());
    }

    static World withLeads(long seed, UnaryOperator<Ports> ports) {
        return new World(seed, MAPS, ports, WITH_LEADS);
    }

    /**
     * A world.
     *
     * @param changed changes what the engine sees of it, so that a test can plant a defect
     */
    World(long seed, FieldMaps maps, UnaryOperator<Ports> changed, SyncSettings settings) {
        random = new Random(seed);
        Consumer<String> steps = step -> hook.accept(step);
        Faults wrong = (system, verb, write) -> faults.next(system, verb, write);
        store = new MemoryStore(clock, steps);
        outages = new BudgetedOutages(store, (system, lane) -> budgets().stop(system, lane));
        breaker = new Breaker(outages, clock);
        allows(Map.of());
        CallMeter meter = new Meter();
        queue = new MemoryQueue(clock, steps);
        partnerCenter = new MemoryPartnerCenter(
                clock,
                new Line(RemoteSystem.PARTNER_CENTER, clock, calls, wrong, meter, steps),
                referral -> ReferralSnapshot.of(maps.pointers(), referral),
                this::happens);
        crm = new MemoryCrm(
                clock, new Line(RemoteSystem.CRM, clock, calls, wrong, meter, steps), maps, LIMITS, this::happens);
        this.settings = settings;
        ports = changed.apply(new Ports(
                store,
                store,
                store,
                queue,
                outages,
                store,
                partnerCenter,
                crm,
                clock,
                new Random(seed + 1),
                Solutions.NONE,
                UnmatchedPeople.UNLISTED,
                Gate.OPEN));
        Random marks = new Random(seed + 2);
        inbox = new Inbox(ports.hints(), ports.queue(), () -> "m" + Long.toHexString(marks.nextLong()));
        engine = engineBy(maps);
    }

    private void happens(Event event) {
        events.add(witness.apply(event));
    }

    /** Admits and counts calls as the app does. */
    private final class Meter implements CallMeter {
        @Override
        public void admit(RemoteSystem system) {
            budgets().admit(system);
        }

        @Override
        public void askedToWait(RemoteSystem system, Duration time) {
            breaker.askedToWait(system, time);
        }

        @Override
        public void count(RemoteSystem system, String method, int status) {
            breaker.count(system, method, status);
        }
    }

    /** From now on so many calls a day are allowed; systems that are not named have no limit. As a restart would. */
    World allows(Map<RemoteSystem, Long> daily) {
        return allows(daily, 1);
    }

    /** As above, to several instances together, each of which sets calls aside for itself. */
    World allows(Map<RemoteSystem, Long> daily, int instances) {
        Map<RemoteSystem, Allowance> allowances = new EnumMap<>(RemoteSystem.class);
        daily.forEach((system, most) -> allowances.put(system, new Allowance(OptionalLong.of(most), 80, 80)));
        budgets = Stream.generate(() -> new Budgets(allowances, ledger, notices::add, clock))
                .limit(instances)
                .toList();
        return this;
    }

    private Budgets budgets() {
        return budgets.get(instance.getAsInt() % budgets.size());
    }

    /** From now on the engine works by another map; both systems show what the world's own map reads. */
    World worksBy(FieldMap map) {
        engine = engineBy(FieldMaps.of(map));
        return this;
    }

    SyncEngine engineBy(FieldMaps maps) {
        return new SyncEngine(maps, ports, settings);
    }

    /** From now on the engine is chosen for each work. */
    World choosing(Function<Work, SyncEngine> choice) {
        engines = choice;
        return this;
    }

    // --- Time and work ---

    /** Delivers every event and works off every message, waiting as long as it takes. */
    World settle() {
        for (int i = 0; i < 20_000; i++) {
            if (!events.isEmpty()) {
                deliverOne();
            } else if (!workOne()) {
                if (queue.nextVisible().isEmpty()) {
                    return this;
                }
                clock.reach(queue.nextVisible().get());
            }
        }
        throw new AssertionError("never quiet: " + outcomes.subList(outcomes.size() - 20, outcomes.size()));
    }

    /** As {@link #settle}, but a crash is survived: the message comes back at once. */
    World settleThroughCrashes() {
        while (true) {
            try {
                return settle();
            } catch (Crash crash) {
                hook = step -> {};
            }
        }
    }

    /** Works off what is visible now; false if nothing is. */
    boolean workOne() {
        Optional<MemoryQueue.Delivery> delivery =
                queue.poll(MemoryQueue.CRM_UPDATES).or(() -> queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES));
        if (delivery.isEmpty()) {
            return false;
        }
        try {
            Work work = delivery.get().work();
            outcomes.add(engines.apply(work).work(work));
            queue.complete(delivery.get());
        } catch (Crash crash) {
            queue.abandon(delivery.get());
            throw crash;
        }
        return true;
    }

    /** Delivers the events that are there, and works off only what is visible without waiting. */
    World workNow() {
        do {
            while (!events.isEmpty()) {
                deliverOne();
            }
        } while (workOne());
        return this;
    }

    /** An event that was not accepted is sent again. */
    private void deliverOne() {
        events.peek().deliverTo(inbox);
        events.poll();
    }

    /** Crashes the process once, at the nth time it comes to a step. */
    World crashesAt(String step, int time) {
        int[] left = {time};
        hook = at -> {
            if (at.equals(step) && --left[0] == 0) {
                hook = any -> {};
                throw new Crash();
            }
        };
        return this;
    }

    /** Crashes the process once, at the nth step from now on, whichever it is. */
    World crashesAt(int number) {
        int[] left = {number};
        hook = at -> {
            if (--left[0] == 0) {
                throw new Crash();
            }
        };
        return this;
    }

    /** Fails the next call of a verb. */
    World failsNext(String verb, Faults.Fault fault) {
        return failsTimes(verb, 1, fault);
    }

    World failsTimes(String verb, int times, Faults.Fault fault) {
        int[] left = {times};
        faults =
                (system, called, write) -> called.equals(verb) && left[0]-- > 0 ? Optional.of(fault) : Optional.empty();
        return this;
    }

    World wait(Duration time) {
        clock.pass(time);
        return this;
    }

    World asks(Subject subject, String cause) {
        inbox.accept(subject, cause);
        return this;
    }

    /** Forgets the calls made so far. */
    World counting() {
        calls.forget();
        outcomes.clear();
        return this;
    }

    // --- Deals ---

    /** A deal in step on both sides, that began in Partner Center. */
    Pair inbound(String name) {
        String referral = partnerCenter.arrives(name);
        settle();
        return pairOf(referral);
    }

    /** A deal in step on both sides, that began in the CRM. */
    Pair outbound(String name) {
        RecordRef record = crm.enters(name, true);
        settle();
        return pairOf(record);
    }

    Pair pairOf(String referralId) {
        return store.pairs().stream()
                .filter(pair -> pair.referralId().equals(Optional.of(referralId)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pair has referral " + referralId));
    }

    Pair pairOf(RecordRef record) {
        return store.pairs().stream()
                .filter(pair -> pair.record().equals(Optional.of(record)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pair has record " + record));
    }

    Pair again(Pair pair) {
        return store.pairs().stream()
                .filter(row -> row.id().equals(pair.id()))
                .findFirst()
                .orElseThrow();
    }

    String note(Pair pair) {
        return partnerCenter.look(pair.referralId().orElseThrow()).text(NOTES).orElse("");
    }

    String description(Pair pair) {
        return crm.text(pair.record().orElseThrow(), "description");
    }

    boolean portal(Pair pair, String pointer, JsonNode value) {
        return partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(pointer, value));
    }

    boolean seller(Pair pair, String column, JsonNode value) {
        return crm.edits(pair.record().orElseThrow(), Map.of(column, value));
    }

    boolean sellerCloses(Pair pair, boolean won) {
        return crm.edits(
                pair.record().orElseThrow(),
                Map.of("statecode", IntNode.valueOf(won ? 1 : 2), "statuscode", IntNode.valueOf(won ? 3 : 4)));
    }

    boolean sellerReopens(Pair pair) {
        return crm.edits(
                pair.record().orElseThrow(), Map.of("statecode", IntNode.valueOf(0), "statuscode", IntNode.valueOf(1)));
    }

    void sellerSwitches(RecordRef record, boolean on) {
        crm.edits(record, Map.of(SYNC, BooleanNode.valueOf(on)));
    }

    /** Fields in which the two halves of a pair differ now. */
    Set<String> differences(Pair pair) {
        return Merge.differences(
                MAP,
                ReferralSnapshot.of(
                                MAP.paths(Side.PARTNER_CENTER),
                                partnerCenter.look(pair.referralId().orElseThrow()))
                        .values(),
                crm.look(pair.record().orElseThrow()));
    }

    List<String> violations() {
        List<String> all = new ArrayList<>(partnerCenter.violations());
        all.addAll(crm.violations());
        return all;
    }

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
