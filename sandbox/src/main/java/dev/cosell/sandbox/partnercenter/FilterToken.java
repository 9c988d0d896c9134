package dev.cosell.sandbox.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One token of a {@code $filter}.
 *
 * @param text without the quotes of a literal
 */
record FilterToken(Kind kind, String text) {
    enum Kind {
        /** A quoted text, or a GUID or time without quotes. */
        TEXT,
        NUMBER,
        /** A path, an operator word, or one of true, false and null. */
        WORD,
        MARK,
        END
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<quoted>'(?:[^']|'')*')"
            + "|(?<bare>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\d{4}-\\d\\d-\\d\\d(?:T[0-9:.+Z-]+)?)"
            + "|(?<number>-?\\d+(?:\\.\\d+)?)"
            + "|(?<word>[A-Za-z_][A-Za-z0-9_/]*)"
            + "|(?<mark>[():]))\\s*");

    /** @throws ApiException 400 if the text cannot be split into tokens */
    static List<FilterToken> split(String filter) {
        List<FilterToken> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(filter);
        int position = 0;
        while (position < filter.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw ApiException.invalid(
                        "$filter", "invalidFilter", "Cannot read '" + filter + "' at position " + position + ".");
            }
            tokens.add(token(matcher));
            position = matcher.end();
        }
        tokens.add(new FilterToken(Kind.END, ""));
        return tokens;
    }

    private static FilterToken token(Matcher matcher) {
        String quoted = matcher.group("quoted");
        if (quoted != null) {
            return new FilterToken(
                    Kind.TEXT, quoted.substring(1, quoted.length() - 1).replace("''", "'"));
        }
        for (String group : List.of("bare", "number", "word", "mark")) {
            String text = matcher.group(group);
            if (text != null) {
                return new FilterToken(
                        switch (group) {
                            case "bare" -> Kind.TEXT;
                            case "number" -> Kind.NUMBER;
                            case "word" -> Kind.WORD;
                            default -> Kind.MARK;
                        },
                        text);
            }
        }
        throw new IllegalStateException("a token of no kind: " + matcher.group());
    }
}
