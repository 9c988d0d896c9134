package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Builds the RemoteExecutionContext of a change to an opportunity, as Dataverse posts it. */
final class EventBody {
    private static final String CONTRACTS = ":http://schemas.microsoft.com/xrm/2011/Contracts";

    private final ObjectNode context = FakeDataverse.json();
    private final ObjectNode target;
    private final ArrayNode attributes;

    EventBody(String message, String id) {
        context.put("MessageName", message)
                .put("PrimaryEntityName", "opportunity")
                .put("PrimaryEntityId", id)
                .put("CorrelationId", "c0ffee00-0000-0000-0000-000000000001")
                .put("OrganizationId", "DECADE00-0000-0000-0000-000000000001")
                .put("OperationCreatedOn", "/Date(1763803800000-0700)/")
                .put("Depth", 1);
        ObjectNode parameter = context.putArray("InputParameters").addObject().put("key", "Target");
        target = parameter
                .putObject("value")
                .put("__type", "Entity" + CONTRACTS)
                .put("LogicalName", "opportunity")
                .put("Id", id);
        attributes = target.putArray("Attributes");
    }

    EventBody plain(String column, JsonNode value) {
        attributes.addObject().put("key", column).set("value", value);
        return this;
    }

    EventBody money(String column, BigDecimal value) {
        typed(column, "Money").put("Value", value);
        return this;
    }

    EventBody option(String column, int value) {
        typed(column, "OptionSetValue").put("Value", value);
        return this;
    }

    EventBody lookup(String column, String table, String id) {
        typed(column, "EntityReference")
                .put("Id", id)
                .put("LogicalName", table)
                .putNull("Name")
                .putArray("KeyAttributes");
        return this;
    }

    EventBody date(String column, long millis) {
        attributes.addObject().put("key", column).put("value", "/Date(" + millis + ")/");
        return this;
    }

    EventBody with(String member, String value) {
        context.put(member, value);
        return this;
    }

    EventBody without(String member) {
        context.remove(member);
        return this;
    }

    /** In the old spelling all slashes are escaped; to JSON it is the same. */
    byte[] escaped() {
        return context.toString().replace("/", "\\/").getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return context.toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode typed(String column, String type) {
        return attributes.addObject().put("key", column).putObject("value").put("__type", type + CONTRACTS);
    }
}
