package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the record-triggered flows after each transaction. Deletions start none, as in life. */
final class Flows {
    private static final String MESSAGE_PREFIX = "04k";
    private static final String CALLOUT_PREFIX = "300";

    private final Organization organization;
    private final OutboundMessages messages;
    private final Callouts callouts;
    private final Map<String, Flow> flows = new LinkedHashMap<>();

    Flows(Organization organization, OutboundMessages messages, EventSink sink) {
        this.organization = organization;
        this.messages = messages;
        this.callouts = new Callouts(organization, sink);
    }

    /** Activates a flow; gives its id. */
    String add(Flow.Kind kind, ObjectNode members) {
        String prefix = kind == Flow.Kind.OUTBOUND_MESSAGE ? MESSAGE_PREFIX : CALLOUT_PREFIX;
        ObjectNode whole = members.deepCopy()
                .put("id", Ids.mint(prefix, organization.data().nextNumber()))
                .put("kind", kind.name());
        Flow flow = Json.MAPPER.convertValue(whole, Flow.class);
        ObjectType type = organization.schema().type(flow.object());
        flow.fields().forEach(name -> type.field(name).orElseThrow(() -> Refusal.noColumn(name, type)));
        if (!flow.condition().isEmpty()) {
            organization.rules().demandReadable(type, flow.condition());
        }
        if (flow.url() == null) {
            throw new IllegalArgumentException("url: expected the address to call, found none");
        }
        flows.put(flow.id(), flow);
        return flow.id();
    }

    boolean remove(String id) {
        return flows.remove(id) != null;
    }

    ArrayNode list() {
        return Json.MAPPER.valueToTree(flows.values());
    }

    /** @param events what one transaction saved */
    void run(List<Event> events) {
        for (Flow flow : flows.values()) {
            Map<String, Stored> records = new LinkedHashMap<>();
            events.stream()
                    .filter(event -> starts(flow, event) && mayTell(flow, event.caller()))
                    .forEach(event -> records.put(event.after().id(), event.after()));
            switch (flow.kind()) {
                case OUTBOUND_MESSAGE -> messages.send(flow, new ArrayList<>(records.keySet()));
                case CALLOUT -> records.values().forEach(row -> callouts.send(flow, row));
            }
        }
    }

    private boolean starts(Flow flow, Event event) {
        Stored row = event.after();
        return flow.object().equals(row.type())
                && flow.listening().hears(event)
                && (flow.condition().isEmpty() || organization.rules().holds(flow.condition(), row));
    }

    /** Outbound messages need a permission of the user who saves; callouts do not. */
    private boolean mayTell(Flow flow, Caller caller) {
        return flow.kind() == Flow.Kind.CALLOUT
                || !caller.restricted()
                || organization.settings().integrationUserSendsMessages();
    }

    JsonNode state() {
        return Json.MAPPER.valueToTree(flows);
    }

    void restore(JsonNode state) {
        flows.clear();
        state.properties()
                .forEach(flow -> flows.put(flow.getKey(), Json.MAPPER.convertValue(flow.getValue(), Flow.class)));
    }
}
