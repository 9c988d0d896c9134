package dev.cosell.sandbox.salesforce.soql;

import java.util.List;

/** A field, or a field of a record that lookups lead to: {@code Account.Owner.Email}. */
public record Path(List<String> names) implements Selected {
    static Path of(String text) {
        return new Path(List.of(text.split("\\.")));
    }

    public String field() {
        return names.getLast();
    }

    /** The relationships to follow first. */
    public List<String> relationships() {
        return names.subList(0, names.size() - 1);
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
