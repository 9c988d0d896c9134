package dev.cosell.crm;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The labels of a choice that a wrong label was most likely meant to be. */
public final class NearLabels {
    private static final int SHOWN = 3;

    private NearLabels() {}

    /** At most three labels, nearest first by edit distance; case does not count. */
    public static List<String> to(String label, Collection<String> labels) {
        String wanted = label.toLowerCase(Locale.ROOT);
        return labels.stream()
                .sorted(Comparator.comparingInt(known -> distance(wanted, known.toLowerCase(Locale.ROOT))))
                .limit(SHOWN)
                .toList();
    }

    /** Levenshtein distance, one row at a time. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
