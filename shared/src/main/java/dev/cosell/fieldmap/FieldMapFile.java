package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.referral.Taxonomy;
import dev.cosell.referral.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a field map from JSON and reports all its faults together. */
public final class FieldMapFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> faults = new ArrayList<>();

    private FieldMapFile() {}

    /** The maps for Dynamics 365 that come with the connector. */
    public static FieldMaps dynamics() {
        try (InputStream file = FieldMapFile.class.getResourceAsStream("field-map.dynamics.json")) {
            return read(JSON.readTree(file));
        } catch (IOException e) {
            throw new IllegalStateException("field-map.dynamics.json is missing from the package", e);
        }
    }

    /**
     * Reads the maps of a CRM.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMaps read(JsonNode file) {
        FieldMapFile reader = new FieldMapFile();
        FieldMap deals = reader.map(file.path("deals"));
        Optional<FieldMap> leads =
                file.hasNonNull("leads") ? Optional.of(reader.map(file.path("leads"))) : Optional.empty();
        if (!reader.faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, "field map: " + String.join("; ", reader.faults))
                    .failure();
        }
        return new FieldMaps(deals, leads).knowing(Taxonomy.ours());
    }

    private FieldMap map(JsonNode file) {
        List<Field> fields = file.path("fields").properties().stream()
                .map(entry -> field(entry.getKey(), entry.getValue()))
                .toList();
        FieldMap map = new FieldMap(text(file, "table"), fields, columns(file.path("columns")));
        checkPaths(map);
        return map;
    }

    private Field field(String name, JsonNode entry) {
        return new Field(
                name,
                choice(name, entry, "type", ValueType.class, ValueType.TEXT),
                texts(entry.path("partnerCenter")),
                texts(entry.path("crm")),
                choice(name, entry, "direction", Direction.class, Direction.BOTH),
                choice(name, entry, "rule", ConflictRule.class, ConflictRule.PARTNER_CENTER),
                entry.path("group").asText(name),
                entry.path("patchable").asBoolean(true),
                required(name, entry),
                entry.path("mayBeCut").asBoolean(false),
                limit(entry),
                states(name, entry),
                entry.path("optional").asBoolean(false),
                Terms.NONE);
    }

    private States states(String name, JsonNode entry) {
        List<States.Row> rows = new ArrayList<>();
        for (JsonNode row : entry.path("states")) {
            String[] parts = row.path("is").asText("").split("/", 2);
            Optional<Status> status = parts.length == 2 ? Status.of(parts[0], parts[1]) : Optional.empty();
            List<JsonNode> crm = new ArrayList<>();
            row.path("crm").forEach(crm::add);
            if (status.isEmpty() || crm.size() != entry.path("crm").size()) {
                faults.add(name + ": expected a state to be {\"is\": \"<status>/<substatus>\", \"crm\": [one value per "
                        + "column]}, found " + row);
            } else {
                rows.add(new States.Row(status.get(), List.copyOf(crm)));
            }
        }
        return rows.isEmpty() ? States.NONE : new States(List.copyOf(rows));
    }

    private FieldMap.ControlColumns columns(JsonNode columns) {
        return new FieldMap.ControlColumns(
                text(columns, "sync"),
                optional(columns, "help"),
                text(columns, "referralId"),
                text(columns, "audit"),
                optional(columns, "syncNow"),
                optional(columns, "status"),
                optional(columns, "problem"));
    }

    private void checkPaths(FieldMap map) {
        for (Field field : map.fields()) {
            int expected = field.type().pointers();
            if (field.partnerCenter().size() != expected) {
                faults.add(field.name() + ": expected " + expected + " path(s) for Partner Center, found "
                        + field.partnerCenter().size());
            }
            if (field.type() == ValueType.STATUS) {
                checkStates(field);
            } else if (field.crm().size() != 1) {
                faults.add(field.name() + ": expected 1 path(s) for the CRM, found "
                        + field.crm().size());
            }
        }
        if (map.fields().isEmpty()) {
            faults.add("expected at least one field, found none");
        }
    }

    private void checkStates(Field field) {
        for (Status status : Status.values()) {
            boolean known =
                    field.states().rows().stream().anyMatch(row -> row.status() == status && row.canBeWritten());
            if (!known && status != Status.RECEIVED) {
                faults.add(field.name() + ": expected a state of the record that can be written for " + status
                        + ", found none");
            }
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

    private <E extends Enum<E>> E choice(String name, JsonNode entry, String member, Class<E> choices, E otherwise) {
        if (entry.path(member).isMissingNode()) {
            return otherwise;
        }
        String found = entry.path(member).asText();
        String wanted = found.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(wanted))
                .findFirst()
                .orElseGet(() -> {
                    faults.add(name + ": expected " + member + " to be one of "
                            + Arrays.toString(choices.getEnumConstants()) + ", found " + found);
                    return otherwise;
                });
    }

    private List<Side> required(String name, JsonNode entry) {
        List<Side> sides = new ArrayList<>();
        for (String side : texts(entry.path("required"))) {
            switch (side) {
                case "partnerCenter" -> sides.add(Side.PARTNER_CENTER);
                case "crm" -> sides.add(Side.CRM);
                default -> faults.add(name + ": expected required to hold partnerCenter or crm, found " + side);
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
