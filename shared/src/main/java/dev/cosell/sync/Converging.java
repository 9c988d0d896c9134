package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings both sides together: merge, write one side, look again, until the merge asks for nothing more. */
final class Converging {
    private static final int STALE_ROUNDS = 3;
    /** A round writes one side, if need be group by group; so many of them mean that something answers each write. */
    private static final int MOST_ROUNDS = 8;

    private final PairAtWork at;
    private final Teller teller;
    private final Settling settling;
    private final LeftUnwritten unwritten;
    private final Set<String> writtenAgain = new HashSet<>();
    private int rounds;
    private boolean wrotePartnerCenter;

    Converging(PairAtWork at, Teller teller, Settling settling) {
        this.at = at;
        this.teller = teller;
        this.settling = settling;
        this.unwritten = new LeftUnwritten(at);
    }

    /** Whether Partner Center was written, whose writes are the scarce ones. */
    boolean wrotePartnerCenter() {
        return wrotePartnerCenter;
    }

    /** Merges and writes until nothing is left to be written. */
    void converge() {
        int stale = 0;
        while (true) {
            Merge.Result merged = merged();
            if (readAfresh(merged)) {
                continue;
            }
            new Preflight(at).checkSolutions(merged);
            remember(merged);
            Optional<Side> target = target(merged);
            if (target.isEmpty()) {
                return;
            }
            if (rounds++ >= MOST_ROUNDS) {
                throw Problem.of(ProblemCode.PING_PONG, "wrote " + MOST_ROUNDS + " times in one run, and is not done")
                        .failure();
            }
            if (!write(target.get(), moves(merged, target.get())) && ++stale >= STALE_ROUNDS) {
                remember(merged());
                throw Problem.of(ProblemCode.MOVED_ON, target.get().label() + " changed " + stale + " times")
                        .failure();
            }
        }
    }

    private Merge.Result merged() {
        Map<String, Side> kept = settling.kept();
        Merge.Result merged = Merge.of(
                at.map(),
                at.pair(),
                at.now(Side.PARTNER_CENTER),
                at.now(Side.CRM),
                at.work.cause().equals(Causes.SYNC_NOW_FORCED),
                kept,
                at.understanding);
        return new ClosingGuard(at).over(new HeldWhileHidden(at).over(merged, kept));
    }

    /** Reads a target that must not be written unseen: lists, closes, held groups, or an unknown version. */
    private boolean readAfresh(Merge.Result merged) {
        for (Side side : Side.values()) {
            boolean needed = merged.movesTo(side).stream()
                    .anyMatch(move -> move.list()
                            || move.closes()
                            || at.pair().held().containsKey(move.group())
                            || at.pair().side(side).version().isEmpty());
            if (needed && at.freshly(side).isEmpty()) {
                at.read(side);
                return true;
            }
        }
        return false;
    }

    /** Takes over what both sides show already; notes what is new to be told. */
    private void remember(Merge.Result merged) {
        Pair.Change change = at.pair().change();
        for (Side side : Side.values()) {
            change.side(side, at.pair().side(side).seeing(merged.settled().get(side)));
        }
        settling.note(merged, settling.kept());
        Map<String, Problem> held = new LinkedHashMap<>(settling.told(merged.held()));
        Map<String, Problem> divergences = new LinkedHashMap<>(merged.divergences());
        at.refusals()
                .forEach((group, problem) ->
                        (isOptional(group) || LeftUnwritten.isSo(problem) ? divergences : held).put(group, problem));
        divergences.putAll(unwritten.of(merged));
        divergences.putAll(Warnings.of(at));
        noteNew("held", at.pair().held(), held);
        noteNew("kept apart", at.pair().divergences(), divergences);
        at.become(change.held(held)
                .divergences(divergences)
                .conflicts(settling.conflicts(held))
                .now());
    }

    /** What the CRM refuses of an optional group is told, and holds nothing up. */
    private boolean isOptional(String group) {
        List<Field> fields = at.map().groups().getOrDefault(group, List.of());
        return !fields.isEmpty() && fields.stream().allMatch(Field::optional);
    }

    private void noteNew(String did, Map<String, Problem> before, Map<String, Problem> after) {
        after.forEach((group, problem) -> {
            if (!problem.equals(before.get(group))) {
                at.note(did, Optional.empty(), List.of(), Optional.of(problem));
            }
        });
    }

    private List<Merge.Move> moves(Merge.Result merged, Side side) {
        return merged.movesTo(side).stream()
                .filter(move -> !at.refusals().containsKey(move.group()))
                .filter(move -> !Qualifying.isLeftTo(at, move))
                .filter(move -> !withheld(move))
                .filter(move -> move.to() == Side.CRM || unwritten.reason().isEmpty())
                .toList();
    }

