package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a field map from JSON and reports all its faults together. */
public final class FieldMapFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> faults = new ArrayList<>();

    private FieldMapFile() {}

    /** The map for Dynamics 365 opportunities that comes with the connector. */
    public static FieldMap dynamics() {
        try (InputStream file = FieldMapFile.class.getResourceAsStream("field-map.dynamics.json")) {
            return read(JSON.readTree(file));
        } catch (IOException e) {
            throw new IllegalStateException("field-map.dynamics.json is missing from the package", e);
        }
    }

    /**
     * Reads a map.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMap read(JsonNode file) {
        FieldMapFile reader = new FieldMapFile();
        List<Field> fields = new ArrayList<>();
        file.path("fields").forEach(entry -> fields.add(reader.field(entry)));
        FieldMap map =
                new FieldMap(reader.text(file, "table"), List.copyOf(fields), reader.columns(file.path("columns")));
        reader.checkNames(map);
        if (!reader.faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, "field map: " + String.join("; ", reader.faults))
                    .failure();
        }
        return map;
    }

    private Field field(JsonNode entry) {
        String name = text(entry, "name");
        ValueType type = choice(entry, "type", ValueType.class, ValueType.TEXT);
        return new Field(
                name,
                type,
                texts(entry.path("partnerCenter")),
                texts(entry.path("crm")),
                choice(entry, "direction", Direction.class, Direction.BOTH),
                choice(entry, "rule", ConflictRule.class, ConflictRule.PARTNER_CENTER),
                entry.path("group").asText(name),
                entry.path("patchable").asBoolean(true),
                required(entry),
                entry.path("mayBeCut").asBoolean(false),
                limit(entry));
    }

    private FieldMap.ControlColumns columns(JsonNode columns) {
        return new FieldMap.ControlColumns(
                text(columns, "sync"),
                text(columns, "help"),
                text(columns, "referralId"),
                text(columns, "audit"),
                optional(columns, "syncNow"),
                optional(columns, "status"),
                optional(columns, "problem"));
    }

    private void checkNames(FieldMap map) {
        Set<String> names = new HashSet<>();
        for (Field field : map.fields()) {
            if (!names.add(field.name())) {
                faults.add("two fields are called " + field.name());
            }
            int expected = field.type() == ValueType.STATUS ? 2 : 1;
            for (Side side : Side.values()) {
                if (field.paths(side).size() != expected) {
                    faults.add(field.name() + ": expected " + expected + " path(s) for " + side.label() + ", found "
                            + field.paths(side).size());
                }
            }
        }
        if (map.fields().isEmpty()) {
            faults.add("expected at least one field, found none");
        }
    }

    private String text(JsonNode node, String member) {
        if (!node.path(member).isTextual() || node.path(member).asText().isBlank()) {
            faults.add("expected a text for " + member + ", found " + node.path(member));
            return "?";
        }
        return node.path(member).asText();
    }

    private static Optional<String> optional(JsonNode node, String member) {
        return Optional.ofNullable(node.path(member).asText(null)).filter(text -> !text.isBlank());
    }

    private <E extends Enum<E>> E choice(JsonNode entry, String member, Class<E> choices, E otherwise) {
        if (entry.path(member).isMissingNode()) {
            return otherwise;
        }
        String found = entry.path(member).asText();
        String wanted = found.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(wanted))
                .findFirst()
                .orElseGet(() -> {
                    faults.add(entry.path("name").asText("?") + ": expected " + member + " to be one of "
                            + Arrays.toString(choices.getEnumConstants()) + ", found " + found);
                    return otherwise;
                });
    }

    private List<Side> required(JsonNode entry) {
        List<Side> sides = new ArrayList<>();
        for (String side : texts(entry.path("required"))) {
            switch (side) {
                case "partnerCenter" -> sides.add(Side.PARTNER_CENTER);
                case "crm" -> sides.add(Side.CRM);
                default ->
                    faults.add(entry.path("name").asText("?")
                            + ": expected required to hold partnerCenter or crm, found " + side);
            }
        }
        return List.copyOf(sides);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static Limit limit(JsonNode entry) {
        return new Limit(number(entry.path("maxLength")), number(entry.path("precision")));
    }

    private static OptionalInt number(JsonNode node) {
        return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }
}
