package dev.cosell.sandbox.salesforce;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Record ids: three characters that name the object, twelve that count, and three that make the id safe where upper and
 * lower case are not told apart. The first fifteen alone are an id too.
 */
final class Ids {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z]{15}([0-5A-Z]{3})?");
    private static final String CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SHORT = 15;
    private static final int COUNTED = 9;
    private static final int GROUP = 5;

    /** The instance on which this organisation lives, and a reserved character. */
    private static final String INSTANCE = "5g0";

    private Ids() {}

    /** The id of eighteen characters with this prefix and running number. */
    static String mint(String prefix, long number) {
        StringBuilder counted = new StringBuilder();
        for (long rest = number; counted.length() < COUNTED; rest /= DIGITS.length()) {
            counted.append(DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return full(prefix + INSTANCE + counted.reverse());
    }

    /** The text as an id of eighteen characters, if it is an id: fifteen characters, or eighteen with the right check. */
    static Optional<String> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        String full = full(text.substring(0, SHORT));
        return text.length() == SHORT || full.equals(text) ? Optional.of(full) : Optional.empty();
    }

    static String shortened(String id) {
        return id.substring(0, SHORT);
    }

    static String prefix(String id) {
        return id.substring(0, 3);
    }

    /** Each of the three last characters says which of five characters are upper case. */
    private static String full(String fifteen) {
        StringBuilder full = new StringBuilder(fifteen);
        for (int group = 0; group < SHORT; group += GROUP) {
            int bits = 0;
            for (int place = 0; place < GROUP; place++) {
                char character = fifteen.charAt(group + place);
                if (character >= 'A' && character <= 'Z') {
                    bits |= 1 << place;
                }
            }
            full.append(CHECKS.charAt(bits));
        }
        return full.toString();
    }
}
