package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.soql.Parser;
import dev.cosell.sandbox.salesforce.soql.SoqlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What administrators forbid: validation rules and duplicate rules. */
final class Rules {
    /**
     * A record is refused when the condition holds.
     *
     * @param object its object
     * @param condition as behind WHERE
     * @param changed the rule only holds for updates in which one of these fields changes; empty for every save
     * @param unchanged the rule does not hold if one of these changes in the same save
     * @param message what the user reads
     * @param field where the form shows it; empty for the top of the page
     */
    record ValidationRule(
            String object,
            String name,
            boolean active,
            String condition,
            List<String> changed,
            List<String> unchanged,
            String message,
            String field) {
        ValidationRule {
            changed = changed == null ? List.of() : List.copyOf(changed);
            unchanged = unchanged == null ? List.of() : List.copyOf(unchanged);
            field = field == null ? "" : field;
        }

        private boolean concerns(Stored after, Optional<Stored> before) {
            return object.equals(after.type())
                    && active
                    && (changed.isEmpty() || before.isPresent() && differ(changed, after, before.get()))
                    && (before.isEmpty() || !differ(unchanged, after, before.get()));
        }

        private static boolean differ(List<String> fields, Stored after, Stored before) {
            return fields.stream().anyMatch(one -> !after.value(one).equals(before.value(one)));
        }
    }

    /**
     * A record is a duplicate when another one has equal values, none of them empty, in all these fields.
     *
     * @param object its object
     * @param allowSave whether users may save it all the same
     */
    record DuplicateRule(
            String object, String name, boolean active, List<String> matchFields, boolean allowSave, String message) {
        DuplicateRule {
            matchFields = List.copyOf(matchFields);
            message = message == null ? "Use one of these records?" : message;
        }
    }

    private final Organization organization;
    private final Map<String, ValidationRule> validation = new LinkedHashMap<>();
    private final Map<String, DuplicateRule> duplicate = new LinkedHashMap<>();

    Rules(Organization organization, JsonNode declared) {
        this.organization = organization;
        declared.forEach(rule -> put((ObjectNode) rule));
    }

    /** Adds a validation rule, or lays these members over those of the one with this name. */
    void put(ObjectNode members) {
        String name = members.path("name").asText();
        ObjectNode merged = validation.containsKey(name)
                ? Json.MAPPER.valueToTree(validation.get(name))
                : Json.object().put("active", true);
        merged.setAll(members);
        ValidationRule rule = Json.MAPPER.convertValue(merged, ValidationRule.class);
        demandReadable(organization.schema().type(rule.object()), rule.condition());
        validation.put(name, rule);
    }

    /** Adds or replaces a duplicate rule. */
    void putDuplicate(ObjectNode members) {
        ObjectNode whole = Json.object().put("active", true).put("allowSave", true);
        whole.setAll(members);
        DuplicateRule rule = Json.MAPPER.convertValue(whole, DuplicateRule.class);
        ObjectType type = organization.schema().type(rule.object());
        rule.matchFields().forEach(name -> type.field(name).orElseThrow(() -> Refusal.noColumn(name, type)));
        duplicate.put(rule.name(), rule);
    }

    boolean remove(String name) {
        boolean known = validation.containsKey(name) || duplicate.containsKey(name);
        validation.remove(name);
        duplicate.remove(name);
        return known;
    }

    ArrayNode list() {
        ArrayNode all = Json.array();
        Stream.concat(validation.values().stream(), duplicate.values().stream())
                .forEach(rule -> all.add(Json.MAPPER.<JsonNode>valueToTree(rule)));
        return all;
    }

    /** @throws Refusal FIELD_CUSTOM_VALIDATION_EXCEPTION with one error for each broken rule */
    void validate(Stored after, Optional<Stored> before) {
        List<Refusal.Problem> broken = validation.values().stream()
                .filter(rule -> rule.concerns(after, before))
                .filter(rule -> holds(rule.condition(), after))
                .map(rule -> new Refusal.Problem(
                        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                        rule.message(),
                        true,
                        rule.field().isEmpty() ? List.of() : List.of(rule.field()),
                        Map.of()))
                .toList();
        if (!broken.isEmpty()) {
            throw new Refusal(400, broken);
        }
    }

    /**
     * Reads a condition.
     *
     * @throws SoqlException if the text is none
     * @throws Refusal if it does not fit these records
     */
    void demandReadable(ObjectType type, String condition) {
        conditions().compile(type, Parser.condition(condition));
    }

    /** Whether a condition, as behind WHERE, holds for a record. */
    boolean holds(String condition, Stored row) {
        ObjectType type = organization.schema().type(row.type());
        return conditions().compile(type, Parser.condition(condition)).test(row);
    }

    /** @throws Refusal DUPLICATES_DETECTED, unless rule and caller allow the save */
    void findDuplicates(Stored row, Caller caller) {
        for (DuplicateRule rule : duplicate.values()) {
            if (rule.active() && rule.object().equals(row.type()) && !(rule.allowSave() && caller.savesDuplicates())) {
                List<Stored> matches = organization.data().live(row.type()).stream()
                        .filter(other -> !other.id().equals(row.id()) && alike(rule, row, other))
                        .toList();
                if (!matches.isEmpty()) {
                    throw new Refusal(400, List.of(problem(rule, matches)));
                }
            }
        }
    }

    private static boolean alike(DuplicateRule rule, Stored one, Stored other) {
        return rule.matchFields().stream()
                .allMatch(field -> !one.text(field).isEmpty() && one.text(field).equalsIgnoreCase(other.text(field)));
    }

    private Refusal.Problem problem(DuplicateRule rule, List<Stored> matches) {
        ObjectNode result = Json.object()
                .put("allowSave", rule.allowSave())
                .put("duplicateRule", rule.name())
                .put("duplicateRuleEntityType", rule.object())
                .put("errorMessage", rule.message());
        ObjectNode match = result.putArray("matchResults")
                .addObject()
                .put("entityType", rule.object())
                .put("matchEngine", "ExactMatchEngine")
                .put("rule", rule.name())
                .put("size", matches.size())
                .put("success", true);
        match.putArray("errors");
        ArrayNode records = match.putArray("matchRecords");
        for (Stored row : matches) {
            ObjectNode json = records.addObject().put("matchConfidence", 100.0);
            json.putArray("additionalInformation");
            json.putArray("fieldDiffs");
            json.putObject("record")
                    .put("Id", row.id())
                    .putObject("attributes")
                    .put("type", row.type())
                    .put("url", "/services/data/%s/sobjects/%s/%s".formatted(RestApi.NEWEST, row.type(), row.id()));
        }
        return new Refusal.Problem(
                "DUPLICATES_DETECTED", rule.message(), false, List.of(), Map.of("duplicateResult", result));
    }

    /** Rules see everything, whoever saves. */
    private Conditions conditions() {
        Columns columns = new Columns(organization, Caller.person(""));
        return new Conditions(organization, columns, query -> {
            throw Refusal.of(400, "MALFORMED_QUERY", "a rule cannot query");
        });
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        state.set("validation", Json.MAPPER.valueToTree(validation));
        state.set("duplicate", Json.MAPPER.valueToTree(duplicate));
        return state;
    }

    void restore(JsonNode state) {
        validation.clear();
        duplicate.clear();
        state.path("validation").forEach(rule -> put((ObjectNode) rule));
        state.path("duplicate").forEach(rule -> putDuplicate((ObjectNode) rule));
    }
}
