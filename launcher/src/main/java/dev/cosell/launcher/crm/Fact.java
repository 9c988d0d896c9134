package dev.cosell.launcher.crm;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a seller can change of a record, and the kind of value. */
public enum Fact {
    /** A number. */
    VALUE,
    /** {@code yyyy-MM-dd}. */
    CLOSE_DATE,
    /** A text. */
    NOTES,
    /** Solution ids, separated by semicolons. */
    SOLUTIONS,
    /** {@code true}: the seller works on it, which accepts the referral. */
    IN_PROGRESS;

    /** The ids of a text of {@link #SOLUTIONS}. */
    static Set<String> ids(String text) {
        Set<String> ids =
                Arrays.stream(text.split(";")).map(String::strip).collect(Collectors.toCollection(TreeSet::new));
        ids.remove("");
        return ids;
    }
}
