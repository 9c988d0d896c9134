package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The transport faults in force, asked once for each call. */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    /** Adds the fault that this JSON describes; the members are in the README. */
    public ObjectNode add(JsonNode json) {
        Fault fault = Fault.read(Long.toString(ids.incrementAndGet()), json);
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

    public boolean remove(String id) {
        return faults.removeIf(fault -> fault.id().equals(id));
    }

    /** The effects that strike this call, in the order they were added. */
    List<Fault.Effect> strike(String system, Request request) {
        List<Fault.Effect> effects = faults.stream()
                .filter(fault -> fault.matches(system, request) && fault.odds().strikes())
                .map(Fault::effect)
                .toList();
        faults.removeIf(fault -> fault.odds().spent());
        return effects;
    }
}
