package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.work.LostWork;
import dev.cosell.operate.work.OverdueHints;
import dev.cosell.operate.work.StaleWakeUps;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One seeded history of the real engine: people who edit on both sides, workers that take turns at every step, events that
 * come late, twice, out of order or never, systems and storage that fail, and processes that die between any two steps. The
 * same seed always gives the same history.
 */
final class Simulation {
    private static final int MOST_TURNS = 60_000;
    private static final int MOST_WORKERS = 4;
    private static final Duration MOST_LEFT_OUT = Duration.ofDays(8);

    /** How many actions of people are drawn for a history, at least and at most. */
    private static final int FEWEST_ACTS = 4;

    private static final int MOST_ACTS = 28;

    /** How a mark begins that the comparison of both systems made: nobody outside waits for its acceptance. */
    static final String COMPARISON_MARK = "compared ";

    /** How a mark begins that the first load made: it makes another one if this one got no message. */
    static final String LOAD_MARK = "loaded ";

    /** How a mark begins that an operator's request made: who was refused asks again for something of their own. */
    static final String REQUEST_MARK = "asked ";

    /**
     * A defect planted on purpose, to see that the simulation finds it.
     *
     * @param ports what the engine sees instead of the real ports
     * @param world changes to the fakes
     * @param accept how an event gets in
     */
    record Planted(UnaryOperator<Ports> ports, Consumer<World> world, BiConsumer<World, Event> accept) {
        static final Planted NOTHING =
                new Planted(UnaryOperator.identity(), world -> {}, (world, event) -> event.deliverTo(world.inbox));

        static Planted in(UnaryOperator<Ports> ports) {
            return new Planted(ports, NOTHING.world(), NOTHING.accept());
        }
    }

    /** Something that comes in from outside once it is time: an event, or a write whose caller has given up on it. */
    private record Flying(Runnable landing, Instant landsAt) {}

    /** What runs along by a timer of its own. */
    private record Timer(String name, Supplier<String> run) {}

    private final Random random;
    private final Mishaps mishaps;
    private final Strands strands = new Strands();
    private final World world;
    private final People people;
    private final Watch watch;
    private final Reconcile reconcile;
    private final Planted planted;
    private final Story story;
    private final Map<Strands.Strand, MemoryQueue.Delivery> deliveries = new IdentityHashMap<>();
    private final List<Flying> air = new ArrayList<>();
    private final Set<String> found = new TreeSet<>();
    private final int workers;
    private final List<Duration> skews;
    private final Duration latest;
    private final int instances;
    private final int raisedWith;
    private final boolean limited;
    private Map<RemoteSystem, Long> budgets;
    private final boolean jumps;
    private final int planned;
    private final Random beside;
    private final List<Timer> timers = new ArrayList<>();
    private final LostWork net;
    private final Optional<FirstLoad> firstLoad;
    private final boolean knowsItsOwnEdits;
    private final Set<Event> ownEdits = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean calm = true;
    private boolean landsUnawaited;
    private int acts;
    private int events;
    private int comparisonMarks;

