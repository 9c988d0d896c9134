package dev.cosell.sandbox.salesforce.soql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of a query with its place in the text. */
record Token(Kind kind, String text, int position) {
    /** In the order in which they are tried. */
    enum Kind {
        STRING("'(?:[^'\\\\]|\\\\.)*'"),
        MOMENT("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[zZ]|[+-]\\d\\d:?\\d\\d)"),
        DAY("\\d{4}-\\d\\d-\\d\\d"),
        NUMBER("[+-]?\\d+(?:\\.\\d+)?"),
        WORD("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?::\\d+)?"),
        SYMBOL("<=|>=|!=|<>|[=<>(),]"),
        END("\\z");

        private final Pattern pattern;

        Kind(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    private static final Pattern SPACE = Pattern.compile("\\s*");

    static List<Token> read(String text) {
        List<Token> tokens = new ArrayList<>();
        int position = 0;
        do {
            position = end(SPACE, text, position);
            Token token = next(text, position);
            tokens.add(token);
            position += token.text().length();
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private static Token next(String text, int position) {
        for (Kind kind : Kind.values()) {
            int end = end(kind.pattern, text, position);
            if (end > position || kind == Kind.END && end == position && position == text.length()) {
                return new Token(kind, text.substring(position, end), position);
            }
        }
        throw new SoqlException(text, position, "line 1:%d unexpected character".formatted(position));
    }

    private static int end(Pattern pattern, String text, int position) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        return matcher.lookingAt() ? matcher.end() : position;
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }
}
