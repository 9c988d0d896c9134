package dev.cosell.fieldmap;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes the HTML escaping that Partner Center applies to some texts ({@code R&amp;D}). */
final class Html {
    private static final Pattern REFERENCE = Pattern.compile("&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,6});");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

    private Html() {}

    /** Each reference once: {@code &amp;amp;} becomes {@code &amp;}. Unknown ones stay as they are. */
    static String unescape(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1), match.group())));
    }

    private static String character(String reference, String whole) {
        if (!reference.startsWith("#")) {
            return NAMED.getOrDefault(reference, whole);
        }
        boolean hexadecimal = reference.startsWith("#x");
        int codePoint = hexadecimal ? Integer.parseInt(reference.substring(2), 16) : decimal(reference.substring(1));
        return Character.isValidCodePoint(codePoint) && codePoint > 0 ? Character.toString(codePoint) : whole;
    }

    private static int decimal(String digits) {
        return digits.chars().allMatch(Character::isDigit) ? Integer.parseInt(digits) : -1;
    }
}
