package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what a side shows after a write with what was written. "Done" is no proof: a plug-in or a rule may have dropped
 * a value, or put another one in its place. Pure.
 *
 * <p>What the side does not show is unknown, and no finding.
 */
final class ReadBack {
    private ReadBack() {}

    /**
     * Why a group's write was not kept, if it was not. Partner Center stores some values in its own way, so there only a
     * value that did not move at all counts; of the CRM's columns the map knows what they can hold.
     *
     * @param written stored form that was sent, by path
     * @param before what the side showed before
     * @param shown what it shows now
     */
    static Optional<Problem> notKept(
            List<Field> group,
            Side to,
            Map<String, JsonNode> written,
            Map<String, JsonNode> before,
            Map<String, JsonNode> shown) {
        for (Field field : group) {
            Optional<Value> wanted = field.on(to, written);
            Optional<Value> got = field.on(to, shown);
            boolean stayed = got.equals(field.on(to, before));
            if (got.isPresent() && wanted.isPresent() && !got.equals(wanted) && (stayed || to == Side.CRM)) {
                return Optional.of(Problem.of(
                                ProblemCode.WRITE_NOT_KEPT,
                                field.name() + ": wrote \"" + wanted.get() + "\", " + to.label()
                                        + (stayed ? " still" : "") + " shows \"" + got.get() + "\"")
                        .on(field.name()));
            }
        }
        return Optional.empty();
    }

    /**
     * What the source of a write counts as having shown, if the write is to be made once more: what it was before, or
     * empty if nobody knows. So the next merge finds that it moved, also after a crash, and never takes what stands on the
     * target for somebody's edit.
     *
     * @param sources stored form the write came from, by path
     * @param seen what the source showed before it moved
     */
    static Map<String, JsonNode> yetToCross(Map<String, JsonNode> sources, Map<String, JsonNode> seen) {
        Map<String, JsonNode> before = new HashMap<>();
        sources.keySet().forEach(path -> before.put(path, seen.getOrDefault(path, NullNode.getInstance())));
        return before;
    }

    /**
     * What the referral counts as having shown once a record was made from it: empty, for whatever the new record did not
     * keep. A status cannot be empty; the two meet after a record was made.
     *
     * @param made stored form the record was made with, by path
     * @param sources stored form of the referral it came from, by path
     * @param shown what the new record shows
     */
    static Map<String, JsonNode> crossed(
            FieldMap map, Map<String, JsonNode> made, Map<String, JsonNode> sources, Map<String, JsonNode> shown) {
        Map<String, JsonNode> crossed = new HashMap<>(sources);
        for (List<Field> group : map.groups().values()) {
            boolean kept = group.getFirst().type() == ValueType.STATUS
                    || notKept(group, Side.CRM, made, Map.of(), shown).isEmpty();
            if (!kept) {
                group.stream()
                        .flatMap(field -> field.partnerCenter().stream())
                        .filter(crossed::containsKey)
                        .forEach(path -> crossed.put(path, NullNode.getInstance()));
            }
        }
        return crossed;
    }
}
