package dev.cosell.crm;

import dev.cosell.referral.EditDistance;
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
                .sorted(Comparator.comparingInt(known -> EditDistance.between(wanted, known.toLowerCase(Locale.ROOT))))
                .limit(SHOWN)
                .toList();
    }
}
