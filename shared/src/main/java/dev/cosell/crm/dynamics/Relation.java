package dev.cosell.crm.dynamics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The related rows a field map may read through: the first step of a path such as {@code customerid/name}.
 *
 * <p>A customer may be an account or a contact, so its navigation property carries the table; only accounts are read.
 */
enum Relation {
    CUSTOMER("customerid", "customerid_account", "customerid", Table.ACCOUNT),
    CONTACT("parentcontactid", "parentcontactid", "parentcontactid", Table.CONTACT),
    /** An owner may be a team, so the person is reached by a column of its own. */
    OWNER("ownerid", "owninguser", "owninguser", Table.USER);

    private final String column;
    private final String navigation;
    private final String shownBy;
    private final Table table;

    Relation(String column, String navigation, String shownBy, Table table) {
        this.column = column;
        this.navigation = navigation;
        this.shownBy = shownBy;
        this.table = table;
    }

    /** The relation whose column this is, if it is one. */
    static Optional<Relation> by(String column) {
        return Arrays.stream(values())
                .filter(relation -> relation.column.equals(column))
                .findFirst();
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

    String column() {
        return column;
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
        return "_" + shownBy + "_value";
    }

    String bind() {
        return navigation + "@odata.bind";
    }
}
