package dev.cosell.sync.pair;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people call a deal: by this lists show it, and it is found.
 *
 * @param name of the deal
 * @param customer whom it is for
 */
public record Label(Optional<String> name, Optional<String> customer) {
    public static final Label NONE = new Label(Optional.empty(), Optional.empty());

    /** Nobody looks for the fortieth word of a name, and each costs a row. */
    private static final int MOST_WORDS = 12;
    /** In code points: a row key has room for so many of any script. */
    private static final int LONGEST_WORD = 16;

    private static final int LONGEST = 300;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    public Label {
        name = name.map(Label::cut).filter(text -> !text.isEmpty());
        customer = customer.map(Label::cut).filter(text -> !text.isEmpty());
    }

    /** What is missing here is taken from another one. */
    Label or(Label other) {
        return new Label(name.or(other::name), customer.or(other::customer));
    }

    /** The words of both, as {@link #words(String)} has them. */
    public Set<String> words() {
        return Stream.concat(name.stream(), customer.stream())
                .flatMap(text -> words(text).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether each of these words begins one of the label's. */
    public boolean matches(Set<String> beginnings) {
        Set<String> own = words();
        return beginnings.stream().allMatch(beginning -> own.stream().anyMatch(word -> word.startsWith(beginning)));
    }

    /** The first words of a text, without case and accents, each cut to sixteen characters. */
    public static Set<String> words(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(cut(text), Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .map(word -> beginning(word, LONGEST_WORD))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String cut(String text) {
        return beginning(text.strip(), LONGEST);
    }

    private static String beginning(String text, int characters) {
        return text.codePoints()
                .limit(characters)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
