package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
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

    /** Whether what is about to be written, or was asked for and is not done yet, names the person. */
    public boolean isUnderWayIn(Pair pair) {
        return pair.pending().isPresent()
                || pair.commands().stream().anyMatch(command -> isIn(command.details()) || isIn(command.by()));
    }

    public String erasedFrom(String text) {
        return words.matcher(text).replaceAll(ERASED);
    }

    /** Of an object with the person's address all texts are erased, because they are about the same person. */
    public JsonNode erasedFrom(JsonNode json) {
        if (json.isTextual()) {
            return TextNode.valueOf(erasedFrom(json.asText()));
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
        if (json.isArray()) {
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            json.forEach(item -> rest.add(erasedFrom(item)));
            return rest;
        }
        return json;
    }

    /**
     * The pair without the person. What a side showed of them counts as never seen: a changed value would look like an edit
     * of that side, and would be sent to the other one.
     */
    public Pair erasedFrom(Pair pair) {
        return pair.change()
                .side(Side.PARTNER_CENTER, erasedFrom(pair.partnerCenter()))
                .side(Side.CRM, erasedFrom(pair.crm()))
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

    private SideState erasedFrom(SideState side) {
        Set<String> theirs = side.seen().entrySet().stream()
                .filter(shown -> isIn(shown.getKey()) || isIn(shown.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
