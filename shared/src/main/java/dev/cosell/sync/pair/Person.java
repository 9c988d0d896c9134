package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody whose data is to be found, and erased, in what is remembered. Personal: never in a log, a problem or an answer. */
public final class Person {
    /** What stands where a person was named. */
    public static final String ERASED = "[erased]";

    private final Pattern address;
    private final Pattern words;

    /**
     * @param email whoever has this address
     * @param also other words for the person, such as the name or a telephone number as it was written
     */
    public Person(String email, List<String> also) {
        this.address = pattern(Stream.of(email));
        this.words = pattern(Stream.concat(Stream.of(email), also.stream()));
    }

    /** Whole words only, in any case: {@code ada@contoso.com} is not in {@code nada@contoso.com.au}. */
    private static Pattern pattern(Stream<String> words) {
        String any = words.map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}._%+-])(?:" + any + ")(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    public boolean isIn(String text) {
        return words.matcher(text).find();
    }

    /** Whether any text of a tree names the person. */
    public boolean isIn(JsonNode json) {
        return json.isValueNode() ? isIn(json.asText()) : json.valueStream().anyMatch(this::isIn);
    }

    /**
     * Whether something in a pair is not done yet that builds on what is remembered of the person: somebody works on it, or
     * it waits, be it for a person. What is held is held against what both sides showed last.
     */
    public boolean isUnderWayIn(Pair pair, Instant now) {
        return !isAtRest(pair.phase())
                || !pair.held().isEmpty()
                || pair.leasedAt(now)
                || pair.pending().isPresent()
                || pair.commands().stream().anyMatch(command -> isIn(command.details()) || isIn(command.by()));
    }

    private static boolean isAtRest(Phase phase) {
        return switch (phase) {
            case IN_STEP, CLOSED, UNSHARED -> true;
            case LINKING, WAITING, HELD, ORPHAN, PARKED -> false;
        };
    }

    public String erasedFrom(String text) {
        return words.matcher(text).replaceAll(ERASED);
    }

    /**
     * Of an object with the person's address all texts are erased, because they are about the same person. What is no text,
     * such as a telephone number that was read as a number, is erased if it is one of the words.
     */
    public JsonNode erasedFrom(JsonNode json) {
        if (json.isValueNode()) {
            return isIn(json) ? TextNode.valueOf(erasedFrom(json.asText())) : json;
        }
        if (json instanceof ObjectNode object) {
            boolean theirs = object.valueStream()
                    .anyMatch(member -> member.isTextual()
                            && address.matcher(member.asText()).matches());
            ObjectNode rest = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(member -> rest.set(
                            member.getKey(),
                            theirs && member.getValue().isTextual()
                                    ? TextNode.valueOf(ERASED)
                                    : erasedFrom(member.getValue())));
            return rest;
        }
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        json.forEach(item -> rest.add(erasedFrom(item)));
        return rest;
    }

    /**
     * The pair without the person. What a side showed of them is forgotten, by whole groups, because a name stands beside its
     * address: a changed value would look like an edit of that side, and would be sent to the other one. Nor may it look like
     * a first meeting, which would write the person where they were taken out: the groups count as redefined, so what both
     * sides show next is adopted.
     *
     * @param map of the pair's record
     */
    public Pair erasedFrom(Pair pair, FieldMap map) {
        Set<String> here = forgotten(pair.partnerCenter(), Side.PARTNER_CENTER, map);
        Set<String> there = forgotten(pair.crm(), Side.CRM, map);
        Set<String> groups = new LinkedHashSet<>(map.groupsReading(Side.PARTNER_CENTER, here));
        groups.addAll(map.groupsReading(Side.CRM, there));
        return pair.change()
                .side(Side.PARTNER_CENTER, without(here, pair.partnerCenter()))
                .side(Side.CRM, without(there, pair.crm()))
                .definitions(without(groups, pair, map))
                .held(each(pair.held(), this::erasedFrom))
                .divergences(each(pair.divergences(), this::erasedFrom))
                .conflicts(each(pair.conflicts(), this::erasedFrom))
                .problem(pair.problem().map(this::erasedFrom))
                .told(erasedFrom(pair.told()))
                .label(new Label(
                        pair.label().name().map(this::erasedFrom),
                        pair.label().customer().map(this::erasedFrom)))
                .now();
    }

    /** By none at all, a pair that never crossed meets for the first time, whatever was forgotten. */
    private static Map<String, String> without(Set<String> groups, Pair pair, FieldMap map) {
        boolean neverCrossed = pair.definitions().isEmpty() && pair.phase() == Phase.UNSHARED;
        if (groups.isEmpty() || neverCrossed) {
            return pair.definitions();
        }
        Map<String, String> rest =
                new LinkedHashMap<>(pair.definitions().isEmpty() ? map.definitions() : pair.definitions());
        rest.keySet().removeAll(groups);
        return rest;
    }

    /** The paths under which a side showed the person, with all that stands beside them. */
    private Set<String> forgotten(SideState state, Side side, FieldMap map) {
        Set<String> paths = state.seen().entrySet().stream()
                .filter(shown -> isIn(shown.getKey()) || isIn(shown.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        paths.addAll(map.pathsReadBy(side, map.groupsReading(side, paths)));
        return paths;
    }

    private static SideState without(Set<String> theirs, SideState side) {
        return theirs.isEmpty() ? side : side.without(theirs).at(Optional.empty(), side.updatedAt());
    }

    private Problem erasedFrom(Problem problem) {
        return new Problem(
                problem.code(),
                erasedFrom(problem.detail()),
                problem.field(),
                problem.system(),
                problem.retryAfter(),
                problem.outcomeUnknown());
    }

    private Conflict erasedFrom(Conflict conflict) {
        return new Conflict(erasedFrom(conflict.partnerCenter()), erasedFrom(conflict.crm()));
    }

    private Conflict.Shown erasedFrom(Conflict.Shown shown) {
        return new Conflict.Shown(erasedFrom(shown.value()), shown.at(), shown.event(), shown.by());
    }

    private static <T> Map<String, T> each(Map<String, T> all, UnaryOperator<T> change) {
        Map<String, T> changed = new LinkedHashMap<>();
        all.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }
}
