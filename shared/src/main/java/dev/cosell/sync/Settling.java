package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conflicts that wait for a person: what is remembered of them, and what a person decided.
 *
 * <p>A decision is no write of its own. It names the side whose value stands, and the merge then copies that value like
 * any other, announced and conditional. A command stays in the pair until the run that carried it out is complete, so a
 * crash repeats the decision, never the write.
 */
final class Settling {
    private final PairAtWork at;
    private final Set<String> copied = new HashSet<>();

    Settling(PairAtWork at) {
        this.at = at;
    }

    /** Per group that is left to a person, the side whose value stands: asked for by command or on the record. */
    Map<String, Side> kept() {
        Optional<Side> word = sellersWord().flatMap(Settling::side);
        List<Command> asked = commands().toList();
        if (word.isEmpty() && asked.isEmpty()) {
            return Map.of();
        }
        Map<String, Side> kept = new HashMap<>();
        Set<String> leftToPeople = groupsLeftToPeople();
        word.ifPresent(side -> leftToPeople.forEach(group -> kept.put(group, side)));
        asked.stream()
                .filter(command -> leftToPeople.contains(group(command)))
                .forEach(command -> kept.put(group(command), side(command)));
        return kept;
    }

    /** Takes note of decisions that the merge carries out now. */
    void note(Merge.Result merged, Map<String, Side> kept) {
        merged.moves().stream()
                .filter(move -> kept.get(move.group()) == move.to().other())
                .forEach(move -> copied.add(move.group()));
    }

    /** Held conflicts, with what the seller has to be told if the word on the record cannot be understood. */
    Map<String, Problem> told(Map<String, Problem> held) {
        Optional<String> unclear = sellersWord().filter(word -> side(word).isEmpty());
        if (unclear.isEmpty()) {
            return held;
        }
        Map<String, Problem> told = new LinkedHashMap<>(held);
        told.replaceAll((group, problem) -> problem.code() == ProblemCode.CONFLICT
                ? Problem.of(
                                ProblemCode.CONFLICT,
                                problem.detail()
                                        + "; expected \"Partner Center\" or \"CRM\" in the column that settles "
                                        + "it, found another word")
                        .on(group)
                : problem);
        return told;
    }

    /** What both sides have, per conflict; a decision under way keeps what it decided about. */
    Map<String, Conflict> conflicts(Map<String, Problem> held) {
        Map<String, Conflict> before = at.pair().conflicts();
        Map<String, Conflict> now = new HashMap<>();
        commands().map(Settling::group).filter(before::containsKey).forEach(group -> now.put(group, before.get(group)));
        held.forEach((group, problem) -> {
            if (problem.code() == ProblemCode.CONFLICT) {
                Optional<Conflict> known = Optional.ofNullable(before.get(group));
                now.put(
                        group,
                        new Conflict(
                                shown(group, Side.PARTNER_CENTER, known.map(Conflict::partnerCenter)),
                                shown(group, Side.CRM, known.map(Conflict::crm))));
            }
        });
        return now;
    }

    private Conflict.Shown shown(String group, Side side, Optional<Conflict.Shown> known) {
        String value = text(group, side);
        return known.filter(shown -> shown.value().equals(value))
                .orElseGet(() -> new Conflict.Shown(
                        value,
                        at.freshly(side).flatMap(Snapshot::updatedAt).orElseGet(at::clock),
                        Optional.of(at.work.cause())
                                .filter(cause -> at.work.subject().side() == side && !Causes.readsBoth(cause)),
                        at.freshly(side).flatMap(Snapshot::by).map(Author::id).filter(id -> !id.isEmpty())));
    }

    private String text(String group, Side side) {
        Map<String, JsonNode> now = at.now(side);
        return at.map().groups().get(group).stream()
                .map(field -> field.on(side, now).map(field::told).orElse("(unknown)"))
                .collect(Collectors.joining(" "));
    }

