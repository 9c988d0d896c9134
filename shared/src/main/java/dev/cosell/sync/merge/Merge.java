package dev.cosell.sync.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Understanding;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ClosingReason;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Pair;
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
    private final Facts facts;
    private final Refusals refusals;
    private final boolean force;
    private final Map<String, Side> kept;
    private final Set<String> redefined;

    private final Map<String, List<Field>> astir = new LinkedHashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final Map<Side, Map<String, JsonNode>> settled =
            Map.of(Side.PARTNER_CENTER, new LinkedHashMap<>(), Side.CRM, new LinkedHashMap<>());
    private final Map<String, Problem> held = new LinkedHashMap<>();
    private final Map<String, Problem> divergences = new LinkedHashMap<>();

    private Merge(Facts facts, boolean force, Map<String, Side> kept) {
        this.map = facts.map();
        this.pair = facts.pair();
        this.facts = facts;
        this.refusals = new Refusals(facts);
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
     * @param settled per side, what may be remembered as seen without writing anything; what is seen already may be missing
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
        return of(map, pair, partnerCenter, crm, force, Map.of(), new Understanding());
    }

    /**
     * As {@link #of(FieldMap, Pair, Map, Map, boolean)}, with what people decided.
     *
     * @param kept per group that its rule leaves to a person, the side whose value stands
     * @param understanding what was understood already of the two sides
     */
    public static Result of(
            FieldMap map,
            Pair pair,
            Map<String, JsonNode> partnerCenter,
            Map<String, JsonNode> crm,
            boolean force,
            Map<String, Side> kept,
            Understanding understanding) {
        Map<Side, Map<String, JsonNode>> now = Map.of(Side.PARTNER_CENTER, partnerCenter, Side.CRM, crm);
        Merge merge = new Merge(new Facts(map, pair, now, understanding), force, kept);
        map.groups().forEach((name, fields) -> {
            if (!merge.atRest(name, fields)) {
                merge.astir.put(name, fields);
                merge.group(name, fields);
            }
        });
        merge.stopMassClear();
        merge.settleNothingThatStillMoves();
        return new Result(
                List.copyOf(merge.moves),
                merge.settled,
                Collections.unmodifiableMap(merge.held),
                Collections.unmodifiableMap(merge.divergences));
    }

    /**
     * Whether there is nothing to decide: both sides show a group as they did when it was last decided, and nothing was
     * left open then. Most groups of most runs are.
     */
    private boolean atRest(String name, List<Field> fields) {
        return !force
                && !redefined.contains(name)
                && !pair.divergences().containsKey(name)
                && !Facts.isVisibility(fields)
                && facts.atRest(fields);
    }

    private void group(String name, List<Field> fields) {
        Direction direction = fields.getFirst().direction();
        if (redefined.contains(name) && !broughtTogether(name, fields)) {
            adopt(name, fields);
        } else if (lacksPlace(fields, Side.CRM) || lacksPlace(fields, Side.PARTNER_CENTER)) {
            settle(fields, Side.PARTNER_CENTER);
            settle(fields, Side.CRM);
        } else if (direction == Direction.BOTH) {
            both(name, fields);
        } else {
            Side to = direction.flowsTo(Side.CRM) ? Side.CRM : Side.PARTNER_CENTER;
            oneWay(name, fields, to);
        }
    }

    /** Whether a side has nowhere to keep it: an optional column that is not there. It crosses in neither direction. */
    private static boolean lacksPlace(List<Field> fields, Side side) {
        for (Field field : fields) {
            if (!field.paths(side).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The map means something else by the group than when this pair was last in step, or a person was erased from what the
     * pair remembers of it: that is no base to tell a move by. What both sides show now becomes the base, and nothing is written.
     */
    private void adopt(String name, List<Field> fields) {
        settle(fields, Side.PARTNER_CENTER);
        settle(fields, Side.CRM);
        Direction direction = fields.getFirst().direction();
        boolean hasPlaces = fields.stream()
                .noneMatch(
                        field -> field.partnerCenter().isEmpty() || field.crm().isEmpty());
        boolean saysSomething = direction.flowsTo(Side.CRM) && !facts.empty(fields, Side.PARTNER_CENTER)
                || direction.flowsTo(Side.PARTNER_CENTER) && !facts.empty(fields, Side.CRM);
        if (hasPlaces && saysSomething && !facts.agree(fields)) {
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
                : "Partner Center has \"" + facts.text(fields, Side.PARTNER_CENTER) + "\", the CRM has \""
                        + facts.text(fields, Side.CRM) + "\"";
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
        if (!facts.known(fields, from)) {
            return;
        }
        boolean moves = !redefined.contains(name) && facts.moved(fields, from);
        boolean meets = !facts.seen(fields, from) || broughtTogether(name, fields);
        if ((moves || meets && !facts.empty(fields, from)) && !facts.agree(fields)) {
            copy(name, fields, from, Optional.empty());
        } else {
            settle(fields, from);
            settle(fields, to);
            if (!facts.agree(fields)) {
                keepDivergence(name);
            }
        }
    }

    private void both(String name, List<Field> fields) {
        boolean knownHere = facts.known(fields, Side.PARTNER_CENTER);
        boolean knownThere = facts.known(fields, Side.CRM);
        if (knownHere && knownThere && facts.agree(fields)) {
            if (facts.firstMetWithMark(fields)) {
                copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
                return;
            }
            settle(fields, Side.PARTNER_CENTER);
            settle(fields, Side.CRM);
            return;
        }
        boolean comparable = !redefined.contains(name);
        boolean movedHere = comparable && facts.moved(fields, Side.PARTNER_CENTER);
        boolean movedThere = comparable && facts.moved(fields, Side.CRM);
        if (movedHere && movedThere) {
            conflict(name, fields);
        } else if (movedHere) {
            copy(name, fields, Side.PARTNER_CENTER, keptApart(name, fields, Side.CRM));
            keepDivergence(name);
        } else if (movedThere && facts.losesTheRest(fields)) {
            conflict(name, fields);
        } else if (movedThere) {
            copy(name, fields, Side.CRM, keptApart(name, fields, Side.PARTNER_CENTER));
            keepDivergence(name);
        } else {
            meetOrStay(name, fields, knownHere, knownThere);
        }
    }

    /** Nothing moved: either they have not met yet, or they keep what they have always shown. */
    private void meetOrStay(String name, List<Field> fields, boolean knownHere, boolean knownThere) {
        boolean met = (facts.seen(fields, Side.PARTNER_CENTER) && facts.seen(fields, Side.CRM) || leftApart(name))
                && !broughtTogether(name, fields);
        if (met && mustShow(name, fields)) {
            copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
        } else if (met) {
            settle(fields, Side.PARTNER_CENTER);
            settle(fields, Side.CRM);
            keepDivergence(name);
        } else if (knownHere
                && (!knownThere || facts.empty(fields, Side.CRM))
                && !facts.empty(fields, Side.PARTNER_CENTER)) {
            copy(name, fields, Side.PARTNER_CENTER, Optional.empty());
        } else if (knownThere
                && (!knownHere || facts.empty(fields, Side.PARTNER_CENTER))
                && !facts.empty(fields, Side.CRM)) {
            copy(name, fields, Side.CRM, Optional.empty());
        } else if (knownHere && knownThere) {
            conflict(name, fields);
        }
    }

    /** A value that its side was told it may keep, and that is overwritten now after all. */
    private Optional<String> keptApart(String name, List<Field> fields, Side side) {
        return pair.divergences().containsKey(name) ? Optional.of(facts.text(fields, side)) : Optional.empty();
    }

    private void keepDivergence(String name) {
        Problem before = pair.divergences().get(name);
        if (before != null) {
            divergences.putIfAbsent(name, before);
        }
    }

    private boolean isLeftToPeople(List<Field> fields) {
        return fields.getFirst().rule() == ConflictRule.HOLD || facts.losesTheRest(fields);
    }

    private void conflict(String name, List<Field> fields) {
        Field first = fields.getFirst();
        if (first.type() == ValueType.SOLUTIONS) {
            union(name, first);
        } else if (first.type() == ValueType.STATUS) {
            statusConflict(name, fields);
        } else if (isLeftToPeople(fields) && !kept.containsKey(name)) {
            held.put(name, conflictProblem(name, fields));
        } else {
            Side winner = winner(name, fields);
            copy(name, fields, winner, Optional.of(facts.text(fields, winner.other())));
        }
    }

    /** A person decides where it is left to people; else the rule, unless the loser's side cannot take anything in its present state: then its value stands. */
    private Side winner(String name, List<Field> fields) {
        if (isLeftToPeople(fields)) {
            return kept.get(name);
        }
        Side byRule = fields.getFirst().rule() == ConflictRule.CRM ? Side.CRM : Side.PARTNER_CENTER;
        boolean refused = refusals.fixed(name, fields, byRule.other()).isPresent()
                && refusals.fixed(name, fields, byRule).isEmpty();
        return refused ? byRule.other() : byRule;
    }

    /**
     * Two moves of the status are no contradiction if the CRM's is a legal next step from where Partner Center is now;
     * otherwise Partner Center's word stands.
     */
    private void statusConflict(String name, List<Field> fields) {
        Optional<Status> here = facts.status(fields, Side.PARTNER_CENTER);
        Optional<Status> wanted = facts.status(fields, Side.CRM);
        boolean legal = here.isPresent()
                && wanted.isPresent()
                && Refusals.step(here.get(), wanted.get()).isPresent();
        Side winner = legal ? Side.CRM : Side.PARTNER_CENTER;
        copy(name, fields, winner, Optional.of(facts.text(fields, winner.other())));
    }

    /** Lists merge as sets: what either side added is in, what either side removed is out. */
    private void union(String name, Field field) {
        Value.Items base = items(facts.before(field, Side.PARTNER_CENTER));
        Value.Items baseThere = items(facts.before(field, Side.CRM));
        Value.Items here = items(facts.shown(field, Side.PARTNER_CENTER));
        Value.Items there = items(facts.shown(field, Side.CRM));
        TreeSet<String> merged = new TreeSet<>(here.ids());
        merged.addAll(there.ids());
        merged.removeIf(id -> base.ids().contains(id) && !here.ids().contains(id));
        merged.removeIf(id -> baseThere.ids().contains(id) && !there.ids().contains(id));
        Value target = new Value.Items(merged);
        for (Side to : Side.values()) {
            if (!field.agree(
                    to == Side.PARTNER_CENTER ? facts.known(field, to) : target,
                    to == Side.CRM ? facts.known(field, to) : target)) {
                write(name, List.of(field), to, Map.of(field.name(), target), Optional.empty());
            }
        }
    }

    private static Value.Items items(Optional<Value> value) {
        return value.orElse(Value.EMPTY) instanceof Value.Items items ? items : new Value.Items(new TreeSet<>());
    }

    private void copy(String name, List<Field> fields, Side from, Optional<String> lost) {
        Side to = from.other();
        Map<String, Value> values = new LinkedHashMap<>();
        for (Field field : fields) {
            facts.shown(field, from).ifPresent(value -> values.put(field.name(), value));
        }
        write(name, fields, to, values, lost);
    }

    private void write(String name, List<Field> fields, Side to, Map<String, Value> values, Optional<String> lost) {
        Optional<Problem> fixed = refusals.fixed(name, fields, to).or(() -> refusals.notAsked(name, fields, to));
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
                            ? refusals.illegal(field, value, wanted).or(() -> refusals.incomplete(field, value))
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

    /** What Partner Center made visible for ever is shown on the record, unless the seller was told why it differs. */
    private boolean mustShow(String name, List<Field> fields) {
        Field first = fields.getFirst();
        return Facts.isVisibility(fields)
                && !pair.divergences().containsKey(name)
                && facts.known(fields, Side.CRM)
                && !facts.agree(fields)
                && facts.known(first, Side.PARTNER_CENTER).equals(new Value.Flag(true));
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
                stored.putAll(field.stored(to, value, facts.now().get(to)));
                field.paths(to.other())
                        .forEach(path ->
                                sources.put(path, facts.now().get(to.other()).get(path)));
                Optional<Value> before = facts.shown(field, to);
                if (!before.equals(Optional.of(value))) {
                    changes.add(new AuditEntry.FieldChange(
                            field.name(), before.map(field::told).orElse("(unknown)"), field.told(value), lost));
                }
            }
        }
        sources.values().removeIf(java.util.Objects::isNull);
        boolean list = fields.stream().anyMatch(field -> field.type().isList());
        boolean closes = values.values().stream()
                .anyMatch(
                        value -> Facts.asStatus(value).filter(Status::isClosed).isPresent());
        if (closes && to == Side.PARTNER_CENTER) {
            closingReason(fields).ifPresent(reason -> stored.put(Milestones.REASON, TextNode.valueOf(reason)));
        }
        return new Move(name, to, stored, sources, List.copyOf(changes), list, closes);
    }

    /** Why the seller closed the record: in the seller's words, or else what the record's state stands for. */
    private Optional<String> closingReason(List<Field> fields) {
        Status ending = facts.status(fields, Side.CRM).orElse(Status.LOST);
        Map<String, JsonNode> record = facts.now().get(Side.CRM);
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

    /** Stopped once, they wait until each is filled again or let through with force, however few they have become. */
    private void stopMassClear() {
        for (Side from : Side.values()) {
            List<String> cleared = new ArrayList<>();
            astir.forEach((name, fields) -> {
                if (!redefined.contains(name) && cleared(fields, from)) {
                    cleared.add(name);
                }
            });
            boolean stopped = cleared.size() >= MASS_CLEAR || cleared.stream().anyMatch(this::stoppedBefore);
            if (stopped && !force) {
                Problem problem =
                        Problem.of(ProblemCode.MASS_CLEAR, from.label() + " shows " + cleared + " empty, all at once");
                moves.removeIf(move -> move.to() == from.other() && cleared.contains(move.group()));
                cleared.stream()
                        .filter(group ->
                                moves.stream().noneMatch(move -> move.group().equals(group)))
                        .forEach(group -> held.put(group, problem.on(group)));
            }
        }
    }

    private boolean stoppedBefore(String group) {
        return Optional.ofNullable(pair.held().get(group))
                .filter(problem -> problem.code() == ProblemCode.MASS_CLEAR)
                .isPresent();
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
    public static boolean stillToTell(
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

    /** A group is cleared with any of its fields: a sum that was emptied may well keep its currency. */
    private boolean cleared(List<Field> fields, Side side) {
        return fields.getFirst().direction().flowsTo(side.other())
                && facts.moved(fields, side)
                && fields.stream().anyMatch(field -> facts.emptied(field, side))
                && !facts.agree(fields);
    }

    private void settle(List<Field> fields, Side side) {
        for (Field field : fields) {
            for (String path : field.paths(side)) {
                JsonNode node = facts.now().get(side).get(path);
                if (node != null) {
                    settled.get(side).put(path, node);
                }
            }
        }
    }

    private Problem conflictProblem(String name, List<Field> fields) {
        String cut = facts.losesTheRest(fields)
                ? "; the record showed only the beginning of Partner Center's text, and was edited there"
                : "";
        return Problem.of(
                        ProblemCode.CONFLICT,
                        name + ": Partner Center has \"" + facts.text(fields, Side.PARTNER_CENTER)
                                + "\", the CRM has \"" + facts.text(fields, Side.CRM) + "\"" + cut)
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
