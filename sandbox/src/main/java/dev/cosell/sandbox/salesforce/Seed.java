package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every new organisation holds: people, stages, currencies, solutions ({@code seed.json}). */
final class Seed {
    /** The user of integrations; permissions restrict it. */
    static final String INTEGRATION_USER = "integration@fabrikam.example";

    /** The seller in whose name control routes write unless they name another. */
    static final String SELLER = "mara.lindqvist@fabrikam.example";

    private Seed() {}

    static void into(Organization organization) {
        for (var rows : Json.resource("seed.json").properties()) {
            ObjectType type = organization.schema().type(rows.getKey());
            rows.getValue().forEach(row -> put(organization, type, row));
        }
        organization.commit();
    }

    private static void put(Organization organization, ObjectType type, JsonNode json) {
        Map<String, JsonNode> row = new LinkedHashMap<>();
        type.fields().stream()
                .filter(field -> !field.initial().isMissingNode())
                .forEach(field -> row.put(field.name(), field.initial()));
        json.properties().forEach(member -> {
            Field field = type.field(member.getKey()).orElseThrow();
            row.put(
                    field.name(),
                    field.type() == FieldType.REFERENCE
                            ? Json.text(
                                    named(organization, field, member.getValue().asText()))
                            : Values.check(field, member.getValue()));
        });
        String id = organization.mint(type);
        Derived.complete(organization, type, row, row);
        Records.stamp(organization, row, type.name().equals("User") ? id : user(organization, INTEGRATION_USER), true);
        organization.data().put(type.name(), id, row);
    }

    /** The seed points to records by their names. */
    private static String named(Organization organization, Field lookup, String name) {
        return organization.data().live(lookup.references().getFirst()).stream()
                .filter(row -> row.text("Name").equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** The id of the user with this name; before there are users, none. */
    private static String user(Organization organization, String username) {
        return organization.data().live("User").stream()
                .filter(row -> row.text("Username").equals(username))
                .findFirst()
                .map(Stored::id)
                .orElse("");
    }
}
