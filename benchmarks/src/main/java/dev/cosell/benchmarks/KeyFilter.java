package dev.cosell.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on keys, as the connector's queries have it: comparisons of {@code PartitionKey} and {@code RowKey} with texts,
 * joined by {@code and}.
 *
 * <p>The service finds rows by these two keys and nothing else: a range of partitions, or within one partition a range of
 * rows. It goes through all rows of that range.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/tables/table-storage-design-for-query">design for querying</a>
 */
record KeyFilter(List<Comparison> comparisons) {
    private static final Pattern COMPARISON = Pattern.compile("(PartitionKey|RowKey) (eq|gt|ge|lt|le) '([^']*)'");

    record Comparison(boolean ofPartition, String operator, String text) {
        boolean holds(TableKey key) {
            int order = (ofPartition ? key.partition() : key.row()).compareTo(text);
            return switch (operator) {
                case "eq" -> order == 0;
                case "gt" -> order > 0;
                case "ge" -> order >= 0;
                case "lt" -> order < 0;
                default -> order <= 0;
            };
        }

        /** The least text that may hold; the empty one if there is no such bound. */
        String least() {
            return switch (operator) {
                case "eq", "ge" -> text;
                case "gt" -> text + '\0';
                default -> "";
            };
        }

        boolean boundsAbove() {
            return operator.equals("eq") || operator.startsWith("l");
        }
    }

    /** @throws IllegalArgumentException for conditions of any other form */
    static KeyFilter parse(String filter) {
        return new KeyFilter(
                Arrays.stream(filter.split(" and ")).map(KeyFilter::comparison).toList());
    }

    private static Comparison comparison(String text) {
        Matcher parts = COMPARISON.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected a comparison of a key with a text, found " + text);
        }
        return new Comparison(parts.group(1).equals("PartitionKey"), parts.group(2), parts.group(3));
    }

    boolean holds(TableKey key) {
        return comparisons.stream().allMatch(comparison -> comparison.holds(key));
    }

    /** Where to begin looking. */
    TableKey from() {
        return new TableKey(least(true), isOnePartition() ? least(false) : "");
    }

    /** Whether nothing at or behind a key can hold. */
    boolean isBeyond(TableKey key) {
        return comparisons.stream()
                .filter(comparison -> comparison.boundsAbove() && (comparison.ofPartition() || isOnePartition()))
                .anyMatch(comparison -> !comparison.holds(key));
    }

    private boolean isOnePartition() {
        return comparisons.stream()
                .anyMatch(comparison ->
                        comparison.ofPartition() && comparison.operator().equals("eq"));
    }

    private String least(boolean ofPartition) {
        return comparisons.stream()
                .filter(comparison -> comparison.ofPartition() == ofPartition)
                .map(Comparison::least)
                .max(String::compareTo)
                .orElse("");
    }
}
