package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.CoSellType;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Terms;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the type of co-sell asks of a new referral. A record that names no type is asked for nothing, as before there were
 * types. Pure.
 */
final class CoSellNeeds {
    private static final String AREA = "SolutionArea";
    private static final String PLAY = "SolutionPlay";

    private CoSellNeeds() {}

    /**
     * What is missing or does not fit together, by field.
     *
     * @param values the record's stored form
     */
    static Map<String, Problem> unmet(FieldMap map, Map<String, JsonNode> values) {
        Map<String, Problem> unmet = new LinkedHashMap<>();
        notReadable(map, values).ifPresent(problem -> unmet.put(problem.field().orElseThrow(), problem));
        Optional<CoSellType> type = type(map, values);
        type.stream().flatMap(known -> known.attributes().stream()).forEach(attribute -> {
            Optional<Field> field = field(map, attribute);
            if (field.isPresent() && text(field, values).isEmpty()) {
                String name = field.get().name();
                unmet.put(
                        name,
                        Problem.of(
                                        ProblemCode.CO_SELL_INCOMPLETE,
                                        type.get().label() + ": expected " + name + ", found none")
                                .on(name));
            }
        });
        anotherArea(map, values).ifPresent(problem -> unmet.put(problem.field().orElseThrow(), problem));
        return unmet;
    }

    /** Whether a field belongs into a new referral: of the attributes, those of the deal's type. */
    static boolean isSent(Field field, FieldMap map, Map<String, JsonNode> values) {
        Optional<String> attribute = field.partnerCenter().stream().findFirst().flatMap(Attributes::type);
        Optional<CoSellType> type = type(map, values);
        boolean ofAnotherType = attribute.isPresent()
                && type.isPresent()
                && Arrays.stream(CoSellType.values())
                        .filter(other -> other != type.get())
                        .anyMatch(other -> other.attributes().contains(attribute.get()));
        return field.type() != ValueType.CO_SELL_TYPE && !ofAnotherType;
    }

    private static Optional<CoSellType> type(FieldMap map, Map<String, JsonNode> values) {
        return typeField(map)
                .map(field -> column(field, values))
                .filter(Irreversible.CO_SELL_TYPE::isAskedBy)
                .flatMap(column -> CoSellType.byLabel(column.asText()));
    }

    private static Optional<Problem> notReadable(FieldMap map, Map<String, JsonNode> values) {
        return typeField(map)
                .filter(field -> !column(field, values).asText("").isBlank()
                        && type(map, values).isEmpty())
                .map(field -> Problem.of(
                                ProblemCode.INVALID_VALUE,
                                "expected one of "
                                        + Arrays.stream(CoSellType.values())
                                                .map(CoSellType::label)
                                                .toList()
                                        + ", found \"" + column(field, values).asText() + "\"")
                        .on(field.name()));
    }

    /** A play that the list ties to an area is of that area. */
    private static Optional<Problem> anotherArea(FieldMap map, Map<String, JsonNode> values) {
        Optional<Field> play = field(map, PLAY);
        Optional<Field> area = field(map, AREA);
        String found = text(area, values);
        return play.flatMap(field -> field.terms().find(text(play, values)))
                .flatMap(Terms.Term::area)
                .map(id -> area.map(field -> field.terms().id(id)).orElse(id))
                .filter(expected -> !found.isEmpty() && !expected.equalsIgnoreCase(found))
                .map(expected -> Problem.of(
                                ProblemCode.PLAY_OF_ANOTHER_AREA,
                                "\"" + text(play, values) + "\" belongs to \"" + expected + "\", found \"" + found
                                        + "\"")
                        .on(play.orElseThrow().name()));
    }

    private static Optional<Field> typeField(FieldMap map) {
        return map.fields().stream()
                .filter(field ->
                        field.type() == ValueType.CO_SELL_TYPE && !field.crm().isEmpty())
                .findFirst();
    }

    private static Optional<Field> field(FieldMap map, String attribute) {
        return map.fields().stream()
                .filter(field -> field.partnerCenter().equals(List.of(Attributes.LIST + "/" + attribute))
                        && !field.crm().isEmpty())
                .findFirst();
    }

    private static JsonNode column(Field field, Map<String, JsonNode> values) {
        return values.getOrDefault(field.crm().getFirst(), MissingNode.getInstance());
    }

    /** The id, if the list knows it. */
    private static String text(Optional<Field> field, Map<String, JsonNode> values) {
        return field.flatMap(known -> known.on(Side.CRM, values))
                .filter(value -> !value.isEmpty())
                .map(Value::toString)
                .orElse("");
    }
}
