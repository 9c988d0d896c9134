package dev.cosell.referral;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that a wrong word was most likely meant to be. Case does not count. */
public final class Near {
    private static final int SHOWN = 3;

    private Near() {}

    /** At most three words, nearest first. */
    public static List<String> to(String word, Collection<String> words) {
        return words.stream()
                .sorted(Comparator.comparingInt((String known) -> letters(word, known))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** The nearest word, if at most a third of it has to be changed: further away it would be a guess. */
    public static Optional<String> nearest(String word, Collection<String> words) {
        return to(word, words).stream()
                .findFirst()
                .filter(near -> letters(word, near) <= Math.max(1, near.length() / 3));
    }

    /** A sentence's end that offers the nearest word; empty if none is near. */
    public static String hint(String word, Collection<String> words) {
        return nearest(word, words)
                .map(near -> " Did you mean \"" + near + "\"?")
                .orElse("");
    }

    /** How many letters are wrong, see {@link EditDistance}. */
    static int letters(String word, String meant) {
        return EditDistance.between(word.toLowerCase(Locale.ROOT), meant.toLowerCase(Locale.ROOT));
    }
}
