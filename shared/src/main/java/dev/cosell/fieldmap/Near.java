package dev.cosell.fieldmap;

import dev.cosell.referral.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that a wrong word was most likely meant to be. */
public final class Near {
    private static final int SHOWN = 3;

    private Near() {}

    /** At most three words, nearest first by edit distance; case does not count. */
    public static List<String> to(String word, Collection<String> words) {
        return words.stream()
                .sorted(Comparator.comparingInt((String known) -> EditDistance.between(lower(word), lower(known)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** The nearest word, if at most a third of it has to be changed: further away it would be a guess. */
    static Optional<String> nearest(String word, Collection<String> words) {
        return to(word, words).stream()
                .findFirst()
                .filter(near -> EditDistance.between(lower(word), lower(near)) <= Math.max(1, near.length() / 3));
    }

    /** A sentence's end that offers the nearest word; empty if none is near. */
    static String hint(String word, Collection<String> words) {
        return nearest(word, words)
                .map(near -> " Did you mean \"" + near + "\"?")
                .orElse("");
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
