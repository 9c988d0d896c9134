package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every call since the last reset, so that a test can count what one business change cost. */
public final class Calls {
    /** About 60 MB; the oldest calls go first. */
    private static final int LIMIT = 200_000;

    private final Deque<Call> calls = new ArrayDeque<>();

    synchronized void add(Call call) {
        if (calls.size() == LIMIT) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    public synchronized void clear() {
        calls.clear();
    }

    /**
     * The calls that pass every filter given, counted by system, verb, path template and subject.
     *
     * @param filters any of {@code system}, {@code method}, {@code subject}, {@code since} (an instant by the sandbox's
     *     clock)
     * @return {@code {"total", "counts": [{system, method, template, subject, count}], "calls": [...]}}
     */
    public ObjectNode describe(Map<String, String> filters) {
        List<Call> chosen = chosen(CallFilter.of(filters));
        Map<List<String>, Long> counts = chosen.stream()
                .collect(Collectors.groupingBy(
                        call -> List.of(call.system(), call.method(), call.template(), call.subject()),
                        () -> new TreeMap<>(Comparator.comparing(Object::toString)),
                        Collectors.counting()));
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("total", chosen.size());
        ArrayNode lines = out.putArray("counts");
        counts.forEach((key, count) -> lines.addObject()
                .put("system", key.get(0))
                .put("method", key.get(1))
                .put("template", key.get(2))
                .put("subject", key.get(3))
                .put("count", count));
        ArrayNode list = out.putArray("calls");
        chosen.forEach(call -> list.add(call.describe()));
        return out;
    }

    private synchronized List<Call> chosen(Predicate<Call> filter) {
        return calls.stream().filter(filter).toList();
    }
}
