package dev.cosell.launcher.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Text from elsewhere, as it may be shown on a terminal: without characters that move the cursor, change colours or titles,
 * or turn the direction of writing.
 */
final class Plain {
    private static final int LONGEST = 2000;

    private Plain() {}

    /** On one line; what may not be shown is a space, what is too long ends with three dots. */
    static String text(String found) {
        // Cc: control, Cf: format (directions, zero width), Co, Cn: without meaning.
        String plain = found.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ")
                .strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }

    static String text(JsonNode found) {
        return text(found.asText(""));
    }

    /** What of an address is plain ASCII; anything else is escaped in a genuine one. */
    static String address(String found) {
        return found.replaceAll("[^\\x21-\\x7e]", "");
    }

    /** In lines of at most so many characters, as far as words allow. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