    Simulation(long seed, Planted planted, Story story) {
        this.random = new Random(seed);
        this.planted = planted;
        this.story = story;
        this.mishaps = new Mishaps(random);
        this.workers = 1 + random.nextInt(MOST_WORKERS);
        this.skews = Stream.generate(this::skew).limit(MOST_WORKERS).toList();
        Duration grace = seed % 3 == 0 ? Duration.ofMinutes(10) : Duration.ZERO;
        SyncSettings settings = World.WITH_LEADS.withCloseGrace(grace);
        this.world = new World(seed, World.MAPS, this::seenByTheEngine, settings);
        this.people = new People(world, random);
        this.watch = new Watch(world, people, strands, this::broken);
        this.reconcile = new Reconcile(
                World.MAPS,
                new MemoryState(),
                world.ports.partnerCenter(),
                world.ports.crm(),
                world.store,
                world.store,
                world.store,
                new Inbox(world.ports.hints(), world.ports.queue(), () -> COMPARISON_MARK + ++comparisonMarks),
                world.clock);
        planted.world().accept(world);
        this.planned = FEWEST_ACTS + random.nextInt(MOST_ACTS - FEWEST_ACTS);
        this.acts = planned;
        this.latest = random.nextBoolean() ? Duration.ofSeconds(3) : Duration.ofMinutes(4);
        this.jumps = mishaps.any && random.nextInt(10) == 0;
        world.partnerCenter.listsLagBy(Duration.ofSeconds(random.nextInt(240)));
        this.instances = 1 + random.nextInt(2);
        this.raisedWith = random.nextInt(planned);
        this.budgets = random.nextInt(3) == 0 ? scarce() : Map.of();
        this.limited = !budgets.isEmpty();
        world.allows(budgets, instances);
        world.instance = () -> strands.running().map(Strands.Strand::slot).orElse(0);
        world.partnerCenter.clockIsOffBy(clockError());
        world.crm.clockIsOffBy(clockError());
        boolean likeSalesforce = random.nextInt(3) == 0;
        if (likeSalesforce) {
            inSalesforcesManner();
        }
        this.net = net();
        // Drawn apart from everything else: a history without them is what it was before there were any.
        this.beside = new Random(~seed);
        this.firstLoad = beside.nextInt(5) == 0 ? Optional.of(new FirstLoad(world)) : Optional.empty();
        firstLoad.ifPresent(load -> timers.add(new Timer("first load", load::goesOn)));
        if (beside.nextInt(4) == 0) {
            timers.add(new Timer("sweep", () -> "the net found " + net.queue()));
        }
        if (beside.nextInt(4) == 0 && !likeSalesforce) {
            people.mergeLeads();
        }
        this.knowsItsOwnEdits = !likeSalesforce && new Random(~seed * 31).nextBoolean();
        world.witness = this::happens;
        world.hook = this::atStep;
        world.faults = this::fault;
    }

    private LostWork net() {
        Ports ports = world.ports;
        return new LostWork(
                new OverdueHints(
                        ports.hints(), ports.pairs(), world.inbox, this::parkedForAReason, ports.gate(), world.clock),
                new StaleWakeUps(this::toWake, ports.pairs(), ports.hints(), world.inbox),
                ports.outages(),
                world.clock);
    }

    private Set<Subject> parkedForAReason() {
        return world.queue.parked().stream()
                .map(parked -> parked.work().subject())
                .collect(Collectors.toSet());
    }

