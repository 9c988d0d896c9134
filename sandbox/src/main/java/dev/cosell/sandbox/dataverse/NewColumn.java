package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Column.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the definition of a column, as a client posts it, into a declaration as {@code schema.json} has them. */
final class NewColumn {
    private static final Pattern TYPE =
            Pattern.compile("#?Microsoft\\.Dynamics\\.CRM\\.(String|Memo|Boolean|DateTime|Picklist)AttributeMetadata");
    private static final Pattern CHOICE = Pattern.compile("/?GlobalOptionSetDefinitions\\(([0-9a-f-]{36})\\)");
    private static final int LONGEST_TEXT = 4000;
    private static final int LONGEST_MEMO = 1_048_576;

    private NewColumn() {}

    /**
     * The declaration.
     *
     * @param sets global choices by name
     * @throws Refusal 400 naming what is missing, or a kind that is not modelled
     */
    static ObjectNode declaration(String name, ObjectNode body, Map<String, List<Option>> sets) {
        Matcher type = TYPE.matcher(body.path("@odata.type").asText());
        if (!type.matches()) {
            throw Refusal.malformed(
                    "Expected the '@odata.type' of a text, memo, boolean, date or choice column, found '%s'."
                            .formatted(body.path("@odata.type").asText()));
        }
        ObjectNode column = Json.object().put("name", name).put("label", demandLabel(body, "DisplayName"));
        String level = body.at("/RequiredLevel/Value").asText("None");
        column.put("required", level.toUpperCase(Locale.ROOT));
        return switch (type.group(1)) {
            case "String" -> column.put("type", "String").put("maxLength", length(body, LONGEST_TEXT));
            case "Memo" -> column.put("type", "Memo").put("maxLength", length(body, LONGEST_MEMO));
            case "Boolean" -> yesNo(column, body);
            case "DateTime" ->
                column.put("type", body.path("Format").asText().equals("DateOnly") ? "Date" : "DateTime");
            default -> choice(column, body, sets);
        };
    }

    private static int length(ObjectNode body, int longest) {
        int length = body.path("MaxLength").asInt();
        if (length < 1 || length > longest) {
            throw Refusal.malformed("Expected a MaxLength from 1 to %d, found '%s'."
                    .formatted(longest, body.path("MaxLength").asText()));
        }
        return length;
    }

    private static ObjectNode yesNo(ObjectNode column, ObjectNode body) {
        demandLabel(body.path("OptionSet").path("TrueOption"), "Label");
        demandLabel(body.path("OptionSet").path("FalseOption"), "Label");
        return column.put("type", "Boolean")
                .put("initial", body.path("DefaultValue").asBoolean());
    }

    private static ObjectNode choice(ObjectNode column, ObjectNode body, Map<String, List<Option>> sets) {
        column.put("type", "Picklist");
        if (body.has("OptionSet")) {
            column.set("options", options(body.path("OptionSet").path("Options")));
            return column;
        }
        Matcher bound = CHOICE.matcher(body.path("GlobalOptionSet@odata.bind").asText());
        return sets.keySet().stream()
                .filter(set -> bound.matches() && Metadata.id("choice " + set).equals(bound.group(1)))
                .findFirst()
                .map(set -> column.put("optionSet", set))
                .orElseThrow(() -> Refusal.malformed(
                        "Expected an OptionSet, or the MetadataId of a global choice in 'GlobalOptionSet@odata.bind', found '%s'."
                                .formatted(
                                        body.path("GlobalOptionSet@odata.bind").asText())));
    }

    /** Options of a choice: each a value of its own, and a label. */
    static ArrayNode options(JsonNode given) {
        ArrayNode options = Json.array();
        Set<Integer> values = new HashSet<>();
        for (JsonNode option : given) {
            if (!option.path("Value").isInt()
                    || !values.add(option.path("Value").asInt())) {
                throw Refusal.malformed("Expected options with a Value each that no other has, found '%s'."
                        .formatted(option.path("Value").asText()));
            }
            options.addObject().put("value", option.path("Value").asInt()).put("label", demandLabel(option, "Label"));
        }
        if (options.isEmpty()) {
            throw Refusal.malformed("Expected at least one option, found none.");
        }
        return options;
    }

    /** The first text of a label, which has to be there. */
    static String demandLabel(JsonNode body, String member) {
        JsonNode label = body.path(member).path("LocalizedLabels").path(0);
        if (label.path("Label").asText().isEmpty()
                || !label.path("LanguageCode").isInt()) {
            throw Refusal.malformed(
                    "Expected %s with a Label and a LanguageCode in LocalizedLabels, found none.".formatted(member));
        }
        return label.path("Label").asText();
    }
}
