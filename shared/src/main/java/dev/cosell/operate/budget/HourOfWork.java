package dev.cosell.operate.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What was done in an hour.
 *
 * @param calls that were made to each system
 * @param changes by the side they came from: how long each took from its event until the other side was written
 */
record HourOfWork(Map<RemoteSystem, Long> calls, Map<Side, Histogram> changes) {
    static final HourOfWork NOTHING = new HourOfWork(Map.of(), Map.of());

    HourOfWork {
        calls = Map.copyOf(calls);
        changes = Map.copyOf(changes);
    }

    HourOfWork called(RemoteSystem system) {
        return new HourOfWork(sum(calls, Map.of(system, 1L), RemoteSystem.class, Long::sum), changes);
    }

    HourOfWork changed(Side from, Duration took) {
        return new HourOfWork(
                calls, sum(changes, Map.of(from, Histogram.EMPTY.with(took)), Side.class, Histogram::plus));
    }

    HourOfWork plus(HourOfWork other) {
        return new HourOfWork(
                sum(calls, other.calls, RemoteSystem.class, Long::sum),
                sum(changes, other.changes, Side.class, Histogram::plus));
    }

    long callsInAll() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    long changesInAll() {
        return changes.values().stream().mapToLong(Histogram::size).sum();
    }

    /** {@code {"calls": {"CRM": 3}, "changes": {"CRM": {"<bucket>": 1}}}}. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode made = json.putObject("calls");
        calls.forEach((system, count) -> made.put(system.name(), count));
        ObjectNode took = json.putObject("changes");
        changes.forEach((side, times) -> took.set(side.name(), times.json()));
        return json;
    }

    /** What another version of this app counted besides is left out. */
    static HourOfWork of(JsonNode json) {
        Map<RemoteSystem, Long> calls = new EnumMap<>(RemoteSystem.class);
        for (RemoteSystem system : RemoteSystem.values()) {
            calls.put(system, json.path("calls").path(system.name()).asLong());
        }
        Map<Side, Histogram> changes = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            changes.put(side, Histogram.of(json.path("changes").path(side.name())));
        }
        return new HourOfWork(calls, changes);
    }

    private static <K extends Enum<K>, V> Map<K, V> sum(
            Map<K, V> one, Map<K, V> other, Class<K> keys, BinaryOperator<V> plus) {
        Map<K, V> sum = new EnumMap<>(keys);
        sum.putAll(one);
        other.forEach((key, value) -> sum.merge(key, value, plus));
        return sum;
    }
}
