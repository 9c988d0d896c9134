package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ClosingReason;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.referral.TeamMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides, group by group, what has to be written where. Pure.
 *
 * <p>A field has moved on a side if it differs from what that side <em>itself</em> last showed, so nothing that a side
 * merely stores in its own way (cut notes, rounded sums, midnights, escaped characters) ever flows back. Absent or
 * unreadable is unknown: neither a change nor an agreement.
 */
public final class Merge {
    /** So many fields emptied in one step on one side look like a mistake or a lost right, not like a decision. */
    private static final int MASS_CLEAR = 3;

    private final FieldMap map;
    private final Pair pair;
    private final Map<Side, Map<String, JsonNode>> now;
    private final boolean force;
    private final Map<String, Side> kept;
    private final Set<String> redefined;

    private final List<Move> moves = new ArrayList<>();
    private final Map<Side, Map<String, JsonNode>> settled =
            Map.of(Side.PARTNER_CENTER, new LinkedHashMap<>(), Side.CRM, new LinkedHashMap<>());
    private final Map<String, Problem> held = new LinkedHashMap<>();
    private final Map<String, Problem> divergences = new LinkedHashMap<>();

    private Merge(
            FieldMap map, Pair pair, Map<Side, Map<String, JsonNode>> now, boolean force, Map<String, Side> kept) {
        this.map = map;
        this.pair = pair;
        this.now = now;
        this.force = force;
        this.kept = kept;
        this.redefined = map.redefinedSince(pair.definitions());
    }

    /**
     * A group that has to be written.
     *
     * @param to where
     * @param values stored form to write, by path
     * @param sources stored form it comes from on the other side, by path
     * @param changes for the timeline, one per field that really differs
     * @param list whether the group holds a list, which is only written onto a fresh reading
     * @param closes whether it closes the side, which is only done onto a fresh reading
     */
    public record Move(
            String group,
            Side to,
            Map<String, JsonNode> values,
            Map<String, JsonNode> sources,
            List<AuditEntry.FieldChange> changes,
            boolean list,
            boolean closes) {}

    /**
     * What the merge came to.
     *
     * @param settled per side, what it shows and may be remembered as seen without writing anything
     * @param held by group: not remembered, so that it is looked at again
     * @param divergences by group: remembered, told once
     */
    public record Result(
            List<Move> moves,
            Map<Side, Map<String, JsonNode>> settled,
            Map<String, Problem> held,
            Map<String, Problem> divergences) {
        public List<Move> movesTo(Side side) {
            return moves.stream().filter(move -> move.to() == side).toList();
        }
    }

    /**
     * Merges what both sides show now.
     *
     * @param partnerCenter stored form; of a side that was not read, what it last showed
     * @param crm likewise
     * @param force lets a mass clear through, and brings together what a change of the map left apart
     */
    public static Result of(
            FieldMap map, Pair pair, Map<String, JsonNode> partnerCenter, Map<String, JsonNode> crm, boolean force) {
        return of(map, pair, partnerCenter, crm, force, Map.of());
    }

    /**
     * As {@link #of(FieldMap, Pair, Map, Map, boolean)}, with what people decided.
     *
     * @param kept per group that its rule leaves to a person, the side whose value stands
     */
    public static Result of(
            FieldMap map,
            Pair pair,
            Map<String, JsonNode> partnerCenter,
            Map<String, JsonNode> crm,
            boolean force,
            Map<String, Side> kept) {
        Merge merge = new Merge(map, pair, Map.of(Side.PARTNER_CENTER, partnerCenter, Side.CRM, crm), force, kept);
        map.groups().forEach(merge::group);
        merge.stopMassClear();
        merge.settleNothingThatStillMoves();
        return new Result(
                List.copyOf(merge.moves),
                merge.settled,
                Collections.unmodifiableMap(merge.held),
                Collections.unmodifiableMap(merge.divergences));
    }

