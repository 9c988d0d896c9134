package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One seeded run of the real engine between people who edit on both sides, several workers that get in each other's way,
 * events that come late, twice and out of order, systems that fail, and processes that die between any two steps. The
 * same seed always gives the same run.
 */
final class Simulation {
    private static final int MOST_TURNS = 60_000;
    private static final int DEEPEST = 2;

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

    private record Flying(Event event, Instant landsAt) {}

    private final Random random;
    private final World world;
    private final People people;
    private final Planted planted;
    private final Consumer<String> trace;
    private final List<Flying> air = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private final double faultRate;
    private final double crashRate;
    private final double meddleRate;
    private final double slowRate;
    private final Duration latest;
    private final Map<RemoteSystem, Long> budgets;
    private boolean calm;
    private final int planned;
    private int acts;
    private int depth;
    private final Map<String, Instant> refusedUntil = new HashMap<>();
    private Optional<RemoteSystem> out = Optional.empty();
    private ProblemCode outBy = ProblemCode.TOKEN_REFUSED;
    private Instant outUntil = Instant.EPOCH;

    Simulation(long seed, Planted planted, Consumer<String> trace) {
        this.random = new Random(seed);
        Duration grace = seed % 3 == 0 ? Duration.ofMinutes(10) : Duration.ZERO;
        SyncSettings settings = World.WITH_LEADS.withCloseGrace(grace);
        this.world = new World(seed, World.MAPS, planted.ports(), settings);
        this.people = new People(world, random);
        this.planted = planted;
        this.trace = trace;
        planted.world().accept(world);
        this.planned = 4 + random.nextInt(25);
        this.acts = planned;
        this.faultRate = rate(0, 0.02, 0.1);
        this.crashRate = rate(0, 0.003, 0.02);
        this.meddleRate = rate(0, 0.01, 0.04);
        this.slowRate = rate(0, 0.005, 0.02);
        this.latest = random.nextBoolean() ? Duration.ofSeconds(3) : Duration.ofMinutes(4);
        world.partnerCenter.listsLagBy(Duration.ofSeconds(random.nextInt(240)));
        this.budgets = seed % 4 == 1
                ? Map.of(RemoteSystem.PARTNER_CENTER, 30 + seed % 40, RemoteSystem.CRM, 50 + seed % 60)
                : Map.of();
        world.allows(budgets);
        world.hook = this::atStep;
        world.faults = this::fault;
    }

    private double rate(double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Runs to the end; gives what is wrong there. */
    List<String> run() {
        untilQuiet();
        budgetsKept();
        calm = true;
        world.allows(Map.of());
        people.tidyUp();
        untilQuiet();
        SimulationCheck check = new SimulationCheck(world, people, found);
        check.whatNeedsNobody();
        boundedCalls();
        operatorCleansUp();
        check.everything();
        quietHour();
        return found;
    }

    World world() {
        return world;
    }

    // --- Turns ---

    private void untilQuiet() {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            takeOff();
            if (acts > 0 && random.nextInt(6) == 0) {
                act();
            } else if (!land() && !work() && !timePasses()) {
                return;
            }
        }
        found.add("never quiet");
    }

    private void act() {
        acts--;
        if (random.nextInt(30) == 0) {
            out = Optional.of(random.nextBoolean() ? RemoteSystem.PARTNER_CENTER : RemoteSystem.CRM);
            outBy = random.nextInt(3) == 0 ? ProblemCode.UNAVAILABLE : ProblemCode.TOKEN_REFUSED;
            boolean longest = outBy == ProblemCode.UNAVAILABLE;
            outUntil = world.clock.instant().plus(Duration.ofMinutes(random.nextInt(longest ? 600 : 15)));
            trace.accept(now() + out.get() + " is out until " + outUntil);
        }
        trace.accept(now() + people.act());
    }

