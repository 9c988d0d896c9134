package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The webhook faults in force, asked once for each event. */
public final class EventFaults {
    private final List<EventFault> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    /** Adds the fault that this JSON describes; the members are in the README. */
    public ObjectNode add(JsonNode json) {
        EventFault fault = EventFault.read(Long.toString(ids.incrementAndGet()), json);
        faults.add(fault);
        return fault.describe();
    }

    public ArrayNode list() {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        faults.forEach(fault -> out.add(fault.describe()));
        return out;
    }

    public void clear() {
        faults.clear();
    }

    /** The first fault that strikes this event. */
    Optional<EventFault> strike(String service) {
        Optional<EventFault> struck = faults.stream()
                .filter(fault -> fault.service().equals(service) && fault.odds().strikes())
                .findFirst();
        faults.removeIf(fault -> fault.odds().spent());
        return struck;
    }
}