    private void group(String name, List<Field> fields) {
        Direction direction = fields.getFirst().direction();
        if (redefined.contains(name) && !broughtTogether(name, fields)) {
            adopt(name, fields);
        } else if (direction == Direction.BOTH) {
            both(name, fields);
        } else {
            Side to = direction.flowsTo(Side.CRM) ? Side.CRM : Side.PARTNER_CENTER;
            oneWay(name, fields, to);
        }
    }

    /**
     * The map means something else by the group than when this pair was last in step: what the pair remembers of it is no
     * base to tell a move by. What both sides show now becomes the base, and nothing is written.
     */
    private void adopt(String name, List<Field> fields) {
        settle(fields, Side.PARTNER_CENTER);
        settle(fields, Side.CRM);
        Direction direction = fields.getFirst().direction();
        boolean hasPlaces = fields.stream()
                .noneMatch(
                        field -> field.partnerCenter().isEmpty() || field.crm().isEmpty());
        boolean saysSomething = direction.flowsTo(Side.CRM) && !empty(fields, Side.PARTNER_CENTER)
                || direction.flowsTo(Side.PARTNER_CENTER) && !empty(fields, Side.CRM);
        if (hasPlaces && saysSomething && !agree(fields)) {
            divergences.put(
                    name,
                    Problem.of(ProblemCode.MAP_REDEFINED, name + ": " + apart(fields))
                            .on(name));
        }
    }

    /** People are not quoted: it is personal data. */
    private String apart(List<Field> fields) {
        boolean personal =
                fields.stream().anyMatch(field -> field.type() == ValueType.PEOPLE || field.type() == ValueType.TEAM);
        return personal
                ? "the two sides name different people"
                : "Partner Center has \"" + text(fields, Side.PARTNER_CENTER) + "\", the CRM has \""
                        + text(fields, Side.CRM) + "\"";
    }

    /** What a change of the map left apart is brought together by the field's rule if somebody asks for it with force. */
    private boolean broughtTogether(String name, List<Field> fields) {
        return force && fields.getFirst().rule() != ConflictRule.HOLD && (redefined.contains(name) || leftApart(name));
    }

    private boolean leftApart(String name) {
        return Optional.ofNullable(pair.divergences().get(name))
                .filter(problem -> problem.code() == ProblemCode.MAP_REDEFINED)
                .isPresent();
    }

    /** The source decides alone; what the target's people do to it stays there. */
    private void oneWay(String name, List<Field> fields, Side to) {
        Side from = to.other();
        if (!known(fields, from)) {
            return;
        }
        if (fields.stream().allMatch(field -> field.paths(to).isEmpty())) {
            settle(fields, from);
            return;
        }
        boolean moves = !redefined.contains(name) && moved(fields, from);
        boolean meets = !seen(fields, from) || broughtTogether(name, fields);
        if ((moves || meets && !empty(fields, from)) && !agree(fields)) {
            copy(name, fields, from, Optional.empty());
        } else {
            settle(fields, from);
            settle(fields, to);
            if (!agree(fields)) {
                keepDivergence(name);
            }
        }
    }

    private void both(String name, List<Field> fields) {
        boolean knownHere = known(fields, Side.PARTNER_CENTER);
        boolean knownThere = known(fields, Side.CRM);
        if (knownHere && knownThere && agree(fields)) {
            if (firstMetWithMark(fields)) {
                copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
                return;
            }
            settle(fields, Side.PARTNER_CENTER);
            settle(fields, Side.CRM);
            return;
        }
        boolean comparable = !redefined.contains(name);
        boolean movedHere = comparable && moved(fields, Side.PARTNER_CENTER);
        boolean movedThere = comparable && moved(fields, Side.CRM);
        if (movedHere && movedThere) {
            conflict(name, fields);
        } else if (movedHere) {
            copy(name, fields, Side.PARTNER_CENTER, keptApart(name, fields, Side.CRM));
            keepDivergence(name);
        } else if (movedThere) {
            copy(name, fields, Side.CRM, keptApart(name, fields, Side.PARTNER_CENTER));
            keepDivergence(name);
        } else {
            meetOrStay(name, fields, knownHere, knownThere);
        }
    }

