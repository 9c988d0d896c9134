package dev.cosell.sandbox.dataverse;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call goes: {@code /api/data/v9.2/leads(id)/subject} is the root {@code /api/data/v9.2/} and two segments.
 */
record Address(String root, List<Segment> segments) {
    private static final Pattern PATH = Pattern.compile("(/api/data/v9\\.\\d/)(.*)");

    /**
     * @param key text between the parentheses, decoded; empty for {@code WhoAmI()}
     * @param raw the whole as it stood in the address
     */
    record Segment(String name, Optional<String> key, String raw) {
        private static final Pattern FORM = Pattern.compile("([^(]+)(?:\\((.*)\\))?", Pattern.DOTALL);

        static Segment parse(String raw) {
            String text = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw Refusal.unknownResource(text);
            }
            return new Segment(form.group(1), Optional.ofNullable(form.group(2)), raw);
        }

        /** Name and key, decoded. */
        String text() {
            return name + key.map(inside -> "(" + inside + ")").orElse("");
        }

        /** The values of {@code a='x',b=2}; a single value without name stands under the empty name. */
        Map<String, String> keyValues() {
            Map<String, String> values = new LinkedHashMap<>();
            for (String part : split(key.orElse(""), ',')) {
                int equals = part.startsWith("'") ? -1 : part.indexOf('=');
                values.put(
                        part.substring(0, Math.max(equals, 0)).strip(),
                        unquoted(part.substring(equals + 1).strip()));
            }
            return values;
        }

        private static String unquoted(String literal) {
            return literal.length() > 1 && literal.startsWith("'") && literal.endsWith("'")
                    ? literal.substring(1, literal.length() - 1).replace("''", "'")
                    : literal;
        }
    }

    static Address parse(URI uri) {
        // A slash inside a quoted key does not end a segment, so split before decoding, but with the quotes visible.
        Matcher path = PATH.matcher(uri.getRawPath().replace("%27", "'"));
        if (!path.matches()) {
            throw Refusal.unknownResource(uri.getPath());
        }
        List<Segment> segments = new ArrayList<>();
        for (String segment : split(path.group(2), '/')) {
            if (!segment.isEmpty()) {
                segments.add(Segment.parse(segment));
            }
        }
        return new Address(path.group(1), List.copyOf(segments));
    }

    /** Splits outside single quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
