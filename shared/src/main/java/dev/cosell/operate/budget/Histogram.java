package dev.cosell.operate.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long things took, in buckets that are the same everywhere, so that those of several instances add up. A bucket is a
 * quarter wider than the one before it, from 50 ms to over a day: a percentile is exact to about 12 %.
 *
 * @param counts by bucket
 */
record Histogram(Map<Integer, Long> counts) {
    static final Histogram EMPTY = new Histogram(Map.of());

    private static final double FIRST_MILLIS = 50;
    private static final double FACTOR = 1.25;
    private static final int LAST = 70;

    Histogram {
        counts = Map.copyOf(counts);
    }

    Histogram with(Duration took) {
        return plus(new Histogram(Map.of(bucket(took.toMillis()), 1L)));
    }

    Histogram plus(Histogram other) {
        Map<Integer, Long> sum = new TreeMap<>(counts);
        other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
        return new Histogram(sum);
    }

    long size() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The time within which so many of a hundred were done.
     *
     * @return in milliseconds; 0 if there are none
     */
    long percentile(int percent) {
        long rank = (size() * percent + 99) / 100;
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : new TreeMap<>(counts).entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return Math.round(FIRST_MILLIS * Math.pow(FACTOR, bucket.getKey() - 0.5));
            }
        }
        return 0;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(counts).forEach((bucket, count) -> json.put(bucket.toString(), count));
        return json;
    }

    static Histogram of(JsonNode json) {
        Map<Integer, Long> counts = new TreeMap<>();
        json.properties()
                .forEach(bucket -> counts.put(
                        Integer.valueOf(bucket.getKey()), bucket.getValue().asLong()));
        return new Histogram(counts);
    }

    private static int bucket(long millis) {
        return millis < FIRST_MILLIS
                ? 0
                : Math.min(LAST, 1 + (int) (Math.log(millis / FIRST_MILLIS) / Math.log(FACTOR)));
    }
}