    /** New events start on their way, some of them twice. */
    private void takeOff() {
        while (!world.events.isEmpty()) {
            Event event = world.events.poll();
            for (int copies = random.nextInt(12) == 0 ? 2 : 1; copies > 0; copies--) {
                long delay = random.nextInt(3) == 0 ? random.nextLong(latest.toMillis()) : random.nextLong(800);
                air.add(new Flying(event, world.clock.instant().plusMillis(delay)));
            }
        }
    }

    private boolean land() {
        Optional<Flying> next = air.stream()
                .filter(flying -> !flying.landsAt().isAfter(world.clock.instant()))
                .min(Comparator.comparing(Flying::landsAt));
        next.ifPresent(flying -> {
            air.remove(flying);
            depth++;
            try {
                trace.accept(now() + "event " + flying.event().cause() + " "
                        + flying.event().subject().key() + " "
                        + flying.event().fingerprints().keySet());
                planted.accept().accept(world, flying.event());
            } catch (World.Crash crash) {
                air.add(new Flying(flying.event(), world.clock.instant().plusSeconds(20)));
            } finally {
                depth--;
            }
        });
        return next.isPresent();
    }

    private boolean work() {
        List<String> queues = random.nextBoolean()
                ? List.of(MemoryQueue.CRM_UPDATES, MemoryQueue.PARTNER_CENTER_UPDATES)
                : List.of(MemoryQueue.PARTNER_CENTER_UPDATES, MemoryQueue.CRM_UPDATES);
        Optional<MemoryQueue.Delivery> delivery =
                world.queue.poll(queues.get(0), random).or(() -> world.queue.poll(queues.get(1), random));
        delivery.ifPresent(this::work);
        return delivery.isPresent();
    }

    private void work(MemoryQueue.Delivery delivery) {
        depth++;
        try {
            trace.accept(now() + "works " + delivery.work().subject().key() + " "
                    + delivery.work().mark() + " " + delivery.work().cause());
            Outcome outcome = world.engine.work(delivery.work());
            trace.accept(now() + "  = " + outcome);
            world.store
                    .pairs()
                    .forEach(pair -> trace.accept("      " + pair.id() + " " + pair.phase() + " held " + pair.held()
                            + " apart " + pair.divergences() + " problem " + pair.problem()));
            world.queue.complete(delivery);
        } catch (World.Crash crash) {
            trace.accept(now() + "  = crash");
            if (random.nextBoolean()) {
                world.queue.abandon(delivery);
            }
        } catch (RuntimeException defect) {
            found.add("the engine threw " + defect);
            world.queue.complete(delivery);
        } finally {
            depth--;
        }
    }

    private boolean timePasses() {
        Optional<Instant> landing = air.stream().map(Flying::landsAt).min(Comparator.naturalOrder());
        Optional<Instant> visible = world.queue.nextVisible();
        if (landing.isEmpty() && visible.isEmpty() && acts == 0) {
            return false;
        }
        if (acts > 0 && random.nextInt(3) == 0) {
            world.wait(Duration.ofMillis(random.nextInt(90_000)));
            return true;
        }
        landing.or(() -> visible).ifPresent(first -> {
            Instant next = visible.filter(first::isAfter).orElse(first);
            world.clock.reach(next);
        });
        if (landing.isEmpty() && visible.isEmpty()) {
            world.wait(Duration.ofSeconds(30));
        }
        return true;
    }

    // --- What goes wrong ---

    private void atStep(String step) {
        trace.accept(now() + "    " + step);
        if (calm) {
            return;
        }
        if (random.nextDouble() < crashRate) {
            throw new World.Crash();
        }
        if (random.nextDouble() < slowRate) {
            // A remote call is only begun within its time limit: the engine looks at the clock right before.
            boolean calling = step.startsWith("before pc.") || step.startsWith("before crm.");
            world.wait(Duration.ofSeconds(random.nextInt(calling ? 20 : 400)));
        }
        if (depth > 0 && depth < DEEPEST && random.nextDouble() < meddleRate) {
            meddle();
        }
    }

