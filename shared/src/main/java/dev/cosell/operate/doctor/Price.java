package dev.cosell.operate.doctor;

import java.math.BigDecimal;

/**
 * What Azure charges for one of something in US dollars: list prices of East US, for an account with locally redundant
 * storage. docs/cost.md names the page and the day of each.
 */
enum Price {
    EXECUTION("0.40", 1_000_000, 250_000),
    GB_SECOND("0.000026", 1, 100_000),
    QUEUE_TRANSACTION("0.004", 10_000, 0),
    TABLE_TRANSACTION("0.00036", 10_000, 0),
    GB_IN_TABLES("0.045", 1, 0),
    BLOB_WRITE("0.055", 10_000, 0),
    GB_OF_LOGS("2.30", 1, 5),
    VAULT_OPERATION("0.03", 10_000, 0);

    private final BigDecimal dollars;
    private final int unit;
    private final int free;

    /**
     * @param dollars for one unit
     * @param unit how many are charged together
     * @param free of them, each month
     */
    Price(String dollars, int unit, int free) {
        this.dollars = new BigDecimal(dollars);
        this.unit = unit;
        this.free = free;
    }

    /** For so many in a month. */
    double of(double used) {
        return Math.max(0, used - free) * dollars.doubleValue() / unit;
    }

    BigDecimal dollars() {
        return dollars;
    }

    int unit() {
        return unit;
    }

    int free() {
        return free;
    }
}
