package dev.cosell.sandbox.salesforce.soql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** A value as it stands in a query. */
public sealed interface Literal {
    /** @param raw as written between the quotes: LIKE has its own escapes */
    record Text(String value, String raw) implements Literal {}

    record Number(BigDecimal value) implements Literal {}

    record Flag(boolean value) implements Literal {}

    record Null() implements Literal {}

    record Day(LocalDate value) implements Literal {}

    record Moment(Instant value) implements Literal {}

    /**
     * A span of days that ends or begins today, {@code LAST_N_DAYS:30} say.
     *
     * @param from days from today to the first day, negative for the past
     * @param to days from today to the day after the last
     */
    record Days(int from, int to) implements Literal {}
}