    /** Nothing moved: either they have not met yet, or they keep what they have always shown. */
    private void meetOrStay(String name, List<Field> fields, boolean knownHere, boolean knownThere) {
        boolean met = (seen(fields, Side.PARTNER_CENTER) && seen(fields, Side.CRM) || leftApart(name))
                && !broughtTogether(name, fields);
        if (met && mustShow(name, fields)) {
            copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
        } else if (met) {
            settle(fields, Side.PARTNER_CENTER);
            settle(fields, Side.CRM);
            keepDivergence(name);
        } else if (knownHere && (!knownThere || empty(fields, Side.CRM)) && !empty(fields, Side.PARTNER_CENTER)) {
            copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
        } else if (knownThere && (!knownHere || empty(fields, Side.PARTNER_CENTER)) && !empty(fields, Side.CRM)) {
            copy(name, fields, Side.CRM, Optional.empty());
        } else if (knownHere && knownThere) {
            conflict(name, fields);
        }
    }

    /** A value that its side was told it may keep, and that is overwritten now after all. */
    private Optional<String> keptApart(String name, List<Field> fields, Side side) {
        return pair.divergences().containsKey(name) ? Optional.of(text(fields, side)) : Optional.empty();
    }

    private void keepDivergence(String name) {
        Problem before = pair.divergences().get(name);
        if (before != null) {
            divergences.putIfAbsent(name, before);
        }
    }

    private void conflict(String name, List<Field> fields) {
        Field first = fields.getFirst();
        if (first.type() == ValueType.SOLUTIONS) {
            union(name, first);
        } else if (first.type() == ValueType.STATUS) {
            statusConflict(name, fields);
        } else if (first.rule() == ConflictRule.HOLD && !kept.containsKey(name)) {
            held.put(name, conflictProblem(name, fields));
        } else {
            Side winner = winner(name, fields);
            copy(name, fields, winner, Optional.of(text(fields, winner.other())));
        }
    }

    /** A person decides where the rule says so; else the rule, unless the loser's side cannot take anything in its present state: then its value stands. */
    private Side winner(String name, List<Field> fields) {
        if (fields.getFirst().rule() == ConflictRule.HOLD) {
            return kept.get(name);
        }
        Side byRule = fields.getFirst().rule() == ConflictRule.CRM ? Side.CRM : Side.PARTNER_CENTER;
        boolean refused = fixed(name, fields, byRule.other()).isPresent()
                && fixed(name, fields, byRule).isEmpty();
        return refused ? byRule.other() : byRule;
    }

    /**
     * Two moves of the status are no contradiction if the CRM's is a legal next step from where Partner Center is now;
     * otherwise Partner Center's word stands.
     */
    private void statusConflict(String name, List<Field> fields) {
        Optional<Status> here = status(fields, Side.PARTNER_CENTER);
        Optional<Status> wanted = status(fields, Side.CRM);
        boolean legal = here.isPresent()
                && wanted.isPresent()
                && step(here.get(), wanted.get()).isPresent();
        Side winner = legal ? Side.CRM : Side.PARTNER_CENTER;
        copy(name, fields, winner, Optional.of(text(fields, winner.other())));
    }

