package dev.cosell.sync.pair;

/**
 * A row in the CRM.
 *
 * @param table logical name, for instance {@code opportunity}
 * @param id the CRM's own primary key, in the one form {@code Crm.ref} gives it; or, of a record that is yet to be made in
 *     a CRM that chooses keys itself, the name from {@code Crm.nameOfNew}
 */
public record RecordRef(String table, String id) {
    @Override
    public String toString() {
        return table + "/" + id;
    }

    /** Reads what {@link #toString()} gave. */
    public static RecordRef parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            throw new IllegalArgumentException("expected table/id, found " + text);
        }
        return new RecordRef(text.substring(0, slash), text.substring(slash + 1));
    }
}
