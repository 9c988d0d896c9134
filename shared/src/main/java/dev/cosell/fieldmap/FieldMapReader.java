package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Near;
import dev.cosell.referral.Status;
import dev.cosell.referral.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a map of the merged JSON. What the schema has faulted already is read as if it were not there, so that the rest
 * is read, and judged, too.
 */
final class FieldMapReader {
    private static final String NONE = "";

    private final String name;
    private final JsonNode ours;
    private final Faults faults;

    /** @param ours the map of this name that comes with the connector; its fields need not be complete in the overrides */
    FieldMapReader(String name, JsonNode ours, Faults faults) {
        this.name = name;
        this.ours = ours;
        this.faults = faults;
    }

    FieldMap map(JsonNode file) {
        List<Field> fields = new ArrayList<>();
        List<Field> paused = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : file.path("fields").properties()) {
            if (isComplete(entry.getKey(), entry.getValue())) {
                boolean pausing = entry.getValue().path("paused").asBoolean(false);
                (pausing ? paused : fields).add(field(entry.getKey(), entry.getValue()));
            }
        }
        return new FieldMap(
                text(file, "table"),
                List.copyOf(fields),
                columns(file.path("columns")),
                List.copyOf(paused),
                Set.copyOf(texts(file.path("filledByCrm"))));
    }

    private boolean isComplete(String field, JsonNode entry) {
        Set<String> missing = new LinkedHashSet<>();
        boolean filled = entry.path("default").hasNonNull("toCrm");
        for (String member : List.of("type", "partnerCenter", "crm")) {
            if (texts(entry.path(member)).isEmpty() && !(filled && member.equals("partnerCenter"))) {
                missing.add(member);
            }
        }
        if (missing.isEmpty()) {
            return true;
        }
        Set<String> known = new TreeSet<>();
        ours.path("fields").fieldNames().forEachRemaining(known::add);
        boolean isNew = !known.contains(field);
        fault(
                field,
                "expected type, partnerCenter and crm"
                        + (isNew ? ", because the connector's map has no field of this name" : "") + "; missing "
                        + String.join(", ", missing) + "." + (isNew ? Near.hint(field, known) : NONE));
        return false;
    }

    private Field field(String field, JsonNode entry) {
        return new Field(
                field,
                choice(entry, "type", ValueType.class, ValueType.TEXT),
                texts(entry.path("partnerCenter")),
                texts(entry.path("crm")),
                choice(entry, "direction", Direction.class, Direction.BOTH),
                choice(entry, "rule", ConflictRule.class, ConflictRule.PARTNER_CENTER),
                entry.path("group").asText(field),
                entry.path("patchable").asBoolean(true),
                occasions(entry),
                entry.path("mayBeCut").asBoolean(false),
                new Limit(number(entry.path("maxLength")), number(entry.path("precision"))),
                states(field, entry),
                conversion(field, entry),
                defaults(entry.path("default")),
                entry.path("optional").asBoolean(false),
                Terms.NONE);
    }

    private States states(String field, JsonNode entry) {
        List<States.Row> rows = new ArrayList<>();
        int columns = texts(entry.path("crm")).size();
        for (JsonNode row : entry.path("states")) {
            String[] parts = row.path("is").asText("").split("/", 2);
            Optional<Status> status = parts.length == 2 ? Status.of(parts[0], parts[1]) : Optional.empty();
            List<JsonNode> crm = new ArrayList<>();
            row.path("crm").forEach(crm::add);
            if (status.isEmpty() || crm.size() != columns && columns > 1) {
                fault(
                        field,
                        "expected a state to be {\"is\": \"<status>/<substatus>\", \"crm\": [one value per column]} with "
                                + "a status of Partner Center; found " + row + "."
                                + Near.hint(
                                        row.path("is").asText(),
                                        Arrays.stream(Status.values())
                                                .map(Status::toString)
                                                .toList()));
            } else {
                rows.add(new States.Row(status.get(), List.copyOf(crm), optional(row, "reason")));
            }
        }
        return rows.isEmpty() ? States.NONE : new States(List.copyOf(rows));
    }

    private Conversion conversion(String field, JsonNode entry) {
        boolean mapped = entry.path("values").isObject();
        boolean computed = isText(entry, "toCrm") || isText(entry, "toPartnerCenter");
        if (mapped && computed) {
            fault(field, "expected values or expressions; found both. Keep one of them.");
        }
        if (mapped) {
            return labels(entry.path("values"));
        }
        return computed ? expressions(field, entry) : Conversion.NONE;
    }

    private static Conversion labels(JsonNode values) {
        Map<String, String> labels = new LinkedHashMap<>();
        values.properties()
                .forEach(pair -> labels.put(
                        pair.getKey().strip(), pair.getValue().asText().strip()));
        return new Conversion.Labels(Collections.unmodifiableMap(labels));
    }

    private Conversion expressions(String field, JsonNode entry) {
        Map<String, Expression> parsed = new HashMap<>();
        boolean sound = true;
        for (String member : List.of("toCrm", "toPartnerCenter")) {
            if (isText(entry, member)) {
                try {
                    parsed.put(member, Expression.parse(entry.path(member).asText()));
                } catch (IllegalArgumentException wrong) {
                    fault(field, member + ": " + wrong.getMessage() + ".");
                    sound = false;
                }
            }
        }
        return sound
                ? new Conversion.Expressions(
                        Optional.ofNullable(parsed.get("toCrm")), Optional.ofNullable(parsed.get("toPartnerCenter")))
                : Conversion.NONE;
    }

    private static boolean isText(JsonNode entry, String member) {
        return entry.path(member).isTextual() && !entry.path(member).asText().isEmpty();
    }

    private static Map<Side, JsonNode> defaults(JsonNode entry) {
        Map<Side, JsonNode> defaults = new EnumMap<>(Side.class);
        Map.of(Side.CRM, "toCrm", Side.PARTNER_CENTER, "toPartnerCenter").forEach((side, member) -> {
            if (entry.hasNonNull(member)) {
                defaults.put(side, entry.path(member));
            }
        });
        return Map.copyOf(defaults);
    }

    private ControlColumns columns(JsonNode columns) {
        return new ControlColumns(
                text(columns, "sync"),
                optional(columns, "help"),
                text(columns, "referralId"),
                new ControlColumns.Told(
                        text(columns, "audit"),
                        optional(columns, "status"),
                        optional(columns, "problem"),
                        optional(columns, "deadline"),
                        optional(columns, "timeline")),
                new ControlColumns.Asked(
                        optional(columns, "syncNow"), optional(columns, "closeReason"), optional(columns, "keep")),
                optional(columns, "number"),
                texts(columns.path("otherCountries")),
                optional(columns, "lineage"));
    }

    private String text(JsonNode node, String member) {
        if (!node.hasNonNull(member)) {
            faults.add(name, "expected " + member + "; found none.");
        }
        return node.path(member).asText();
    }

    private static Optional<String> optional(JsonNode node, String member) {
        return Optional.ofNullable(node.path(member).asText(null)).filter(text -> !text.isBlank());
    }

    private static <E extends Enum<E>> E choice(JsonNode entry, String member, Class<E> choices, E otherwise) {
        return constant(entry.path(member).asText(), choices).orElse(otherwise);
    }

    private static <E extends Enum<E>> Optional<E> constant(String word, Class<E> choices) {
        String wanted = word.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(wanted))
                .findFirst();
    }

    private static Set<Occasion> occasions(JsonNode entry) {
        Set<Occasion> occasions = EnumSet.noneOf(Occasion.class);
        texts(entry.path("requiredFor"))
                .forEach(word -> constant(word, Occasion.class).ifPresent(occasions::add));
        return Set.copyOf(occasions);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static OptionalInt number(JsonNode node) {
        return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private void fault(String field, String sentence) {
        faults.add(name + ", field " + field, sentence);
    }
}
