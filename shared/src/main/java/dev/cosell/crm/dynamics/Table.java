package dev.cosell.crm.dynamics;

import java.util.Arrays;
import java.util.Optional;

/** The tables the adapter touches: logical name (in metadata and events), entity set (in addresses), primary key. */
enum Table {
    OPPORTUNITY("opportunity", "opportunities", "opportunityid"),
    LEAD("lead", "leads", "leadid"),
    ACCOUNT("account", "accounts", "accountid"),
    CONTACT("contact", "contacts", "contactid"),
    USER("systemuser", "systemusers", "systemuserid"),
    CURRENCY("transactioncurrency", "transactioncurrencies", "transactioncurrencyid");

    private final String logicalName;
    private final String entitySet;
    private final String key;

    Table(String logicalName, String entitySet, String key) {
        this.logicalName = logicalName;
        this.entitySet = entitySet;
        this.key = key;
    }

    static Optional<Table> named(String logicalName) {
        return Arrays.stream(values())
                .filter(table -> table.logicalName.equals(logicalName))
                .findFirst();
    }

    String logicalName() {
        return logicalName;
    }

    String entitySet() {
        return entitySet;
    }

    String key() {
        return key;
    }

    /** The address of a row, relative to the service root: {@code opportunities(guid)}. */
    String row(String id) {
        return entitySet + "("
                + Guid.parse(id).orElseThrow(() -> new IllegalArgumentException("expected a GUID, found " + id))
                + ")";
    }

    /** How a payload refers to a row: {@code /opportunities(guid)}. */
    String reference(String id) {
        return "/" + row(id);
    }
}
