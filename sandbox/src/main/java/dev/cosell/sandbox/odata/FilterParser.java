package dev.cosell.sandbox.odata;

import dev.cosell.sandbox.odata.Filter.Operator;
import dev.cosell.sandbox.odata.Filter.SyntaxException;
import dev.cosell.sandbox.odata.Filter.TextFunction;
import java.math.BigDecimal;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recursive descent, {@code or} below {@code and} below {@code not}; a comparison has a path on its left. */
final class FilterParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:('(?:[^']|'')*')|([(),])|([^\\s(),']+))");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T.*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w./]*");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    FilterParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text.strip());
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        if (matcher.regionStart() != matcher.regionEnd()) {
            throw new SyntaxException(
                    "Unterminated string literal at position %d in '%s'.".formatted(matcher.regionStart(), text));
        }
    }

    Filter parse() {
        Filter whole = or();
        if (next < tokens.size()) {
            throw expected("end of the filter");
        }
        return whole;
    }

    private Filter or() {
        List<Filter> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.Any(parts);
    }

    private Filter and() {
        List<Filter> parts = new ArrayList<>(List.of(unary()));
        while (accept("and")) {
            parts.add(unary());
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.All(parts);
    }

    private Filter unary() {
        if (accept("not")) {
            return new Filter.Not(unary());
        }
        if (accept("(")) {
            Filter inner = or();
            require(")");
            return inner;
        }
        return term();
    }

    private Filter term() {
        String name = take("a property or a function");
        if (!NAME.matcher(name).matches()) {
            next--;
            throw expected("a property or a function");
        }
        if (accept("(")) {
            return name.endsWith("/any") ? exists(name.substring(0, name.length() - "/any".length())) : textTest(name);
        }
        String word = take("a comparison operator");
        Operator operator = oneOf(Operator.values(), word).orElseThrow(() -> {
            next--;
            return expected("eq, ne, gt, ge, lt or le");
        });
        return new Filter.Compare(name, operator, literal(take("a literal")));
    }

    private Filter exists(String collection) {
        String head = take("a variable and ':'");
        int colon = head.indexOf(':');
        if (colon < 1) {
            next--;
            throw expected("a variable and ':'");
        }
        if (colon < head.length() - 1) {
            // The tokens part at blanks, so "x:x/path" came as one: put the path back.
            tokens.set(--next, head.substring(colon + 1));
        }
        Filter part = or();
        require(")");
        return new Filter.Exists(collection, head.substring(0, colon), part);
    }

    private Filter textTest(String name) {
        TextFunction function = oneOf(TextFunction.values(), name)
                .orElseThrow(
                        () -> new SyntaxException("An unknown function with name '%s' was found.".formatted(name)));
        String path = take("a property");
        require(",");
        if (!(literal(take("a string literal")) instanceof Literal.Text argument)) {
            next--;
            throw expected("a string literal");
        }
        require(")");
        return new Filter.TextTest(function, path, argument.value());
    }

    private Literal literal(String token) {
        if (token.startsWith("'")) {
            return new Literal.Text(token.substring(1, token.length() - 1).replace("''", "'"));
        }
        if (token.equals("null")) {
            return new Literal.Nothing();
        }
        if (token.equals("true") || token.equals("false")) {
            return new Literal.Truth(Boolean.parseBoolean(token));
        }
        if (NUMBER.matcher(token).matches()) {
            return new Literal.Number(new BigDecimal(token));
        }
        if (DATE.matcher(token).matches()) {
            return moment(token);
        }
        if ("(),".contains(token)) {
            next--;
            throw expected("a literal");
        }
        return new Literal.Text(token);
    }

    private static Literal moment(String token) {
        try {
            return new Literal.Moment(Literal.instant(token));
        } catch (DateTimeParseException bad) {
            throw new SyntaxException("Expected a date such as 2026-11-22T10:11:12Z, found '%s'.".formatted(token));
        }
    }

    private boolean accept(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void require(String token) {
        if (!accept(token)) {
            throw expected("'" + token + "'");
        }
    }

    private String take(String what) {
        if (next >= tokens.size()) {
            throw expected(what);
        }
        return tokens.get(next++);
    }

    private SyntaxException expected(String what) {
        String found = next < tokens.size() ? "'" + tokens.get(next) + "'" : "the end";
        return new SyntaxException("Syntax error: expected %s, found %s in '%s'.".formatted(what, found, text));
    }

    private static <E extends Enum<E>> Optional<E> oneOf(E[] values, String word) {
        return Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
