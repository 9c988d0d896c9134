package dev.cosell.sandbox.salesforce.soql;

/** One item behind SELECT. */
public sealed interface Selected permits Path, Selected.Children, Selected.Fields {
    /** A query of the records that point here, in parentheses; its FROM is the relationship's name. */
    record Children(Query query) implements Selected {}

    /** {@code FIELDS(ALL)}, {@code FIELDS(STANDARD)} or {@code FIELDS(CUSTOM)}. */
    record Fields(Kind kind) implements Selected {}

    enum Kind {
        ALL,
        STANDARD,
        CUSTOM
    }
}
