package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What must hold at every moment of a history, one method per promise; what must hold at its end is checked by {@link SimulationCheck}. */
final class Watch {
    /** Writes that need the pair's lease. What is told to the seller needs none, and accounts are made by claims. */
    private static final Set<String> UNDER_LEASE =
            Set.of("pc.patch", "pc.create", "crm.create", "crm.update", "crm.qualify");

    /** Writes of fields. */
    private static final Set<String> FIELDS = Set.of("pc.patch", "crm.update");

    /** How far the clocks of two instances may be apart. */
    private static final Duration CLOCKS = Duration.ofSeconds(4);

    /** What one worker is at. */
    private static final class Attempt {
        private final Work work;
        private final Optional<Origins.Origin> origin;
        /** The pair as it was read last before the first call; if none was, as it was read first. */
        private Optional<Pair> met = Optional.empty();

        private Optional<Pair> stored = Optional.empty();
        private final Costs costs = new Costs();
        /** What its latest effect on one of the systems is told by. */
        private Optional<Event> caused = Optional.empty();

        private int free;
        private int effects;
        private boolean refused;
        private final List<AuditEntry> told = new ArrayList<>();

        private Attempt(Work work, Optional<Origins.Origin> origin) {
            this.work = work;
            this.origin = origin;
        }
    }

    /** Something that a side holds and did not show once. */
    private record Hidden(Subject subject, String path) {}

    private final World world;
    private final People people;
    private final Strands strands;
    private final Consumer<String> found;
    private final Origins origins = new Origins();
    private final Echoes echoes;
    private final Map<Strands.Strand, Attempt> attempts = new IdentityHashMap<>();
    private final Set<Hidden> hidden = new HashSet<>();
    private final Set<Work> done = new HashSet<>();
    private final Map<PairId, Integer> effects = new LinkedHashMap<>();
    private final WritesByDeal deals = new WritesByDeal();

    Watch(World world, People people, Strands strands, Consumer<String> found) {
        this.world = world;
        this.echoes = new Echoes(world);
        this.people = people;
        this.strands = strands;
        this.found = found;
    }

    /** Changes that people made to some rows, as far as the systems told of them. */
    long changes(Set<Subject> rows) {
        return origins.byPeople(rows);
    }

    /** What was written for each deal. */
    List<WritesByDeal.Deal> deals() {
        return deals.all();
    }

    /** How many writes of each pair were answered with "done". */
    Map<PairId, Integer> effects() {
        return effects;
    }

    // --- What it is told ---

    /** Something changed in one of the systems. */
    Event happens(Event event, boolean landsLate) {
        Event named = origins.noted(event, landsLate || attempt().isPresent());
        attempt().ifPresent(attempt -> attempt.caused = Optional.of(named));
        return named;
    }

    /** The running worker has taken a message. */
    void begins(Work work) {
        attempts.put(strands.running().orElseThrow(), new Attempt(work, origins.of(work)));
    }

    /** A side did not show something of what it holds. */
    void hides(Subject subject, String path) {
        hidden.add(new Hidden(subject, path));
    }

    /** Whether anything was hidden from the connector at any time, in one of these places. */
    boolean wasHidden(Set<Subject> places) {
        return hidden.stream().map(Hidden::subject).anyMatch(places::contains);
    }

    /** Whether something of a group was hidden from the connector at any time, in one of these places. */
    boolean wasHidden(Set<Subject> places, List<Field> group) {
        return hidden.stream()
                .filter(one -> places.contains(one.subject()))
                .anyMatch(one -> group.stream()
                        .anyMatch(field -> field.paths(one.subject().side()).contains(one.path())));
    }

    /** The running worker is done with its message. */
    void ends(Outcome outcome) {
        noEffectUntold(attempt().orElseThrow(), outcome);
    }

    /** The same, in a history in which nothing fails. */
    void endsUndisturbed(Outcome outcome) {
        Attempt attempt = attempt().orElseThrow();
        costsWhatItMust(attempt);
        isDoneOnce(attempt, outcome);
    }

    void read(Pair pair) {
        attempt()
                .filter(attempt -> attempt.costs.size() == 0 || attempt.met.isEmpty())
                .ifPresent(attempt -> {
                    attempt.met = Optional.of(pair);
                    attempt.costs.meets(pair);
                });
    }

    /** The running worker replaced a pair. */
    void replaced(Pair before, Pair now, List<AuditEntry> entries) {
        attempt().ifPresent(attempt -> {
            attempt.stored = Optional.of(now);
            attempt.told.addAll(entries);
            deals.stored(now, attempt.work.subject());
        });
        noStaleFenceCompletes(before, now);
    }