    /** Lists merge as sets: what either side added is in, what either side removed is out. */
    private void union(String name, Field field) {
        Value.Items base =
                items(field.on(Side.PARTNER_CENTER, pair.partnerCenter().seen()));
        Value.Items baseThere = items(field.on(Side.CRM, pair.crm().seen()));
        Value.Items here = items(field.on(Side.PARTNER_CENTER, now.get(Side.PARTNER_CENTER)));
        Value.Items there = items(field.on(Side.CRM, now.get(Side.CRM)));
        TreeSet<String> merged = new TreeSet<>(here.ids());
        merged.addAll(there.ids());
        merged.removeIf(id -> base.ids().contains(id) && !here.ids().contains(id));
        merged.removeIf(id -> baseThere.ids().contains(id) && !there.ids().contains(id));
        Value target = new Value.Items(merged);
        for (Side to : Side.values()) {
            if (!field.agree(
                    to == Side.PARTNER_CENTER ? known(field, to) : target,
                    to == Side.CRM ? known(field, to) : target)) {
                write(name, List.of(field), to, Map.of(field.name(), target), Optional.empty());
            }
        }
    }

    private Value known(Field field, Side side) {
        return field.on(side, now.get(side)).orElse(Value.EMPTY);
    }

    private static Value.Items items(Optional<Value> value) {
        return value.orElse(Value.EMPTY) instanceof Value.Items items ? items : new Value.Items(new TreeSet<>());
    }

    /** Both sides mean the same name, but the record has shown it with a mark ever since before we knew it. */
    private boolean firstMetWithMark(List<Field> fields) {
        return !seen(fields, Side.CRM)
                && !closed(Side.CRM)
                && fields.stream().anyMatch(field -> field.isMarked(Side.CRM, now.get(Side.CRM)));
    }

    private void copy(String name, List<Field> fields, Side from, Optional<String> lost) {
        Side to = from.other();
        Map<String, Value> values = new LinkedHashMap<>();
        for (Field field : fields) {
            field.on(from, now.get(from)).ifPresent(value -> values.put(field.name(), value));
        }
        write(name, fields, to, values, lost);
    }

    private void write(String name, List<Field> fields, Side to, Map<String, Value> values, Optional<String> lost) {
        Optional<Problem> fixed = fixed(name, fields, to).or(() -> notAsked(name, fields, to));
        if (fixed.isPresent()) {
            // If this side moved as well, its value could not cross either: both keep what they have.
            divergences.put(name, fixed.get());
            settle(fields, to.other());
            settle(fields, to);
            return;
        }
        Map<String, Value> wanted = new LinkedHashMap<>(values);
        for (Field field : fields) {
            Optional<Problem> refusal = Optional.ofNullable(values.get(field.name()))
                    .flatMap(value -> field.type() == ValueType.STATUS && to == Side.PARTNER_CENTER
                            ? illegal(field, value, wanted).or(() -> incomplete(field, value))
                            : field.refusal(to, value));
            if (refusal.isPresent()) {
                held.put(name, refusal.get());
                return;
            }
        }
        if (bouncing(name, to)) {
            held.put(
                    name,
                    Problem.of(ProblemCode.PING_PONG, name + " crossed four times within ten minutes")
                            .on(name));
            return;
        }
        moves.add(move(name, fields, to, wanted, lost));
    }

