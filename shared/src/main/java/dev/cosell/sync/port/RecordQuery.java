package dev.cosell.sync.port;

import java.util.Optional;

/**
 * Which records of a table to list.
 *
 * @param table logical name
 * @param shared only those whose sync switch is on, or off; empty for both
 * @param filter a further condition in the CRM's own words (an OData filter, a SOQL condition)
 * @param size of a page, 1 to 500
 */
public record RecordQuery(String table, Optional<Boolean> shared, Optional<String> filter, int size) {}
