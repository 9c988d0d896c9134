package dev.cosell.sandbox.salesforce.soql;

import dev.cosell.sandbox.salesforce.soql.Condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads a query by descent. Left out: GROUP BY, HAVING, aggregates but COUNT(), TYPEOF, data
 * categories, functions, other names for objects. */
public final class Parser {
    private final String text;
    private final List<Token> tokens;
    private int next;

    private Parser(String text) {
        this.text = text;
        this.tokens = Token.read(text);
    }

    /** @throws SoqlException if the text is no query, or uses what is left out */
    public static Query query(String text) {
        Parser parser = new Parser(text);
        Query query = parser.query();
        parser.end();
        return query;
    }

    /**
     * A condition alone, as behind WHERE.
     *
     * @throws SoqlException if the text is none
     */
    public static Condition condition(String text) {
        Parser parser = new Parser(text);
        Condition condition = parser.condition();
        parser.end();
        return condition;
    }

    private Query query() {
        expect("SELECT");
        List<Selected> select = select();
        expect("FROM");
        String from = word();
        Optional<Condition> where = taken("WHERE") ? Optional.of(condition()) : Optional.empty();
        List<Query.Order> order = new ArrayList<>();
        if (taken("ORDER")) {
            expect("BY");
            do {
                order.add(order());
            } while (taken(","));
        }
        OptionalInt limit = taken("LIMIT") ? OptionalInt.of(number()) : OptionalInt.empty();
        int offset = taken("OFFSET") ? number() : 0;
        if (taken("FOR")) {
            // FOR VIEW and FOR REFERENCE only remember what was looked at.
            word();
        }
        return new Query(select, from, where, order, limit, offset);
    }

    private List<Selected> select() {
        if (peek().is("COUNT")
                && tokens.get(next + 1).is("(")
                && tokens.get(next + 2).is(")")) {
            next += 3;
            return List.of();
        }
        List<Selected> selected = new ArrayList<>();
        do {
            selected.add(selected());
        } while (taken(","));
        return selected;
    }

    private Selected selected() {
        if (taken("(")) {
            Query children = query();
            expect(")");
            return new Selected.Children(children);
        }
        String name = word();
        if (!peek().is("(")) {
            return Path.of(name);
        }
        if (!name.equalsIgnoreCase("FIELDS")) {
            throw unexpected(peek());
        }
        expect("(");
        Selected.Kind kind = switch (word().toUpperCase(Locale.ROOT)) {
            case "ALL" -> Selected.Kind.ALL;
            case "STANDARD" -> Selected.Kind.STANDARD;
            case "CUSTOM" -> Selected.Kind.CUSTOM;
            default -> throw unexpected(tokens.get(next - 1));
        };
        expect(")");
        return new Selected.Fields(kind);
    }

    private Query.Order order() {
        Path path = Path.of(word());
        boolean descending = taken("DESC");
        if (!descending) {
            taken("ASC");
        }
        boolean nullsFirst = true;
        if (taken("NULLS")) {
            nullsFirst = taken("FIRST");
            if (!nullsFirst) {
                expect("LAST");
            }
        }
        return new Query.Order(path, descending, nullsFirst);
    }

    /** As the service has it, AND and OR on one level need parentheses. */
    private Condition condition() {
        Condition first = simple();
        if (peek().is("AND")) {
            Condition all = new Condition.And(chain(first, "AND"));
            if (peek().is("OR")) {
                throw unexpected(peek());
            }
            return all;
        }
        if (peek().is("OR")) {
            Condition any = new Condition.Or(chain(first, "OR"));
            if (peek().is("AND")) {
                throw unexpected(peek());
            }
            return any;
        }
        return first;
    }

    private List<Condition> chain(Condition first, String word) {
        List<Condition> links = new ArrayList<>(List.of(first));
        while (taken(word)) {
            links.add(simple());
        }
        return links;
    }

    private Condition simple() {
        if (taken("NOT")) {
            return new Condition.Not(simple());
        }
        if (taken("(")) {
            Condition inner = condition();
            expect(")");
            return inner;
        }
        return comparison(Path.of(word()));
    }

    private Condition comparison(Path path) {
        Token operator = tokens.get(next++);
        return switch (operator.text().toUpperCase(Locale.ROOT)) {
            case "=" -> new Condition.Compare(path, Operator.EQUAL, literal());
            case "!=", "<>" -> new Condition.Compare(path, Operator.NOT_EQUAL, literal());
            case "<" -> new Condition.Compare(path, Operator.LESS, literal());
            case "<=" -> new Condition.Compare(path, Operator.LESS_OR_EQUAL, literal());
            case ">" -> new Condition.Compare(path, Operator.GREATER, literal());
            case ">=" -> new Condition.Compare(path, Operator.GREATER_OR_EQUAL, literal());
            case "LIKE" -> new Condition.Compare(path, Operator.LIKE, literal());
            case "IN" -> in(path, false);
            case "NOT" -> {
                expect("IN");
                yield in(path, true);
            }
            case "INCLUDES" -> new Condition.Includes(path, false, listed(this::literal));
            case "EXCLUDES" -> new Condition.Includes(path, true, listed(this::literal));
            default -> throw unexpected(operator);
        };
    }

    private Condition in(Path path, boolean negated) {
        if (peek().is("(") && tokens.get(next + 1).is("SELECT")) {
            expect("(");
            Query query = query();
            expect(")");
            return new Condition.InQuery(path, negated, query);
        }
        return new Condition.In(path, negated, listed(this::literal));
    }

    private <T> List<T> listed(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        expect("(");
        do {
            items.add(item.get());
        } while (taken(","));
        expect(")");
        return items;
    }

    private Literal literal() {
        Token token = tokens.get(next++);
        return Literals.read(token).orElseThrow(() -> unexpected(token));
    }

    private int number() {
        Token token = tokens.get(next++);
        try {
            int number = Integer.parseInt(token.text());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException bad) {
            // Said below, with the place.
        }
        throw unexpected(token);
    }

    private String word() {
        Token token = tokens.get(next++);
        if (token.kind() != Token.Kind.WORD || token.text().contains(":")) {
            throw unexpected(token);
        }
        return token.text();
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean taken(String word) {
        boolean there = peek().is(word);
        if (there) {
            next++;
        }
        return there;
    }

    private void expect(String word) {
        if (!taken(word)) {
            throw unexpected(peek());
        }
    }

    private void end() {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(peek());
        }
    }

    private SoqlException unexpected(Token token) {
        String found = token.kind() == Token.Kind.END ? "<EOF>" : token.text();
        return new SoqlException(text, token.position(), "unexpected token: '%s'".formatted(found));
    }
}
