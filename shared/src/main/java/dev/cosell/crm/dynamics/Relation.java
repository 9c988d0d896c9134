package dev.cosell.crm.dynamics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The related rows a field map may read through: the first step of a path such as {@code customerid/name}.
 *
 * <p>A customer may be an account or a contact, so its navigation property carries the table; only accounts are read.
 */
enum Relation {
    CUSTOMER("customerid", "customerid_account", Table.ACCOUNT),
    CONTACT("parentcontactid", "parentcontactid", Table.CONTACT);

    private final String column;
    private final String navigation;
    private final Table table;

    Relation(String column, String navigation, Table table) {
        this.column = column;
        this.navigation = navigation;
        this.table = table;
    }

    /** The relation a path goes through; nothing for a column of the record itself or an unknown relation. */
    static Optional<Relation> of(String path) {
        return Arrays.stream(values())
                .filter(relation -> path.startsWith(relation.prefix()))
                .findFirst();
    }

    static boolean isRelated(String path) {
        return path.contains("/");
    }

    String prefix() {
        return column + "/";
    }

    String navigation() {
        return navigation;
    }

    Table table() {
        return table;
    }

    /** The computed property that holds the related row's id. */
    String lookup() {
        return "_" + column + "_value";
    }

    String bind() {
        return navigation + "@odata.bind";
    }
}
