package dev.cosell.sync.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.store.FindingRows;
import dev.cosell.store.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Findings in memory. */
public final class MemoryFindings implements FindingRows {
    private record Row(String kind, JsonNode found) {}

    private final Map<String, TreeMap<String, Row>> walks = new TreeMap<>();
    private final Consumer<String> steps;

    /** @param steps told before and after each write; may throw, as a crash does */
    public MemoryFindings(Consumer<String> steps) {
        this.steps = steps;
    }

    @Override
    public Optional<JsonNode> find(String walk, String subject) {
        return Optional.ofNullable(rows(walk).get(subject)).map(Row::found);
    }

    @Override
    public void put(String walk, String subject, String kind, JsonNode found) {
        steps.accept("before findings.put");
        rows(walk).put(subject, new Row(kind, found.deepCopy()));
        steps.accept("after findings.put");
    }

    @Override
    public Page<JsonNode> list(String walk, Optional<String> kind, Optional<String> token, int size) {
        List<Map.Entry<String, Row>> rest = rows(walk).tailMap(token.orElse(""), token.isEmpty()).entrySet().stream()
                .filter(row ->
                        kind.isEmpty() || kind.get().equals(row.getValue().kind()))
                .toList();
        List<Map.Entry<String, Row>> here = rest.subList(0, Math.min(size, rest.size()));
        return new Page<>(
                here.stream().map(row -> row.getValue().found()).toList(),
                rest.size() > here.size() ? Optional.of(here.getLast().getKey()) : Optional.empty());
    }

    @Override
    public int forget(String walk, int most) {
        List<String> gone = rows(walk).keySet().stream().limit(most).toList();
        gone.forEach(rows(walk)::remove);
        return gone.size();
    }

    private TreeMap<String, Row> rows(String walk) {
        return walks.computeIfAbsent(walk, any -> new TreeMap<>());
    }
}
