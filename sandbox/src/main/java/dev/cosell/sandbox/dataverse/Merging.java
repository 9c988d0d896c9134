package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Event.Entity;
import dev.cosell.sandbox.dataverse.Event.Parameter;
import dev.cosell.sandbox.dataverse.Event.Plain;
import dev.cosell.sandbox.dataverse.Event.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The unbound action Merge, for tables that keep whom a row was merged into: the target takes what it is given and what
 * it lacks, the subordinate is closed and names its master. Source: "Merge table rows using the Web API".
 */
final class Merging {
    private static final String MASTER = "masterid";
    private static final String MERGED = "merged";
    private static final int OPEN = 0;
    /** Status reason of a lead that ended in another one; of the other tables the only closed one. (Assumed.) */
    private static final int CANCELED = 7;

    private final Organization organization;
    private final Records records;
    private final Payload payload;

    Merging(Organization organization, Records records, Locator locator) {
        this.organization = organization;
        this.records = records;
        this.payload = new Payload(locator);
    }

    Response merge(Call call) {
        ObjectNode body = Json.parseObject(call.request().text());
        if (!body.path("PerformParentingChecks").isBoolean()) {
            throw Refusal.malformed("Expected a Boolean parameter 'PerformParentingChecks' of Merge.");
        }
        Stored target = row(body, "Target");
        Stored subordinate = row(body, "Subordinate");
        Table table = organization.table(target.table());
        if (!target.table().equals(subordinate.table()) || target.id().equals(subordinate.id())) {
            throw Refusal.invalid("Merge expects two rows of one table, found %s %s and %s %s."
                    .formatted(target.table(), target.id(), subordinate.table(), subordinate.id()));
        }
        for (Stored row : List.of(target, subordinate)) {
            if (row.number("statecode") != OPEN) {
                throw Refusal.invalid("Merge expects open rows, found %s %s closed.".formatted(row.table(), row.id()));
            }
        }
        organization.demand("Write", table, call.caller());
        Map<String, JsonNode> content = content(table, body.path("UpdateContent"));
        Map<String, JsonNode> moved = missing(table, target, subordinate);
        moved.putAll(content);
        records.change(table, subordinate, closing(table, target), call.caller());
        Optional<Stored> after =
                records.change(table, target, moved, call.caller()).after();
        Map<String, Parameter> input = new LinkedHashMap<>();
        input.put("Target", new Reference(target.table(), target.id()));
        input.put("SubordinateId", new Plain(Json.NODES.textNode(subordinate.id())));
        input.put("UpdateContent", new Entity(target.table(), target.id(), content));
        input.put("PerformParentingChecks", new Plain(body.get("PerformParentingChecks")));
        organization.raise(new Event(
                "Merge", target.table(), target.id(), Map.of(), input, Optional.of(target), after, call.caller()));
        return Response.of(204);
    }

    private Stored row(ObjectNode body, String parameter) {
        JsonNode given = body.path(parameter);
        String type = given.path("@odata.type").asText("").replaceFirst("^#?Microsoft\\.Dynamics\\.CRM\\.", "");
        Table table = organization.schema().tables().values().stream()
                .filter(known ->
                        known.logicalName().equals(type) && known.columns().containsKey(MASTER))
                .findFirst()
                .orElseThrow(() -> Refusal.malformed(
                        "Expected an @odata.type that can be merged in %s, found '%s'.".formatted(parameter, type)));
        String id = Values.guid(given.path(table.primaryId()).asText(""))
                .orElseThrow(() -> Refusal.malformed("Expected %s in %s.".formatted(table.primaryId(), parameter)));
        return organization.require(table, id);
    }

    private Map<String, JsonNode> content(Table table, JsonNode given) {
        return given instanceof ObjectNode entity ? payload.columns(table, entity) : Map.of();
    }

    /** What the target lacks and the subordinate has. */
    private static Map<String, JsonNode> missing(Table table, Stored target, Stored subordinate) {
        Map<String, JsonNode> missing = new LinkedHashMap<>();
        subordinate.values().forEach((name, value) -> {
            boolean writable = table.column(name).filter(Column::validForUpdate).isPresent();
            if (writable && !value.isNull() && target.value(name).isNull()) {
                missing.put(name, value);
            }
        });
        return missing;
    }

    private static Map<String, JsonNode> closing(Table table, Stored target) {
        Map<String, JsonNode> change = new LinkedHashMap<>();
        boolean lead = table.logicalName().equals("lead");
        change.put("statecode", Json.NODES.numberNode(lead ? 2 : 1));
        change.put("statuscode", Json.NODES.numberNode(lead ? CANCELED : 2));
        change.put(MERGED, Json.NODES.booleanNode(true));
        change.put(MASTER, Values.reference(target.table(), target.id()));
        return change;
    }
}
