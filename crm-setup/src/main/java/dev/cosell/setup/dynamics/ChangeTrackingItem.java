package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/** That Dataverse tracks the changes of a table's rows. Once on, it is never switched off here. */
final class ChangeTrackingItem implements Item {
    static final String KIND = "change tracking";

    private static final String TRACKED = "ChangeTrackingEnabled";

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final String table;

    ChangeTrackingItem(Dataverse dataverse, Definitions definitions, String table) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.table = table;
    }

    @Override
    public Finding look() {
        return definitions.table(table).path(TRACKED).asBoolean()
                ? Finding.there(KIND, table)
                : Finding.missing(KIND, table, "");
    }

    /** A definition can be replaced only as a whole, so all of what was read goes back. */
    @Override
    public void make() {
        ObjectNode definition = definitions.table(table).put(TRACKED, true);
        definition.remove("@odata.context");
        dataverse.replace(Definitions.address(table), definition);
    }
}
