package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a describe call says about an object.
 *
 * @param name for instance {@code Opportunity}
 * @param columns by name; without those that are hidden from the connector's user
 * @param children rows of other objects that point to one of this
 */
record ObjectSchema(String name, Map<String, Column> columns, List<Child> children) {
    private static final String CODE = "Code";

    /**
     * One column.
     *
     * @param type in Salesforce's words, such as {@code picklist}
     * @param length of a text; 0 for none
     * @param scale decimal places
     * @param relation by which a query goes on to the row a lookup points to; absent where it cannot
     * @param targets objects that a lookup may point to
     * @param values of a picklist that are in use
     */
    record Column(
            String name,
            String type,
            int length,
            int scale,
            boolean custom,
            boolean nillable,
            boolean defaulted,
            boolean createable,
            boolean updateable,
            Optional<String> relation,
            List<String> targets,
            List<Choice> values) {
        boolean isLookup() {
            return type.equals("reference");
        }

        /** The object a lookup points to, of several the first; absent if Salesforce names none. */
        Optional<String> target() {
            return targets.stream().findFirst();
        }

        boolean isChoice() {
            return type.equals("picklist");
        }

        boolean isText() {
            return switch (type) {
                case "string", "textarea", "email", "phone", "url", "encryptedstring" -> true;
                default -> false;
            };
        }

        boolean isNumber() {
            return switch (type) {
                case "currency", "double", "percent", "int", "long" -> true;
                default -> false;
            };
        }

        boolean isMoment() {
            return type.equals("datetime");
        }
    }

    /**
     * Rows of another object that point to one of this.
     *
     * @param relation by which a query goes on to them
     */
    record Child(String object, String lookup, String relation) {}

    /** A value of a picklist and how people read it, in the language of the connector's user. */
    record Choice(String value, String label) {}

    static ObjectSchema read(JsonNode described) {
        Map<String, Column> columns = new LinkedHashMap<>();
        described.path("fields").forEach(field -> columns.put(field.path("name").asText(), column(field)));
        List<Child> children = new ArrayList<>();
        for (JsonNode child : described.path("childRelationships")) {
            if (child.path("relationshipName").isTextual()) {
                children.add(new Child(
                        child.path("childSObject").asText(),
                        child.path("field").asText(),
                        child.path("relationshipName").asText()));
            }
        }
        return new ObjectSchema(described.path("name").asText(), Map.copyOf(columns), List.copyOf(children));
    }

    Optional<Column> column(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    /**
     * The column that says what a mapped one means. With state and country picklists, countries are told by their code,
     * in a column beside the text.
     */
    String actual(String column) {
        return column.endsWith("Country") && has(column + CODE) ? column + CODE : column;
    }

    /** Whether a state can only be one of the picklist's, which a text from outside hardly ever is. */
    boolean isListedState(String column) {
        return column.endsWith("State") && has(column + CODE);
    }

    private static Column column(JsonNode field) {
        return new Column(
                field.path("name").asText(),
                field.path("type").asText(),
                field.path("length").asInt(),
                field.path("scale").asInt(),
                field.path("custom").asBoolean(),
                field.path("nillable").asBoolean(),
                field.path("defaultedOnCreate").asBoolean(),
                field.path("createable").asBoolean(),
                field.path("updateable").asBoolean(),
                Optional.ofNullable(field.path("relationshipName").asText(null)).filter(name -> !name.isEmpty()),
                texts(field.path("referenceTo")),
                choices(field.path("picklistValues")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static List<Choice> choices(JsonNode list) {
        List<Choice> choices = new ArrayList<>();
        for (JsonNode value : list) {
            if (value.path("active").asBoolean(true)) {
                String name = value.path("value").asText();
                choices.add(new Choice(name, value.path("label").asText(name)));
            }
        }
        return List.copyOf(choices);
    }
}
