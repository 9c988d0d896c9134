package dev.cosell.crm;

import dev.cosell.fieldmap.Near;
import java.util.Collection;
import java.util.List;

/** The labels of a choice that a wrong label was most likely meant to be. */
public final class NearLabels {
    private NearLabels() {}

    /** At most three labels, nearest first by edit distance; case does not count. */
    public static List<String> to(String label, Collection<String> labels) {
        return Near.to(label, labels);
    }
}
