package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What every new environment holds: people, currencies, messages that steps can listen to ({@code seed.json}). */
final class Seed {
    static final String ORGANIZATION = "0c000000-0000-4000-8000-000000000001";
    static final String TENANT = "0e000000-0000-4000-8000-000000000001";
    static final String BUSINESS_UNIT = "0b000000-0000-4000-8000-000000000001";
    static final String BASE_CURRENCY = "cc000000-0000-4000-8000-000000000840";

    /** The systemuser of the connector's app registration. */
    static final String APPLICATION_USER = "a0000000-0000-4000-8000-000000000001";

    /** The seller in whose name control routes write unless they name another. */
    static final String SELLER = "50000000-0000-4000-8000-000000000001";

    static final List<String> MESSAGES = List.of("Create", "Update", "Delete", "Win", "Lose", "QualifyLead", "Merge");

    /** What lets a user read the definitions of tables. */
    private static final List<String> DEFINITIONS =
            List.of("prvReadEntity", "prvReadAttribute", "prvReadRelationship", "prvReadOptionSet");

    private Seed() {}

    static void into(Organization organization) {
        JsonNode file = Json.resource("seed.json");
        file.properties().forEach(table -> table.getValue().forEach(row -> put(organization, table.getKey(), row)));
        for (String message : MESSAGES) {
            put(
                    organization,
                    "sdkmessage",
                    Json.object().put("sdkmessageid", messageId(message)).put("name", message));
            for (Table table : organization.schema().tables().values()) {
                var filter = Json.object()
                        .put("sdkmessagefilterid", filterId(message, table.logicalName()))
                        .put("primaryobjecttypecode", table.logicalName());
                filter.set("sdkmessageid", Values.reference("sdkmessage", messageId(message)));
                put(organization, "sdkmessagefilter", filter);
            }
        }
        for (Table table : organization.schema().tables().values()) {
            Introspection.VERBS.forEach(verb -> privilege(organization, table.privilege(verb)));
        }
        DEFINITIONS.forEach(name -> privilege(organization, name));
        organization.commit();
    }

    private static void privilege(Organization organization, String name) {
        put(
                organization,
                "privilege",
                Json.object().put("privilegeid", Introspection.id(name)).put("name", name));
    }

    static String messageId(String message) {
        return named("message " + message);
    }

    static String filterId(String message, String table) {
        return named("filter " + message + " of " + table);
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void put(Organization organization, String tableName, JsonNode json) {
        Table table = organization.table(tableName);
        Map<String, JsonNode> row = new LinkedHashMap<>();
        json.properties()
                .forEach(member -> row.put(
                        member.getKey(), Values.check(table, table.columns().get(member.getKey()), member.getValue())));
        for (String event : List.of("created", "modified")) {
            if (table.columns().containsKey(event + "on")) {
                row.put(event + "on", Json.NODES.textNode(organization.now()));
                row.put(event + "by", Values.reference("systemuser", APPLICATION_USER));
            }
        }
        for (Column column : table.columns().values()) {
            if (!column.initial().isMissingNode()) {
                row.putIfAbsent(column.name(), column.initial());
            }
        }
        States.checkNew(table, row);
        organization.data().put(tableName, row.get(table.primaryId()).asText(), row);
    }
}
