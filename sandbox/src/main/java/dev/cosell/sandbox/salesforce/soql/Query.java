package dev.cosell.sandbox.salesforce.soql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One query.
 *
 * @param select what is asked for; empty for {@code COUNT()}
 * @param from object, or relationship within another query
 */
public record Query(
        List<Selected> select,
        String from,
        Optional<Condition> where,
        List<Order> order,
        OptionalInt limit,
        int offset) {

    /** @param nullsFirst where records without value stand */
    public record Order(Path path, boolean descending, boolean nullsFirst) {}

    /** Whether only the number of records is asked for. */
    public boolean counts() {
        return select.isEmpty();
    }
}