    private List<PairId> toWake(LocalDate day, Instant before, int most) {
        return world.store.pairs().stream()
                .filter(pair -> pair.deadlines()
                        .wakeAt()
                        .filter(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).equals(day) && at.isBefore(before))
                        .isPresent())
                .map(Pair::id)
                .limit(most)
                .toList();
    }

    /** Enough for a run, but not for a busy day; now and then nothing at all, until somebody raises it. */
    private Map<RemoteSystem, Long> scarce() {
        return random.nextInt(5) == 0
                ? Map.of(RemoteSystem.PARTNER_CENTER, 0L, RemoteSystem.CRM, 0L)
                : Map.of(
                        RemoteSystem.PARTNER_CENTER,
                        random.nextLong(20, 60),
                        RemoteSystem.CRM,
                        random.nextLong(30, 90));
    }

    private Duration clockError() {
        return Duration.ofSeconds(mishaps.any ? random.nextInt(-180, 181) : 0);
    }

    /** An instance knows the storage server's time to a second or two. */
    private Duration skew() {
        return Duration.ofMillis(random.nextLong(-2000, 2001));
    }

    private Ports seenByTheEngine(Ports real) {
        Ports unsteady = new UnsteadySystems(mishaps, random, () -> watch, this::landsLate).over(real);
        Ports watched = unsteady.with(new WatchedPairs(real.pairs(), () -> watch, mishaps));
        return planted.ports()
                .apply(new Ports(
                        watched.hints(),
                        watched.claims(),
                        watched.pairs(),
                        watched.queue(),
                        watched.outages(),
                        watched.ignored(),
                        watched.partnerCenter(),
                        watched.crm(),
                        this::workersClock,
                        watched.random(),
                        watched.solutions(),
                        watched.people(),
                        watched.gate()));
    }

    private Instant workersClock() {
        Duration skew = strands.running()
                .filter(strand -> mishaps.any)
                .map(strand -> skews.get(strand.slot()))
                .orElse(Duration.ZERO);
        return world.clock.instant().plus(skew);
    }

    /** It chooses the ids, tells of whole records, never of a deletion, and leaves leads to its sellers. */
    private void inSalesforcesManner() {
        world.crm.choosesIds();
        world.crm.leavesLeadsToSellers();
        world.crm.tellsOfWholeRecords();
        world.crm.stampsBySeconds();
    }

    /** Runs to the end; gives what is wrong there. */
    List<String> run() {
        story.tell(
                world.clock.instant(),
                "-",
                () -> workers + " workers; " + mishaps.told() + (budgets.isEmpty() ? "" : "; budgets " + budgets));
        firstLoad.ifPresent(load -> {
            world.allows(Map.of());
            people.hadDealsBefore();
            load.dryRun();
            world.allows(budgets, instances);
        });
        reconcile.walk(false, Duration.ofHours(1));
        boolean positionKnown = reconcile.drift().isPresent();
        calm = false;
        boolean quiet = untilQuietOrLongEnough();
        budgetsKept();
        calm = true;
        acts = 0;
        budgets = Map.of();
        world.allows(budgets);
        story.tell(world.clock.instant(), "-", () -> "from here on nothing fails, and nobody edits any more");
        SimulationCheck check = new SimulationCheck(world, people, watch, mishaps, this::broken);
        if (!quiet) {
            // What was under way when there had been enough turns is no lost event.
            untilQuiet();
        }
        check.everyHintIsAccountedFor();
        people.tidyUp();
        untilQuiet();
        theNetLooks();
        check.everyHintIsSettled();
        firstLoadEnds();
        reconciles(!positionKnown);
        check.whatNeedsNobody();
        if (nothingFails()) {
            check.oneWritePerChange();
        }
        operatorCleansUp();
        check.everything();
        quietHour();
        strands.endAll();
        return List.copyOf(found);
    }

    /** Whatever was lost between storage and queues is found by now. */
    private void theNetLooks() {
        world.wait(Duration.ofMinutes(16));
        net.queue();
        untilQuiet();
    }

    private void firstLoadEnds() {
        firstLoad.ifPresent(load -> {
            load.finish();
            untilQuiet();
            load.decide(people.copies()::contains);
            untilQuiet();
        });
    }

    /** Then a spent budget does not stop anything half-way either. */
    private boolean nothingFails() {
        return !mishaps.any && !limited;
    }

    World world() {
        return world;
    }

    /** Events that were sent. */
    int events() {
        return events;
    }

    /** Faults that were made. */
    int faults() {
        return mishaps.count();
    }

    // --- Turns ---

    /** With nothing failing any more it becomes quiet. */
    private void untilQuiet() {
        if (!untilQuietOrLongEnough()) {
            broken("never quiet");
        }
    }

    /**
     * While a system is out and workers die, each death between the queuing of a copy and the deletion of the message leaves
     * both; so a long outage can end with more messages than there are turns.
     *
     * @return whether it became quiet
     */
    private boolean untilQuietOrLongEnough() {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            takeOff();
            if (acts > 0 && random.nextInt(6) == 0) {
                acts--;
                strands.begin("people", 0, this::act);
            } else if (acts > 0 && random.nextInt(60) == 0 && isFree("reconcile")) {
                strands.begin("reconcile", 0, this::walk);
            } else if (timerGoesOff()) {
                continue;
            } else if (!goOn(false) && !land() && !work() && !goOn(true) && !timePasses()) {
                return true;
            }
        }
        return false;
    }

    private boolean timerGoesOff() {
        if (acts == 0 || timers.isEmpty() || beside.nextInt(30) > 0) {
            return false;
        }
        Timer timer = timers.get(beside.nextInt(timers.size()));
        if (!isFree(timer.name())) {
            return false;
        }
        strands.begin(timer.name(), 0, () -> runs(timer));
        return true;
    }

    private void runs(Timer timer) {
        try {
            String line = timer.run().get();
            tell(() -> line);
        } catch (World.Crash | Failure stopped) {
            tell(() -> "stops");
        }
    }

    private void act() {
        mishaps.outage(world.clock.instant()).ifPresent(outage -> tell(() -> outage));
        if (jumps && random.nextInt(planned) == 0 && strands.resting().isEmpty()) {
            world.wait(MOST_LEFT_OUT);
            world.crm.forgetsChanges();
            tell(() -> "nothing runs for eight days");
        }
        if (acts == raisedWith && budgets.containsValue(0L)) {
            raisesBudget();
        }
        String act = people.act();
        tell(() -> act);
    }

    private void raisesBudget() {
        budgetsKept();
        budgets = Map.of(RemoteSystem.PARTNER_CENTER, 60L, RemoteSystem.CRM, 90L);
        world.allows(budgets, instances);
        tell(() -> "somebody raises the budget from nothing to " + budgets);
    }

    /** An edit of our own carries our mark, by which its event is left out as it comes in, whatever became of its answer. */
    private Event happens(Event event) {
        Event named = watch.happens(event, landsUnawaited);
        boolean ours = landsUnawaited || watch.works();
        if (knowsItsOwnEdits
                && ours
                && event.subject().side() == Side.CRM
                && event.cause().equals("Update")) {
            ownEdits.add(named);
        }
        return named;
    }

    /** New events start on their way, some of them twice, some never to arrive. */
    private void takeOff() {
        while (!world.events.isEmpty()) {
            Event event = world.events.poll();
            events++;
            if (ownEdits.remove(event)) {
                continue;
            }
            if (!calm && mayGetLost(event) && mishaps.drops()) {
                story.tell(world.clock.instant(), "-", () -> "the event of " + about(event) + " gets lost");
                continue;
            }
            for (int copies = random.nextInt(12) == 0 ? 2 : 1; copies > 0; copies--) {
                long delay = random.nextInt(3) == 0 ? random.nextLong(latest.toMillis()) : random.nextLong(800);
                fly(Duration.ofMillis(delay), () -> deliver(event));
            }
        }
    }

    /** What our own timers and the portal's other half say is said by nobody else, so reconciliation cannot find it. */
    private boolean mayGetLost(Event event) {
        boolean ours = event.cause().equals(Causes.SHARE_BY_RULE);
        return !ours && !event.cause().startsWith("related-referral");
    }

    private void fly(Duration delay, Runnable landing) {
        air.add(new Flying(landing, world.clock.instant().plus(delay)));
    }

    private boolean land() {
        Optional<Flying> next = air.stream()
                .filter(flying -> !flying.landsAt().isAfter(world.clock.instant()))
                .min(Comparator.comparing(Flying::landsAt));
        next.ifPresent(flying -> {
            air.remove(flying);
            flying.landing().run();
        });
        return next.isPresent();
    }

    private void deliver(Event event) {
        strands.begin("event", 0, () -> {
            tell(() -> "arrives: " + about(event));
            try {
                planted.accept().accept(world, event);
            } catch (World.Crash | Failure notAccepted) {
                tell(() -> "is not accepted, and will be sent again");
                fly(Duration.ofSeconds(20), () -> deliver(event));
            }
        });
    }

    private static String about(Event event) {
        return event.cause() + " " + event.subject().key() + " "
                + event.fingerprints().keySet();
    }

    /** The caller has waited for its time limit, and the call lands a little before or after that. */
    private void landsLate(Runnable effect) {
        Duration landing = Duration.ofMillis(
                random.nextLong(SyncSettings.Timing.STANDARD.longestCall().toMillis()));
        fly(landing, () -> {
            story.tell(world.clock.instant(), "-", () -> "a call that nobody waits for any more lands");
            landsUnawaited = true;
            effect.run();
            landsUnawaited = false;
        });
        if (strands.running().isPresent()) {
            strands.rest(world.clock.instant().plus(Mishaps.CALL));
        }
    }

    private boolean work() {
        Optional<Integer> free = freeWorker();
        if (free.isEmpty() || mishaps.storageIsAway(world.clock.instant()) && !calm) {
            return false;
        }
        List<String> queues = random.nextBoolean()
                ? List.of(MemoryQueue.CRM_UPDATES, MemoryQueue.PARTNER_CENTER_UPDATES)
                : List.of(MemoryQueue.PARTNER_CENTER_UPDATES, MemoryQueue.CRM_UPDATES);
        Optional<MemoryQueue.Delivery> delivery =
                world.queue.poll(queues.get(0), random).or(() -> world.queue.poll(queues.get(1), random));
        delivery.ifPresent(message -> strands.begin("worker " + (free.get() + 1), free.get(), () -> work(message)));
        return delivery.isPresent();
    }

    private Optional<Integer> freeWorker() {
        return Stream.iterate(0, slot -> slot < workers, slot -> slot + 1)
                .filter(slot -> isFree("worker " + (slot + 1)))
                .findFirst();
    }

    private boolean isFree(String name) {
        return strands.resting().stream().noneMatch(strand -> strand.name().equals(name));
    }

    private void work(MemoryQueue.Delivery delivery) {
        tell(() -> "takes the message " + delivery.work().cause() + " about "
                + delivery.work().subject().key());
        watch.begins(delivery.work());
        deliveries.put(strands.running().orElseThrow(), delivery);
        try {
            Outcome outcome = world.engine.work(delivery.work());
            tell(() -> "is done: " + outcome);
            watch.ends(outcome);
            if (nothingFails()) {
                watch.endsUndisturbed(outcome);
            }
            world.queue.complete(delivery);
        } catch (World.Crash crash) {
            tell(() -> "dies here");
            if (random.nextBoolean()) {
                world.queue.abandon(delivery);
            }
        } catch (Failure storageIsAway) {
            tell(() -> "gives the message back: " + storageIsAway.problem());
            world.queue.abandon(delivery);
        } catch (RuntimeException defect) {
            broken("the engine threw " + defect);
            world.queue.complete(delivery);
        }
    }

    private void walk() {
        boolean full = random.nextInt(4) == 0;
        try {
            String line = reconcile.walk(full, Duration.ofSeconds(20));
            tell(() -> "compared both sides: " + line);
        } catch (World.Crash | Failure stopped) {
            tell(() -> "stops");
        }
    }

    /** @param whoever if there is nothing else to do; if there is, one that rests goes on every other time */
    private boolean goOn(boolean whoever) {
        List<Strands.Strand> ready = strands.resting().stream()
                .filter(strand -> !strand.restsUntil().isAfter(world.clock.instant()))
                .toList();
        if (ready.isEmpty() || !whoever && random.nextBoolean()) {
            return false;
        }
        strands.resume(ready.get(random.nextInt(ready.size())));
        return true;
    }

    private boolean timePasses() {
        Optional<Instant> next = nextEvent();
        if (next.isEmpty() && acts == 0) {
            return false;
        }
        Instant now = world.clock.instant();
        boolean idle = acts > 0 && (next.isEmpty() || random.nextInt(3) == 0);
        Instant idleUntil = now.plusMillis(random.nextInt(90_000));
        Instant until = idle ? idleUntil : next.orElseThrow();
        // Whoever rests goes on in time: that is what time limits of calls are.
        Instant latestRest = strands.resting().stream()
                .map(Strands.Strand::restsUntil)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        world.clock.reach(until.isAfter(latestRest) ? latestRest : until);
        return true;
    }

    private Optional<Instant> nextEvent() {
        Instant away = mishaps.storageOutUntil();
        Stream<Instant> visible = freeWorker().isPresent()
                ? world.queue.nextVisible().map(at -> at.isBefore(away) && !calm ? away : at).stream()
                : Stream.empty();
        return Stream.of(
                        air.stream().map(Flying::landsAt),
                        visible,
                        strands.resting().stream().map(Strands.Strand::restsUntil))
                .flatMap(instants -> instants)
                .min(Comparator.naturalOrder());
    }

    // --- What goes wrong ---

    private void atStep(String step) {
        Optional<Strands.Strand> running = strands.running();
        story.step(
                world.clock.instant(),
                who(),
                step,
                () -> step.startsWith("after pc.") || step.startsWith("after crm.")
                        ? " " + world.calls.last().subject()
                        : "");
        if (calm || running.isEmpty()) {
            return;
        }
        if (mishaps.crashes()) {
            throw new World.Crash();
        }
        mishaps.storage(step, world.clock.instant()).ifPresent(problem -> {
            tell(() -> "  " + step + ": storage does not answer");
            throw problem.failure();
        });
        mishaps.rest(step).ifPresent(rest -> {
            if (!rest.isZero()) {
                tell(() -> "  rests for " + rest.toSeconds() + " s " + step);
                losesItsMessage();
            }
            strands.rest(world.clock.instant().plus(rest));
        });
    }

    /** The host did not prolong the time of a message whose worker is slow: others see it again. */
    private void losesItsMessage() {
        Optional<MemoryQueue.Delivery> delivery = strands.running().map(deliveries::get);
        if (delivery.isPresent() && mishaps.losesReceipt()) {
            tell(() -> "  meanwhile its message is to be seen again");
            world.queue.abandon(delivery.get());
        }
    }

    private Optional<Faults.Fault> fault(RemoteSystem system, String verb, boolean write) {
        watch.call(verb, write);
        if (calm || strands.running().isEmpty()) {
            return Optional.empty();
        }
        String row = world.calls.last().subject();
        Optional<Faults.Fault> fault = mishaps.call(system, verb, write, row, world.clock.instant());
        fault.ifPresent(it -> tell(() -> "  fault at " + verb + " " + row + ": "
                + it.problem().code() + (it.afterCommit() ? ", after it was done" : "")));
        return fault;
    }

    // --- The end ---

    /**
     * What the timer does: whatever no event told is found now.
     *
     * @param full everything is compared, as once a week; where there were no calls to find out where both systems stood
     *     before people began, nothing less can find what they did until then
     */
    private void reconciles(boolean full) {
        world.wait(Duration.ofMinutes(11));
        for (int walks = 0; walks < 2; walks++) {
            reconcile.walk(full, Duration.ofHours(1));
            untilQuiet();
        }
    }

    /** What an operator and the night do: parked work is queued again, held deals are tried again. */
    private void operatorCleansUp() {
        for (int night = 0; night < 3; night++) {
            world.wait(Duration.ofMinutes(11));
            List<Problem> parkedAs = world.queue.parked().stream()
                    .map(MemoryQueue.Parked::problem)
                    .toList();
            story.tell(world.clock.instant(), "-", () -> "the operator queues again what is parked: " + parkedAs);
            world.queue
                    .parked()
                    .forEach(parked -> world.inbox.accept(parked.work().subject(), "requeued"));
            for (Pair pair : world.store.pairs()) {
                boolean stands = pair.problem().isPresent() || !pair.held().isEmpty();
                // Only to say it again: what a lost event should have shown was looked for before anybody helped.
                boolean mute = world.store.audit(pair.id()).stream().anyMatch(Timeline::tellsOfAWordGivenUp);
                // What was hidden from us may have changed meanwhile without a word.
                if (stands || mute || watch.wasHidden(SimulationCheck.halves(pair))) {
                    world.inbox.accept(subject(pair), Causes.SYNC_NOW);
                }
            }
            untilQuiet();
        }
    }

    /** No day had more calls than its budget; without one nobody counts. */
    private void budgetsKept() {
        Map<RemoteSystem, Map<LocalDate, Long>> made = world.calls.all().stream()
                .filter(call -> budgets.containsKey(call.system()))
                .collect(Collectors.groupingBy(
                        Calls.Call::system,
                        Collectors.groupingBy(
                                call -> LocalDate.ofInstant(call.at(), ZoneOffset.UTC), Collectors.counting())));
        made.forEach((system, days) -> days.forEach((day, calls) -> {
            if (calls > budgets.get(system)) {
                broken(calls + " calls to " + system + " on " + day + ", allowed " + budgets.get(system));
            }
        }));
    }

    /** Nothing happens: nothing is written, even if somebody asks for every pair to be compared. */
    private void quietHour() {
        world.wait(Duration.ofHours(1));
        world.calls.forget();
        untilQuiet();
        for (Pair pair : world.store.pairs()) {
            if (!pair.phase().needsSomebody()) {
                world.inbox.accept(subject(pair), Causes.SYNC_NOW);
            }
        }
        untilQuiet();
        if (world.calls.writes() > 0) {
            broken("wrote in a quiet hour: " + world.calls);
        }
    }

    private static Subject subject(Pair pair) {
        return pair.record()
                .map(Subject::record)
                .orElseGet(() -> Subject.referral(pair.referralId().orElseThrow()));
    }

    private void broken(String promise) {
        found.add(promise);
        tell(() -> "BROKEN: " + promise);
    }

    private void tell(Supplier<String> what) {
        story.tell(world.clock.instant(), who(), what);
    }

    private String who() {
        return strands.running().map(Strands.Strand::name).orElse("-");
    }
}
