package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads the subset of OData's {@code $filter} that the documents use: comparisons of nested paths, {@code and},
 * {@code or}, {@code not}, parentheses, and {@code collection/any(x:x/member eq 'value')}.
 */
final class Filter {
    private static final Set<String> OPERATORS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final String ANY = "/any";

    private final List<FilterToken> tokens;
    private int next;
    private Optional<String> variable = Optional.empty();
    private boolean namesEngagement;

    private Filter(List<FilterToken> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param matches decides for one referral
     * @param namesEngagement whether the engagement id occurs in it
     */
    record Parsed(Predicate<JsonNode> matches, boolean namesEngagement) {}

    /** @throws ApiException 400 if the text is outside the subset or names an unknown member */
    static Parsed parse(String text) {
        Filter filter = new Filter(FilterToken.split(text));
        Predicate<JsonNode> matches = filter.either();
        filter.expect(FilterToken.Kind.END, "");
        return new Parsed(matches, filter.namesEngagement);
    }

    private Predicate<JsonNode> either() {
        Predicate<JsonNode> left = both();
        while (takeWord("or")) {
            left = left.or(both());
        }
        return left;
    }

    private Predicate<JsonNode> both() {
        Predicate<JsonNode> left = one();
        while (takeWord("and")) {
            left = left.and(one());
        }
        return left;
    }

    private Predicate<JsonNode> one() {
        if (takeWord("not")) {
            return one().negate();
        }
        if (peek().equals(new FilterToken(FilterToken.Kind.MARK, "("))) {
            next++;
            Predicate<JsonNode> inner = either();
            expect(FilterToken.Kind.MARK, ")");
            return inner;
        }
        FilterToken path = take();
        if (path.kind() != FilterToken.Kind.WORD) {
            throw wrong("a member", path);
        }
        return path.text().endsWith(ANY) ? any(path.text()) : comparison(path.text());
    }

    private Predicate<JsonNode> any(String path) {
        String pointer = pointer(path.substring(0, path.length() - ANY.length()));
        expect(FilterToken.Kind.MARK, "(");
        variable = Optional.of(take().text());
        expect(FilterToken.Kind.MARK, ":");
        Predicate<JsonNode> inner = either();
        expect(FilterToken.Kind.MARK, ")");
        variable = Optional.empty();
        return referral -> {
            for (JsonNode item : referral.at(pointer)) {
                if (inner.test(item)) {
                    return true;
                }
            }
            return false;
        };
    }

    private Predicate<JsonNode> comparison(String path) {
        String pointer = pointer(path);
        FilterToken operator = take();
        if (!OPERATORS.contains(operator.text())) {
            throw wrong("one of " + OPERATORS, operator);
        }
        FilterLiteral literal = FilterLiteral.of(take());
        return item -> literal.compare(item.at(pointer), operator.text());
    }

    private String pointer(String path) {
        if (variable.isPresent() && path.startsWith(variable.get() + "/")) {
            return path.substring(variable.get().length());
        }
        String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        if (!Shape.knows(first)) {
            throw ApiException.invalid(
                    "$filter", "invalidFilter", "Could not find a property named '" + first + "' on type 'Referral'.");
        }
        namesEngagement |= first.equals("engagementId");
        return "/" + path;
    }

    private FilterToken peek() {
        return tokens.get(next);
    }

    private FilterToken take() {
        FilterToken token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    private boolean takeWord(String word) {
        boolean found = peek().equals(new FilterToken(FilterToken.Kind.WORD, word));
        if (found) {
            next++;
        }
        return found;
    }

    private void expect(FilterToken.Kind kind, String text) {
        FilterToken found = take();
        if (!found.equals(new FilterToken(kind, text))) {
            throw wrong(text.isEmpty() ? "the end" : "'" + text + "'", found);
        }
    }

    private static ApiException wrong(String expected, FilterToken found) {
        return ApiException.invalid(
                "$filter", "invalidFilter", "Expected " + expected + ", found '" + found.text() + "'.");
    }
}