    /** A call is on its way to one of the systems, and has its effect next. */
    void call(String verb, boolean write) {
        attempt().ifPresent(attempt -> {
            attempt.costs.call(verb, world.calls.last().subject());
            if (attempt.costs.size() == 1) {
                noAttemptBeforeItsTime(attempt);
                // The event of a lead that was merged meanwhile is about where it has gone, whoever caused it.
                attempt.free = isMerged(attempt.work.subject())
                        ? Integer.MAX_VALUE
                        : echoes.mayCost(attempt.work, attempt.origin, attempt.met);
            }
            if (FIELDS.contains(verb)) {
                attempt.stored.ifPresent(deals::written);
            }
            noEchoCosts(attempt, verb);
            noPatchWithinTheWindow(attempt, verb);
            if (write && UNDER_LEASE.contains(verb)) {
                noWriteStartsPastItsLease(attempt, verb);
            }
        });
    }

    /** The engine asks a system to change some paths: a patch or an update with its arguments. */
    void writes(Object[] arguments) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        ((Map<?, ?>) arguments[2]).forEach((path, value) -> values.put((String) path, (JsonNode) value));
        boolean toCrm = arguments[0] instanceof RecordRef;
        FieldMap map = arguments[0] instanceof RecordRef record
                ? World.MAPS.of(Optional.of(record.table()))
                : World.MAPS.deals();
        whatIsWrittenWasTypedWhole(map, toCrm ? Side.CRM : Side.PARTNER_CENTER, arguments[0].toString(), values);
    }

    /** What was done was answered as if it had not been: nobody can know what it caused as our own. */
    void denied() {
        attempt().flatMap(attempt -> attempt.caused).ifPresent(origins::disown);
    }

    /** A system refused a call. */
    void refused(String method, Problem problem) {
        attempt().ifPresent(attempt -> {
            attempt.refused |= method.equals("update") && !problem.outcomeUnknown();
            attempt.costs.refused(method, problem);
        });
    }

    /** A system answered a call. */
    void answered(String method, Object result) {
        attempt().ifPresent(attempt -> attempt.costs.answered(result));
        if (result instanceof Written.Stale) {
            attempt().flatMap(attempt -> attempt.stored).ifPresent(deals::overtaken);
        }
        boolean effect = switch (method) {
            case "patch", "update" -> result instanceof Written.Done;
            case "create" -> result instanceof Written.Done || result instanceof Referral;
            case "qualify" -> true;
            default -> false;
        };
        if (effect) {
            attempt().ifPresent(attempt -> attempt.effects++);
            attempt().flatMap(attempt -> attempt.stored).ifPresent(pair -> effects.merge(pair.id(), 1, Integer::sum));
        }
    }

    // --- Promises ---

    /** No two workers write for one pair at once: who writes has the lease, and its time is not over. */
    private void noWriteStartsPastItsLease(Attempt attempt, String verb) {
        Optional<Pair> mine = attempt.stored;
        Optional<Pair> stored = mine.flatMap(pair -> stored(pair.id()));
        Optional<Lease> lease = stored.flatMap(Pair::lease);
        boolean isMine = lease.isPresent() && lease.equals(mine.flatMap(Pair::lease));
        if (!isMine) {
            found.accept("two at once: " + verb + " of " + mine.map(Pair::id) + " without its lease");
        } else if (lease.get().until().isBefore(world.clock.instant())) {
            found.accept("a write past its lease: " + verb + " of " + mine.map(Pair::id));
        }
    }

    /** Whoever lost the lease to somebody else does not complete. */
    private void noStaleFenceCompletes(Pair before, Pair now) {
        if (before.fence() > now.fence()) {
            found.accept("a stale fence completes: " + now.id() + " goes back from " + before.fence() + " to "
                    + now.fence());
        }
    }

    /** A failure makes the pair wait, however many messages there are about it. */
    private void noAttemptBeforeItsTime(Attempt attempt) {
        boolean asked = Causes.readsBoth(attempt.work.cause());
        attempt.met
                .filter(pair -> !asked && pair.failures() > 0)
                .flatMap(Pair::notBefore)
                .filter(world.clock.instant().plus(CLOCKS)::isBefore)
                .ifPresent(time -> found.accept("tried before its time: "
                        + attempt.work.subject().key() + ", which was to wait until " + time));
    }

    /** Whoever ends in peace has put every write that was done on the timeline; who lost the pair leaves it to the next. */
    private void noEffectUntold(Attempt attempt, Outcome outcome) {
        boolean lost = outcome instanceof Outcome.Later later && later.why().equals("another worker was faster");
        long told = Timeline.mostWrites(attempt.told, attempt.refused);
        if (!lost && told < attempt.effects) {
            found.accept(attempt.effects + " writes for "
                    + attempt.work.subject().key() + ", the timeline tells of " + told);
        }
    }

    private static boolean links(Command command) {
        return command.kind() == Command.Kind.LINK;
    }

    private boolean isMerged(Subject subject) {
        return people.merged().stream().map(Subject::record).anyMatch(subject::equals);
    }

    private boolean isDoubted(Subject subject) {
        return world.store.claims().containsKey(Claim.unclear(subject));
    }

    private void costsWhatItMust(Attempt attempt) {
        // What a merged lead's pair goes on with is looked up like a half that is missing.
        boolean unlinked = attempt.met
                        .filter(Pair::linked)
                        .filter(pair -> pair.commands().stream().noneMatch(Watch::links))
                        .isEmpty()
                || isMerged(attempt.work.subject());
        boolean microsofts = attempt.work.cause().startsWith("related-referral");
        List<String> excess = attempt.costs.excess(
                unlinked, microsofts, isFoundByItsLead(attempt), isDoubted(attempt.work.subject()));
        if (!excess.isEmpty()) {
            found.accept("too many calls for " + attempt.work.cause() + " of "
                    + attempt.work.subject().key() + ": " + excess);
        }
    }

    /** Whether the message is about a deal that was made from a lead, and the pair is still at that lead. */
    private static boolean isFoundByItsLead(Attempt attempt) {
        Subject subject = attempt.work.subject();
        return subject.side() == Side.CRM
                && attempt.met
                        .flatMap(Pair::record)
                        .filter(record -> !record.table().equals(World.MAP.table()))
                        .map(Subject::record)
                        .filter(lead -> !lead.equals(subject))
                        .isPresent();
    }

    /** No message leads to calls again, unless it was put off: another worker was faster, or a side changed all the time. */
    private void isDoneOnce(Attempt attempt, Outcome outcome) {
        boolean putOff = outcome instanceof Outcome.Later;
        if (attempt.costs.size() > 0 && !putOff && !done.add(attempt.work)) {
            found.accept("worked on twice: " + attempt.work);
        }
    }

    /** What our own write caused costs nothing, where the event tells what it is about. */
    private void noEchoCosts(Attempt attempt, String verb) {
        if (attempt.costs.size() > attempt.free) {
            found.accept("an echo costs a call: " + verb + " for " + attempt.work.cause() + " of "
                    + attempt.work.subject().key() + " at " + world.clock.instant());
        }
    }

    /** What sellers edit right after a write to Partner Center is collected there; a person who asks does not wait. */
    private void noPatchWithinTheWindow(Attempt attempt, String verb) {
        boolean collected = attempt.work.subject().side() == Side.CRM && !Causes.readsBoth(attempt.work.cause());
        attempt.met
                .filter(pair -> verb.equals("pc.patch") && collected && pair.failures() == 0)
                .flatMap(Pair::notBefore)
                .filter(world.clock.instant().plus(CLOCKS)::isBefore)
                .ifPresent(time -> found.accept(
                        "wrote within the quiet time: " + attempt.work.subject().key() + ", which is over at " + time));
    }

    /** Groups go whole, and nothing is written that nobody typed; so nothing is emptied that nobody emptied. */
    private void whatIsWrittenWasTypedWhole(FieldMap map, Side to, String row, Map<String, JsonNode> values) {
        for (String group : Typed.GROUPS) {
            List<Field> fields = map.groups().get(group);
            boolean touched =
                    fields.stream().anyMatch(field -> field.paths(to).stream().anyMatch(values::containsKey));
            if (touched) {
                String token = Typed.token(map, group, to, values);
                boolean typed = people.typed().stream()
                        .anyMatch(
                                one -> one.group().equals(group) && one.token().equals(token));
                if (!typed) {
                    found.accept("wrote " + group + " \"" + token + "\" to " + row + ", which nobody typed");
                }
            }
        }
    }

    private Optional<Attempt> attempt() {
        return strands.running().map(attempts::get);
    }

    Optional<Pair> stored(PairId id) {
        return world.store.pairs().stream().filter(pair -> pair.id().equals(id)).findFirst();
    }
}
