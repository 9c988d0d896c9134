package dev.cosell.sandbox.salesforce.soql;

import java.util.List;

/** What stands behind WHERE. */
public sealed interface Condition {
    record And(List<Condition> all) implements Condition {}

    record Or(List<Condition> any) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record Compare(Path path, Operator operator, Literal literal) implements Condition {}

    record In(Path path, boolean negated, List<Literal> literals) implements Condition {}

    /** The value is among those of another query. */
    record InQuery(Path path, boolean negated, Query query) implements Condition {}

    /** A multi-select picklist has one of the combinations, each like {@code A;B}. */
    record Includes(Path path, boolean negated, List<Literal> literals) implements Condition {}

    /** How one value is compared. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LIKE
    }
}