    private void meddle() {
        switch (random.nextInt(3)) {
            case 0 -> {
                takeOff();
                land();
            }
            case 1 -> work();
            default -> {
                if (acts > 0) {
                    act();
                }
            }
        }
    }

    private Optional<Faults.Fault> fault(RemoteSystem system, String verb, boolean write) {
        if (calm) {
            return Optional.empty();
        }
        if (out.equals(Optional.of(system)) && world.clock.instant().isBefore(outUntil)) {
            return Optional.of(new Faults.Fault(Problem.of(outBy, "outage"), false));
        }
        // A word to the seller is no field's value: nobody refuses that for good.
        boolean refusable = write && !verb.equals("crm.tell");
        if (refusable && refusesRow()) {
            return Optional.of(new Faults.Fault(refusal(system), false));
        }
        if (random.nextDouble() >= faultRate) {
            return Optional.empty();
        }
        Faults.Fault fault = switch (random.nextInt(refusable ? 6 : 4)) {
            case 0 -> new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false);
            case 1 ->
                new Faults.Fault(
                        Problem.of(ProblemCode.TIMED_OUT, "lost on the way").withOutcomeUnknown(), false);
            case 2 -> new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "lost on the way back"), true);
            case 3 ->
                new Faults.Fault(
                        Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofSeconds(random.nextInt(60))),
                        false);
            default -> {
                boolean forAWhile = random.nextInt(3) == 0;
                if (forAWhile) {
                    refusedUntil.put(row(), world.clock.instant().plusSeconds(random.nextInt(1200)));
                }
                yield new Faults.Fault(refusal(system), false);
            }
        };
        trace.accept(now() + "    fault at " + verb + ": " + fault);
        return Optional.of(fault);
    }

    /** Some rows take nothing for a while, whatever is written to them. */
    private boolean refusesRow() {
        return refusedUntil.getOrDefault(row(), Instant.EPOCH).isAfter(world.clock.instant());
    }

    /** What the call that is being made is about. */
    private String row() {
        return world.calls.last().subject();
    }

    /** A rule of the system's own, that says no to what is written. */
    private static Problem refusal(RemoteSystem system) {
        return Problem.of(
                        system == RemoteSystem.CRM ? ProblemCode.PLUGIN_REFUSED : ProblemCode.INVALID_VALUE, "refused")
                .from(system);
    }

    // --- The end ---

    /** What an operator and the night do: parked work is queued again, held deals are tried again. */
    private void operatorCleansUp() {
        for (int night = 0; night < 3; night++) {
            world.wait(Duration.ofMinutes(11));
            world.queue
                    .parked()
                    .forEach(parked -> world.inbox.accept(parked.work().subject(), "requeued"));
            for (Pair pair : world.store.pairs()) {
                boolean stands = pair.problem().isPresent() || !pair.held().isEmpty();
                if (stands) {
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
                found.add(calls + " calls to " + system + " on " + day + ", allowed " + budgets.get(system));
            }
        }));
    }

    /** Where nothing fails, a change costs a write on the other side, now and then another try, and a word to the seller. */
    private void boundedCalls() {
        boolean nothingFails = faultRate == 0 && crashRate == 0 && out.isEmpty() && budgets.isEmpty();
        int changes = people.typed().size() + planned;
        if (nothingFails && world.calls.size() > 10 + 6 * changes) {
            found.add(world.calls.size() + " calls for " + changes + " changes: " + world.calls);
        }
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
            found.add("wrote in a quiet hour: " + world.calls);
        }
    }

    private static Subject subject(Pair pair) {
        return pair.record()
                .map(Subject::record)
                .orElseGet(() -> Subject.referral(pair.referralId().orElseThrow()));
    }

    private String now() {
        return world.clock.instant() + " " + "> ".repeat(depth);
    }
}
