package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.cosell.referral.Near;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The form of a field map and of a customer's overrides, as {@code field-map.schema.json} beside this class has it; the
 * validator's findings in plain sentences.
 */
final class FieldMapSchema {
    private final Schema schema = schema();

    /** Adds what is wrong with the form of a file. */
    static void check(JsonNode file, Faults faults) {
        FieldMapSchema form = new FieldMapSchema();
        for (Error error : form.schema.validate(file)) {
            faults.add(where(error.getInstanceLocation()), form.sentence(error));
        }
    }

    private static Schema schema() {
        try (InputStream file = FieldMapSchema.class.getResourceAsStream("field-map.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException("field-map.schema.json is missing from the package", e);
        }
    }

    /** {@code /deals/fields/notes/rule} is "deals, field notes"; the member itself is named by the sentence. */
    private static String where(NodePath location) {
        List<String> steps = steps(location);
        if (steps.isEmpty()) {
            return "the file";
        }
        if (steps.size() >= 3 && steps.get(1).equals("fields")) {
            return steps.get(0) + ", field " + steps.get(2);
        }
        return steps.getFirst();
    }

    private String sentence(Error error) {
        String member = member(steps(error.getInstanceLocation()));
        JsonNode wanted = error.getSchemaNode();
        JsonNode found = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknown(error);
            case "enum" -> {
                List<String> words = texts(wanted);
                yield "expected " + member + " to be one of " + String.join(", ", words) + "; found " + found + "."
                        + Near.hint(found.asText(), words);
            }
            case "type" -> "expected " + member + " to be " + kind(wanted) + "; found " + found + ".";
            case "pattern", "minimum", "minProperties", "minItems", "minLength" ->
                "expected " + member + " to be " + meaning(error) + "; found " + found + ".";
            default -> member + ": " + error.getMessage() + ".";
        };
    }

    private String unknown(Error error) {
        List<String> known = new ArrayList<>();
        definition(steps(error.getInstanceLocation()))
                .path("properties")
                .fieldNames()
                .forEachRemaining(known::add);
        String name = error.getProperty();
        return "expected one of the members " + String.join(", ", known) + "; found \"" + name + "\": "
                + error.getInstanceNode().path(name) + "." + Near.hint(name, known);
    }

    /** The part of the schema that describes the place these steps lead to. */
    private JsonNode definition(List<String> steps) {
        JsonNode root = schema.getSchemaNode();
        JsonNode at = root;
        for (String step : steps) {
            JsonNode next = Stream.of(
                            at.path("properties").path(step), at.path("additionalProperties"), at.path("items"))
                    .filter(part -> !part.isMissingNode())
                    .findFirst()
                    .orElse(MissingNode.getInstance());
            at = next.has("$ref") ? root.at(next.path("$ref").asText().substring(1)) : next;
        }
        return at;
    }

    /** What the schema's author wrote about a text's or number's form. */
    private String meaning(Error error) {
        JsonNode at = definition(steps(error.getInstanceLocation()));
        return at.path("$comment").asText(error.getMessage());
    }

    private static String member(List<String> steps) {
        int from = steps.size() >= 3 && steps.get(1).equals("fields") ? 3 : 1;
        return steps.size() <= from ? "it" : String.join(".", steps.subList(from, steps.size()));
    }

    private static String kind(JsonNode type) {
        List<String> kinds = type.isArray() ? texts(type) : List.of(type.asText());
        return String.join(
                " or ",
                kinds.stream()
                        .filter(kind -> !kind.equals("null"))
                        .map(kind -> switch (kind) {
                            case "object" -> "an object";
                            case "array" -> "a list";
                            case "string" -> "a text";
                            case "boolean" -> "true or false";
                            case "integer" -> "a whole number";
                            default -> "a " + kind;
                        })
                        .toList());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> steps(NodePath location) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < location.getNameCount(); i++) {
            steps.add(String.valueOf(location.getElement(i)));
        }
        return steps;
    }
}