    /** Whether a move would give contacts to Partner Center who did not agree to it. */
    private boolean withheld(Merge.Move move) {
        return move.to() == Side.PARTNER_CENTER
                && at.map().groups().getOrDefault(move.group(), List.of()).stream()
                        .map(Field::partnerCenter)
                        .anyMatch(pointers -> pointers.contains(TeamMember.CUSTOMERS))
                && at.consent().refusesSharing();
    }

    private Optional<Side> target(Merge.Result merged) {
        for (Side side : Side.values()) {
            if (!moves(merged, side).isEmpty()) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes the moves to a side.
     *
     * @return false if the side was no longer as assumed; it has been read again
     */
    private boolean write(Side to, List<Merge.Move> moves) {
        Optional<String> version = at.pair().side(to).version();
        if (version.isEmpty()) {
            at.read(to);
            return false;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Map<String, JsonNode> sources = new LinkedHashMap<>();
        moves.forEach(move -> {
            values.putAll(move.values());
            sources.putAll(move.sources());
        });
        Instant now = at.clock();
        noteConflicts(to, moves);
        Upgrading.noteIfVisible(at, values);
        Pending pending = new Pending(Pending.Kind.UPDATE, to, values, sources, version.get(), now, 0, now);
        Written written;
        try {
            written = at.announced(
                    pending, () -> to == Side.PARTNER_CENTER ? patchReferral(values) : updateRecord(values));
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (!isAboutAValue(problem)) {
                throw failure;
            }
            return problem.outcomeUnknown() ? refusedInPart(to, moves, problem) : isolate(to, moves, problem);
        }
        if (written instanceof Written.Done(Snapshot shown)) {
            wrote(to, moves, shown);
            return true;
        }
        // "Changed meanwhile" is also what a gateway answers that sent a write twice: it stays announced until it
        // was read what became of it.
        at.unread(to);
        new Recovery(at).read(pending);
        at.become(at.pair().change().pending(Optional.empty()).now());
        return false;
    }

    /** Both values go on record before one of them is overwritten: afterwards a crash could keep the loser's from it. */
    private void noteConflicts(Side to, List<Merge.Move> moves) {
        List<AuditEntry.FieldChange> lost = moves.stream()
                .flatMap(move -> move.changes().stream())
                .filter(change -> change.lost().isPresent())
                .toList();
        if (!lost.isEmpty()) {
            at.note("conflict", Optional.of(to), lost, Optional.empty());
        }
    }

    private Written patchReferral(Map<String, JsonNode> values) {
        return at.ports
                .partnerCenter()
                .patch(
                        at.pair().referralId().orElseThrow(),
                        at.pair().partnerCenter().version().orElseThrow(),
                        values);
    }

    /** What the seller reads travels with the write when it will have changed. */
    private Written updateRecord(Map<String, JsonNode> values) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(values);
        Telling telling = at.telling(at.finished(at.pair().change()).now());
        if (teller.isDue(telling, at.pair())) {
            columns.putAll(teller.toTell(telling));
        }
        Written written = at.ports
                .crm()
                .update(
                        at.pair().record().orElseThrow(),
                        at.pair().crm().version().orElseThrow(),
                        columns);
        if (written instanceof Written.Done) {
            at.become(at.pair().change().told(telling.key()).now());
            teller.toldAlong(columns);
        }
        return written;
    }

    /** Whether a refusal is about what was written, so that other fields can go on without it. */
    static boolean isAboutAValue(Problem problem) {
        return problem.handling() == Handling.PERSON
                && switch (problem.code()) {
                    case RECORD_GONE, REFERRAL_GONE, ORPHAN, CLAIMED_TWICE, RECORD_FORBIDDEN, REFERRAL_FORBIDDEN ->
                        false;
                    default -> true;
                };
    }

    /**
     * A write in two steps (columns, then the closing action) was refused half-way: what landed is adopted, and the rest
     * is merged again; if nothing landed, it is a refusal like any other. Leaving it pending would make every event of
     * ours look like news.
     */
    private boolean refusedInPart(Side to, List<Merge.Move> moves, Problem problem) {
        new Recovery(at).lookBack();
        List<String> groups = moves.stream().map(Merge.Move::group).toList();
        List<Merge.Move> due = merged().movesTo(to).stream()
                .filter(move -> groups.contains(move.group()))
                .toList();
        return due.size() < moves.size() || isolate(to, due, problem);
    }

    /**
     * A refused write of one group holds that group; of several, each is tried on its own. What closes a side comes last,
     * and each is merged anew: what was due together may not be allowed any more after the one before.
     */
    private boolean isolate(Side to, List<Merge.Move> moves, Problem problem) {
        if (moves.size() == 1) {
            at.refuse(moves.getFirst().group(), problem.on(moves.getFirst().group()));
            return true;
        }
        List<String> groups = moves.stream()
                .sorted(Comparator.comparing(Merge.Move::closes))
                .map(Merge.Move::group)
                .toList();
        for (String group : groups) {
            List<Merge.Move> due = moves(merged(), to).stream()
                    .filter(move -> move.group().equals(group))
                    .toList();
            if (!due.isEmpty() && !write(to, due)) {
                return false;
            }
        }
        return true;
    }

    private void wrote(Side to, List<Merge.Move> moves, Snapshot shown) {
        Pair.Change change = at.pair().change().pending(Optional.empty());
        Map<String, JsonNode> target = new LinkedHashMap<>();
        Map<String, JsonNode> source = new LinkedHashMap<>();
        Map<String, Problem> divergences = new LinkedHashMap<>(at.pair().divergences());
        Map<String, Crossing> crossings = new LinkedHashMap<>(at.pair().crossings());
        List<AuditEntry.FieldChange> changes =
                moves.stream().flatMap(move -> move.changes().stream()).toList();
        at.note("wrote", Optional.of(to), changes, Optional.empty());
        for (Merge.Move move : moves) {
            List<Field> fields = at.map().groups().get(move.group());
            Optional<Problem> notKept = ReadBack.notKept(fields, to, move.values(), at.now(to), shown.values());
            boolean again = notKept.isPresent() && mayHelpToWriteAgain(to, move);
            if (!Merge.stillToTell(fields, to, shown.values(), move.sources())) {
                move.values()
                        .forEach(
                                (path, value) -> target.put(path, shown.values().getOrDefault(path, value)));
            }
            source.putAll(
                    again
                            ? ReadBack.yetToCross(
                                    move.sources(), at.pair().side(to.other()).seen())
                            : move.sources());
            crossings.put(move.group(), crossed(crossings.get(move.group()), to));
            Optional<Problem> before = Optional.ofNullable(divergences.remove(move.group()));
            if (notKept.isPresent() && !notKept.equals(before)) {
                noteNotKept(to, again, notKept);
            }
            notKept.filter(problem -> !again).ifPresent(problem -> divergences.put(move.group(), problem));
        }
        at.show(to, shown);
        source.keySet().removeAll(stillToCross(to, moves, target));
        wrotePartnerCenter |= to == Side.PARTNER_CENTER;
        at.become(change.side(to, at.pair().side(to).seeing(target).at(shown.version(), shown.updatedAt()))
                .side(to.other(), at.pair().side(to.other()).seeing(source))
                .divergences(divergences)
                .crossings(crossings)
                .now());
    }

    /** Paths of the other side that groups not written here have yet to carry, refused ones among them. */
    private Set<String> stillToCross(Side to, List<Merge.Move> moves, Map<String, JsonNode> target) {
        Pair written =
                at.pair().change().side(to, at.pair().side(to).seeing(target)).now();
        Set<String> crossed = moves.stream().map(Merge.Move::group).collect(Collectors.toSet());
        return SharedPaths.stillToCross(
                at.map(), written, at.now(Side.PARTNER_CENTER), at.now(Side.CRM), to, crossed, at.understanding);
    }

    private void noteNotKept(Side to, boolean again, Optional<Problem> problem) {
        String did = again ? "was not kept, is written again" : "was not kept";
        at.note(did, Optional.of(to), List.of(), problem);
    }

    /**
     * Once per run: whatever got in between may have been over in a moment. Not where the record is known not to keep the
     * field, and not for a status, of which nothing counts as "not yet crossed"; nor for Partner Center, whose calls are
     * the scarce ones.
     */
    private boolean mayHelpToWriteAgain(Side to, Merge.Move move) {
        boolean known = Optional.ofNullable(at.pair().divergences().get(move.group()))
                .filter(problem -> problem.code() == ProblemCode.WRITE_NOT_KEPT)
                .isPresent();
        boolean status = at.map().groups().get(move.group()).getFirst().type() == ValueType.STATUS;
        return to == Side.CRM && !known && !status && writtenAgain.add(move.group());
    }

    private Crossing crossed(Crossing before, Side to) {
        if (before == null) {
            return new Crossing(to, 0, at.clock());
        }
        return before.to() == to ? before : new Crossing(to, before.turns() + 1, before.since());
    }
}
