package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Shows the seller where the pair stands: along with a write if there is one, else by itself, and only when it is new. */
final class Teller {
    /** Nobody knows what the seller reads now; an event is no echo before that is put right. */
    static final String UNTOLD = "";

    private final PairAtWork at;
    private boolean answered;
    private boolean switchedOn;
    private boolean untold;

    Teller(PairAtWork at) {
        this.at = at;
    }

    /** Notes what travelled with an ordinary write. */
    void toldAlong(Map<String, JsonNode> columns) {
        answered = true;
        switchedOn |= columns.containsKey(at.map().columns().sync());
    }

    /** The pair with the seller's switch remembered as on, if it was turned on by us. */
    Pair switchedOn(Pair next) {
        return switchedOn
                ? next.change()
                        .side(
                                Side.CRM,
                                next.crm().seeing(Map.of(at.map().columns().sync(), BooleanNode.TRUE)))
                        .now()
                : next;
    }

    /** Whether the switch was turned on in this run, by request. */
    boolean turnedOn() {
        return switchedOn;
    }

    /** The seller set a column that asks for something: it has to be reset, even if nothing else is new. */
    private boolean sellerAsked() {
        return !answered && !resets().isEmpty();
    }

    /**
     * The columns by which the seller asks, as they are when nothing is asked: those that show something else. To write the
     * others too would only bring an event back.
     */
    private Map<String, JsonNode> resets() {
        ControlColumns.Asked asked = at.map().columns().asked();
        Map<String, JsonNode> resets = new LinkedHashMap<>();
        asked.syncNow()
                .filter(column -> shows(column, JsonNode::asBoolean))
                .ifPresent(column -> resets.put(column, BooleanNode.FALSE));
        asked.keep()
                .filter(column -> shows(column, word -> !word.isNull()))
                .ifPresent(column -> resets.put(column, NullNode.getInstance()));
        return resets;
    }

    private boolean shows(String column, Predicate<JsonNode> asked) {
        return at.freshly(Side.CRM)
                .map(snapshot -> snapshot.values().get(column))
                .filter(asked)
                .isPresent();
    }

    /** Whether there is something new to tell. */
    boolean isDue(Telling telling, Pair told) {
        return !telling.key().equals(told.told()) || sellerAsked() || mustSwitchOn();
    }

    Map<String, JsonNode> toTell(Telling telling) {
        Signposts signposts = Signposts.of(at.settings.links(), at.ports.crm(), at.pair());
        Map<String, JsonNode> columns = new LinkedHashMap<>(telling.columns(at.map(), signposts, at.clock()));
        columns.putAll(resets());
        if (mustSwitchOn()) {
            columns.put(at.map().columns().sync(), BooleanNode.TRUE);
        }
        return columns;
    }

    /**
     * Sharing by request turns the seller's switch on, and so does a lead that becomes a deal: the next event would
     * otherwise find the deal not shared. A closed record is locked, and its deal has nothing more to share.
     */
    private boolean mustSwitchOn() {
        JsonNode flag = at.now(Side.CRM).get(at.map().columns().sync());
        boolean on = flag != null && flag.asBoolean();
        return at.turnsOn() && !at.leftSomethingBehind() && !on && !switchedOn && !recordIsClosed();
    }

    private boolean recordIsClosed() {
        return at.status(Side.CRM).filter(Status::isClosed).isPresent();
    }

    /** Tells the seller if there is something new to tell. What cannot be told is told later, a few times. */
    Pair told(Pair next) {
        Telling telling = at.telling(next);
        if (!isDue(telling, next)
                || isForbidden(next)
                || !new Permission(at).mayTell()
                || next.record().isEmpty()
                || at.maps.ofTable(next.record().get().table()).isEmpty()) {
            return next;
        }
        Map<String, JsonNode> columns = toTell(telling);
        return tell(telling, columns, next.record().get(), at.savedUntold(next));
    }

    private Pair tell(Telling telling, Map<String, JsonNode> columns, RecordRef record, Pair next) {
        try {
            Optional<Snapshot> shown = at.ports.crm().tell(record, columns);
            switchedOn |= columns.containsKey(at.map().columns().sync());
            return shown.map(snapshot -> atVersion(next, snapshot))
                    .orElse(next)
                    .change()
                    .told(telling.key())
                    .now();
        } catch (Failure failure) {
            if (failure.problem().code() == ProblemCode.STORAGE_UNAVAILABLE) {
                throw failure;
            }
            if (failure.problem().code() == ProblemCode.RECORD_CLOSED) {
                return onClosedRecord(next);
            }
            at.note("could not tell the seller", Optional.empty(), List.of(), Optional.of(failure.problem()));
            untold = staysUntold(failure.problem());
            return untold ? next.change().told(UNTOLD).now() : next;
        }
    }

    /**
     * A closed record takes nothing more. What it does not say is said in the timeline and among the warnings, and is not
     * tried again until there is something new to say.
     */
    private Pair onClosedRecord(Pair next) {
        Map<String, Problem> divergences = new LinkedHashMap<>(next.divergences());
        divergences.remove(Warnings.UNTOLD);
        Telling unsaid = at.telling(next.change().divergences(divergences).now());
        Problem problem = Problem.of(ProblemCode.RECORD_CLOSED, "it cannot be told any more: " + unsaid.key())
                .from(RemoteSystem.CRM);
        divergences.put(Warnings.UNTOLD, problem);
        at.note("could not tell the seller", Optional.empty(), List.of(), Optional.of(problem));
        Pair warned = next.change().divergences(divergences).now();
        return warned.change().told(at.telling(warned).key()).now();
    }

    /** To try it would only be refused once more. */
    private static boolean isForbidden(Pair next) {
        return next.problem()
                .filter(problem -> problem.code() == ProblemCode.RECORD_FORBIDDEN)
                .isPresent();
    }

    private boolean staysUntold(Problem problem) {
        return switch (problem.handling()) {
            case TRANSIENT -> at.work.attempt() + 1 < RetryPolicy.LAST_ATTEMPT;
            case SYSTEM -> {
                SyncRun.beginOutage(at.ports, at.settings, problem);
                yield true;
            }
            case PERSON, BUG -> false;
        };
    }

    /** Telling gave the record a new version; it is ours only if nobody else changed anything meanwhile. */
    private Pair atVersion(Pair next, Snapshot shown) {
        Map<String, JsonNode> seen = next.crm().seen();
        boolean unmoved = at.map().groups().values().stream()
                .flatMap(List::stream)
                .allMatch(field -> {
                    Optional<Value> before = field.on(Side.CRM, seen);
                    Optional<Value> after = field.on(Side.CRM, shown.values());
                    return before.isEmpty() || after.isEmpty() || before.equals(after);
                });
        return unmoved && next.crm().version().isPresent() && next.held().isEmpty()
                ? next.change()
                        .side(Side.CRM, next.crm().at(shown.version(), shown.updatedAt()))
                        .now()
                : next;
    }

    /** Whether the seller still has to be told, by another run. */
    boolean owes() {
        return untold;
    }

    /** Settles the mark, unless the seller still has to be told. */
    Pair settled(Pair next) {
        return untold ? next : next.change().settle(at.work, at.hint).now();
    }

    /** Queues the work again if the seller could not be told. */
    void tellAgainLater() {
        if (untold) {
            Duration delay = RetryPolicy.delay(at.work.attempt() + 1, Optional.empty(), at.ports.random());
            at.ports.queue().send(at.work.nextAttempt(), delay);
        }
    }
}
