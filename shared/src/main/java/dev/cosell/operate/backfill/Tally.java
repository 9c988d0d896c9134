package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a walk found so far, by verdict.
 *
 * @param differing deals that would be linked and differ in some field
 */
record Tally(Map<Verdict, Integer> verdicts, int differing) {
    static final Tally NONE = new Tally(Map.of(), 0);

    Tally {
        verdicts = Map.copyOf(verdicts);
    }

    Tally and(Finding finding) {
        if (!finding.verdict().isTold()) {
            return this;
        }
        Map<Verdict, Integer> more = new EnumMap<>(Verdict.class);
        more.putAll(verdicts);
        more.merge(finding.verdict(), 1, Integer::sum);
        return new Tally(more, differing + (finding.differences().isEmpty() ? 0 : 1));
    }

    int of(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    int all() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What a run would queue. */
    int queued() {
        return verdicts.entrySet().stream()
                .filter(entry -> entry.getKey().isQueued())
                .flatMapToInt(entry -> IntStream.of(entry.getValue()))
                .sum();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Verdict verdict : Verdict.values()) {
            if (verdict.isTold()) {
                json.put(verdict.word(), of(verdict));
            }
        }
        return json.put("differing", differing);
    }

    static Tally of(JsonNode json) {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            int count = json.path(verdict.word()).asInt();
            if (count > 0) {
                verdicts.put(verdict, count);
            }
        }
        return new Tally(verdicts, json.path("differing").asInt());
    }
}
