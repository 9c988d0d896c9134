package dev.cosell.crm.salesforce;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** How texts from outside become part of a query or an address. */
final class Soql {
    private Soql() {}

    /** A text as a literal, quotes included. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (char letter : text.toCharArray()) {
            literal.append(
                    switch (letter) {
                        case '\'' -> "\\'";
                        case '\\' -> "\\\\";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\f' -> "\\f";
                        case '\b' -> "\\b";
                        default -> Character.toString(letter);
                    });
        }
        return literal.append('\'').toString();
    }

    /** A text that may stand anywhere in a value, for LIKE: its own wildcards mean themselves. */
    static String containing(String text) {
        String plain = literal(text);
        return "'%" + plain.substring(1, plain.length() - 1).replace("%", "\\%").replace("_", "\\_") + "%'";
    }

    static String in(Collection<String> texts) {
        return texts.stream().map(Soql::literal).collect(Collectors.joining(",", "(", ")"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