    /** Why a whole group cannot be written on a side in its present state, if so. */
    private Optional<Problem> fixed(String name, List<Field> fields, Side to) {
        boolean isStatus = fields.getFirst().type() == ValueType.STATUS;
        if (to == Side.PARTNER_CENTER && isStatus && closed(to) && !closed(Side.CRM)) {
            return Optional.of(Problem.of(
                            ProblemCode.REFERRAL_CLOSED,
                            "this record is open, but the referral is " + text(fields, to)
                                    + " and cannot be reopened. Go on with a new opportunity?")
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER && closed(Side.PARTNER_CENTER)) {
            return Optional.of(Problem.of(
                            ProblemCode.REFERRAL_CLOSED,
                            name + " was changed in the CRM, but the referral is " + text(statusFields(), to))
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER
                && pair.microsoftReferralId().isPresent()
                && fields.stream().anyMatch(field -> field.partnerCenter().contains(TeamMember.CUSTOMERS))) {
            return Optional.of(Problem.of(
                            ProblemCode.NOT_CHANGEABLE,
                            name
                                    + " changed in the CRM; since Microsoft was asked in, Partner Center keeps the contacts "
                                    + "it has")
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER && fields.stream().anyMatch(field -> !field.patchable())) {
            return Optional.of(Problem.of(
                            ProblemCode.NOT_CHANGEABLE,
                            name + " was changed in the CRM; Partner Center keeps \"" + text(fields, to) + "\"")
                    .on(name));
        }
        boolean told = fields.stream().allMatch(Field::informs);
        if (to == Side.CRM && !isStatus && !told && closed(Side.CRM)) {
            return Optional.of(Problem.of(
                            ProblemCode.RECORD_CLOSED,
                            name + " was changed in Partner Center, but the record is closed")
                    .on(name));
        }
        return Optional.empty();
    }

    /** A step that nobody can take back is taken only if the record asks for it explicitly, and never back. */
    private Optional<Problem> notAsked(String name, List<Field> fields, Side to) {
        if (to == Side.CRM || !isVisibility(fields)) {
            return Optional.empty();
        }
        boolean asked = fields.getFirst().crm().stream()
                .map(path -> now.get(Side.CRM).getOrDefault(path, MissingNode.getInstance()))
                .anyMatch(Irreversible.VISIBILITY::isAskedBy);
        return asked
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ProblemCode.IRREVERSIBLE,
                                name + " is \"" + text(fields, Side.CRM) + "\" in the CRM; Partner Center keeps \""
                                        + text(fields, Side.PARTNER_CENTER) + "\"")
                        .on(name));
    }

    /** What Partner Center made visible for ever is shown on the record, unless the seller was told why it differs. */
    private boolean mustShow(String name, List<Field> fields) {
        Field first = fields.getFirst();
        return isVisibility(fields)
                && !pair.divergences().containsKey(name)
                && known(fields, Side.CRM)
                && !agree(fields)
                && known(first, Side.PARTNER_CENTER).equals(new Value.Flag(true));
    }

    private static boolean isVisibility(List<Field> fields) {
        return fields.getFirst().partnerCenter().equals(List.of(DealKind.VISIBILITY));
    }

    private Optional<Problem> illegal(Field field, Value value, Map<String, Value> wanted) {
        Optional<Status> here =
                field.on(Side.PARTNER_CENTER, now.get(Side.PARTNER_CENTER)).flatMap(Merge::asStatus);
        Optional<Status> there = asStatus(value);
        if (here.isEmpty() || there.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.ILLEGAL_MOVE, "the referral's present status is not known")
                    .on(field.name()));
        }
        Optional<Status> step = step(here.get(), there.get());
        step.ifPresent(status -> wanted.put(field.name(), new Value.Stage(status)));
        return step.isPresent()
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ProblemCode.ILLEGAL_MOVE,
                                "the referral is " + here.get() + "; from there only "
                                        + here.get().next() + " is possible, not " + there.get())
                        .on(field.name()));
    }

    /** A referral that is won or lost takes nothing any more, so what is still to be said comes first. */
    private Optional<Problem> incomplete(Field status, Value value) {
        List<String> empty = map.requiredFor(Occasion.CLOSE).stream()
                .filter(field -> empty(List.of(field), Side.CRM))
                .map(Field::name)
                .toList();
        boolean closes = asStatus(value).filter(Status::isClosed).isPresent();
        return closes && !empty.isEmpty()
                ? Optional.of(Problem.of(
                                ProblemCode.REQUIRED_MISSING,
                                "expected a value of " + String.join(", ", empty) + " before the referral is closed, "
                                        + "found none")
                        .on(status.name()))
                : Optional.empty();
    }

    /** The step a CRM move means: losing what was never accepted is declining it, declining what was accepted losing it. */
    static Optional<Status> step(Status from, Status wanted) {
        Status meant = from.isNew() && wanted == Status.LOST
                ? Status.DECLINED
                : from.isActive() && wanted == Status.DECLINED ? Status.LOST : wanted;
        return from.next().contains(meant) ? Optional.of(meant) : Optional.empty();
    }

    private boolean bouncing(String name, Side to) {
        Crossing crossing = pair.crossings().get(name);
        return crossing != null && crossing.to() != to && crossing.turns() >= 3;
    }

    private Move move(String name, List<Field> fields, Side to, Map<String, Value> values, Optional<String> lost) {
        Map<String, JsonNode> stored = new LinkedHashMap<>();
        Map<String, JsonNode> sources = new LinkedHashMap<>();
        List<AuditEntry.FieldChange> changes = new ArrayList<>();
        for (Field field : fields) {
            Value value = values.get(field.name());
            if (value != null) {
                stored.putAll(field.stored(to, value, now.get(to)));
                field.paths(to.other())
                        .forEach(path -> sources.put(path, now.get(to.other()).get(path)));
                Optional<Value> before = field.on(to, now.get(to));
                if (!before.equals(Optional.of(value))) {
                    changes.add(new AuditEntry.FieldChange(
                            field.name(), before.map(field::told).orElse("(unknown)"), field.told(value), lost));
                }
            }
        }
        sources.values().removeIf(java.util.Objects::isNull);
        boolean list = fields.stream().anyMatch(field -> field.type().isList());
        boolean closes = values.values().stream()
                .anyMatch(value -> asStatus(value).filter(Status::isClosed).isPresent());
        if (closes && to == Side.PARTNER_CENTER) {
            closingReason(fields).ifPresent(reason -> stored.put(Milestones.REASON, TextNode.valueOf(reason)));
        }
        return new Move(name, to, stored, sources, List.copyOf(changes), list, closes);
    }

    /** Why the seller closed the record: in the seller's words, or else what the record's state stands for. */
    private Optional<String> closingReason(List<Field> fields) {
        Status ending = status(fields, Side.CRM).orElse(Status.LOST);
        Map<String, JsonNode> record = now.get(Side.CRM);
        Optional<String> written = map.columns()
                .asked()
                .closeReason()
                .map(record::get)
                .flatMap(text -> ClosingReason.read(ending, text.asText("")));
        List<JsonNode> state = fields.getFirst().crm().stream()
                .map(column -> record.getOrDefault(column, NullNode.getInstance()))
                .toList();
        return written.or(() -> fields.getFirst().states().reason(state));
    }

    private void stopMassClear() {
        for (Side from : Side.values()) {
            List<String> cleared = map.groups().entrySet().stream()
                    .filter(group -> !redefined.contains(group.getKey()) && cleared(group.getValue(), from))
                    .map(Map.Entry::getKey)
                    .toList();
            if (cleared.size() >= MASS_CLEAR && !force) {
                moves.removeIf(move -> move.to() == from.other() && cleared.contains(move.group()));
                cleared.forEach(group -> held.put(
                        group,
                        Problem.of(ProblemCode.MASS_CLEAR, from.label() + " shows " + cleared + " empty, all at once")
                                .on(group)));
            }
        }
    }

    /** Two fields may read one path: it is settled only when neither has anything to carry. */
    private void settleNothingThatStillMoves() {
        moves.forEach(move ->
                settled.get(move.to().other()).keySet().removeAll(move.sources().keySet()));
        held.keySet()
                .forEach(group -> map.groups().get(group).forEach(field -> {
                    for (Side side : Side.values()) {
                        settled.get(side).keySet().removeAll(field.paths(side));
                    }
                }));
    }

    /**
     * Whether a list that was merged on one side still holds what the other side lacks, or a status was written there that
     * the other side does not show. That side has not told all of it yet, so it must not be taken as seen there.
     */
    static boolean stillToTell(
            List<Field> fields, Side written, Map<String, JsonNode> shown, Map<String, JsonNode> sources) {
        Field field = fields.getFirst();
        if (field.type() == ValueType.STATUS) {
            // Written because somebody asked for it: it comes from no value of the other side.
            return field.paths(written.other()).stream().noneMatch(sources::containsKey);
        }
        Optional<Value> here = field.on(written, shown);
        Optional<Value> there = field.on(written.other(), sources);
        return field.type() == ValueType.SOLUTIONS && here.isPresent() && there.isPresent() && !here.equals(there);
    }

    private boolean cleared(List<Field> fields, Side side) {
        return fields.getFirst().direction().flowsTo(side.other())
                && moved(fields, side)
                && empty(fields, side)
                && !agree(fields);
    }

    private void settle(List<Field> fields, Side side) {
        for (Field field : fields) {
            for (String path : field.paths(side)) {
                JsonNode node = now.get(side).get(path);
                if (node != null) {
                    settled.get(side).put(path, node);
                }
            }
        }
    }

    private boolean known(List<Field> fields, Side side) {
        return fields.stream().allMatch(field -> field.on(side, now.get(side)).isPresent());
    }

    private boolean seen(List<Field> fields, Side side) {
        return fields.stream()
                .allMatch(field -> field.on(side, pair.side(side).seen()).isPresent());
    }

    private boolean empty(List<Field> fields, Side side) {
        return fields.stream()
                .allMatch(field -> field.on(side, now.get(side))
                        .filter(value -> !value.isEmpty())
                        .isEmpty());
    }

    /** Whole groups move: a group of which a part is unknown has not moved. */
    private boolean moved(List<Field> fields, Side side) {
        return known(fields, side)
                && fields.stream().anyMatch(field -> {
                    Optional<Value> before = field.on(side, pair.side(side).seen());
                    return before.isPresent() && !before.equals(field.on(side, now.get(side)));
                });
    }

    private boolean agree(List<Field> fields) {
        return fields.stream().allMatch(field -> {
            Optional<Value> here = field.on(Side.PARTNER_CENTER, now.get(Side.PARTNER_CENTER));
            Optional<Value> there = field.on(Side.CRM, now.get(Side.CRM));
            return here.isPresent() && there.isPresent() && field.agree(here.get(), there.get());
        });
    }

    private boolean closed(Side side) {
        return status(statusFields(), side).filter(Status::isClosed).isPresent();
    }

    private List<Field> statusFields() {
        return map.fields().stream()
                .filter(field -> field.type() == ValueType.STATUS)
                .toList();
    }

    private Optional<Status> status(List<Field> fields, Side side) {
        return fields.stream()
                .findFirst()
                .flatMap(field -> field.on(side, now.get(side)))
                .flatMap(Merge::asStatus);
    }

    private static Optional<Status> asStatus(Value value) {
        return value instanceof Value.Stage(Status status) ? Optional.of(status) : Optional.empty();
    }

    private String text(List<Field> fields, Side side) {
        return String.join(
                " ",
                fields.stream()
                        .map(field ->
                                field.on(side, now.get(side)).map(field::told).orElse("(unknown)"))
                        .toList());
    }

    private Problem conflictProblem(String name, List<Field> fields) {
        return Problem.of(
                        ProblemCode.CONFLICT,
                        name + ": Partner Center has \"" + text(fields, Side.PARTNER_CENTER) + "\", the CRM has \""
                                + text(fields, Side.CRM) + "\"")
                .on(name);
    }

    /** The fields that both sides show and do not agree on, by name; what a comparison from outside reports. */
    public static Set<String> differences(
            FieldMap map, Map<String, JsonNode> partnerCenter, Map<String, JsonNode> crm) {
        Set<String> different = new TreeSet<>();
        for (Field field : map.fields()) {
            if (field.direction() != Direction.ON_CREATE) {
                Optional<Value> here = field.on(Side.PARTNER_CENTER, partnerCenter);
                Optional<Value> there = field.on(Side.CRM, crm);
                if (here.isPresent() && there.isPresent() && !field.agree(here.get(), there.get())) {
                    different.add(field.name());
                }
            }
        }
        return different;
    }
}
