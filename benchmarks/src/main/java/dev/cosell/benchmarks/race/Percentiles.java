package dev.cosell.benchmarks.race;

import java.util.List;
import java.util.Locale;

/** In milliseconds; 0 of nothing. */
record Percentiles(double p50, double p95, double p99) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Percentiles of(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Percentiles(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
    }

    /** The smallest that is not smaller than this share of all. */
    private static double at(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / NANOS_PER_MILLI;
    }

    String shown() {
        return String.format(Locale.ROOT, "p50 %.0f, p95 %.0f, p99 %.0f ms", p50, p95, p99);
    }
}
