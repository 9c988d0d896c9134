package dev.cosell.benchmarks;

import java.util.Comparator;

/** Where a row is. Rows are in the order of partition, then row, compared character by character. */
record TableKey(String partition, String row) implements Comparable<TableKey> {
    private static final Comparator<TableKey> ORDER =
            Comparator.comparing(TableKey::partition).thenComparing(TableKey::row);

    @Override
    public int compareTo(TableKey other) {
        return ORDER.compare(this, other);
    }
}