    /** The decisions are carried out, or there was nothing to decide: both are said on the timeline, and asked no more. */
    Pair.Change done(Pair.Change change) {
        List<Command> asked = commands().toList();
        Map<String, Conflict> open = new HashMap<>(at.pair().conflicts());
        for (Command command : asked) {
            String group = group(command);
            String askedBy = ", asked by " + command.by();
            Optional<Problem> refused = Optional.ofNullable(at.pair().held().get(group))
                    .or(() -> Optional.ofNullable(at.pair().divergences().get(group)));
            boolean afterCrash =
                    at.began.pending().isPresent() && at.began.conflicts().containsKey(group);
            if (refused.isPresent()) {
                at.note("could not settle " + group + askedBy, Optional.empty(), List.of(), refused);
            } else if (copied.contains(group) || afterCrash) {
                at.note(
                        "settled " + group + askedBy,
                        Optional.of(side(command).other()),
                        values(group, side(command)),
                        Optional.empty());
            } else {
                at.note(
                        "nothing to settle in " + group + ", both sides are equal" + askedBy,
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
            }
            open.remove(group);
            change.done(command);
        }
        noteWhatTheRecordSettled(asked);
        return asked.isEmpty() ? change : change.conflicts(open);
    }

    /** The seller's word on the record settled it. After a crash the write is done already, and only this is left to say. */
    private void noteWhatTheRecordSettled(List<Command> asked) {
        Set<String> byCommand = asked.stream().map(Settling::group).collect(Collectors.toSet());
        sellersWord()
                .flatMap(Settling::side)
                .ifPresent(kept -> at.began.conflicts().keySet().stream()
                        .filter(group -> !byCommand.contains(group)
                                && !at.pair().held().containsKey(group)
                                && (copied.contains(group) || at.began.pending().isPresent()))
                        .sorted()
                        .forEach(group -> at.note(
                                "settled " + group + ", asked for on the record",
                                Optional.of(kept.other()),
                                values(group, kept),
                                Optional.empty())));
    }

    /** Both values, as they were when the conflict was noticed. */
    private List<AuditEntry.FieldChange> values(String group, Side kept) {
        return Optional.ofNullable(at.pair().conflicts().get(group))
                .or(() -> Optional.ofNullable(at.began.conflicts().get(group)))
                .map(conflict -> new AuditEntry.FieldChange(
                        group,
                        conflict.shown(kept.other()).value(),
                        conflict.shown(kept).value(),
                        Optional.of(conflict.shown(kept.other()).value())))
                .stream()
                .toList();
    }

    private Stream<Command> commands() {
        return at.pair().commands().stream().filter(command -> command.kind() == Command.Kind.SETTLE);
    }

    /** Those of which the rule says so, and those that wait as a conflict whatever their rule is. */
    private Set<String> groupsLeftToPeople() {
        return at.map().groups().entrySet().stream()
                .filter(group ->
                        isLeftToPeople(group.getValue()) || at.began.conflicts().containsKey(group.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isLeftToPeople(List<Field> fields) {
        return fields.getFirst().rule() == ConflictRule.HOLD;
    }

    private Optional<String> sellersWord() {
        return at.map()
                .columns()
                .asked()
                .keep()
                .flatMap(column ->
                        at.freshly(Side.CRM).map(snapshot -> snapshot.values().get(column)))
                .map(word -> word.asText("").strip())
                .filter(word -> !word.isEmpty() && !word.equals("null"));
    }

    private static String group(Command command) {
        return command.details().path("group").asText();
    }

    private static Side side(Command command) {
        return Side.valueOf(command.details().path("keep").asText());
    }

    /** The side a word means, in any case and spacing. */
    static Optional<Side> side(String word) {
        return switch (word.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT)) {
            case "partnercenter" -> Optional.of(Side.PARTNER_CENTER);
            case "crm" -> Optional.of(Side.CRM);
            default -> Optional.empty();
        };
    }
}
