package dev.cosell.setup.dynamics;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/**
 * The alternate key that leads do without: the survivor of a merge takes over the referral's id while the merged lead still
 * has it, and with a key Dynamics 365 refuses the merge.
 */
final class LeadKey implements Item {
    private final Definitions definitions;
    private final String table;
    private final String column;

    LeadKey(Definitions definitions, String table, String column) {
        this.definitions = definitions;
        this.table = table;
        this.column = column;
    }

    @Override
    public Finding look() {
        String name = table + "." + column;
        return definitions
                .key(table, column)
                .map(found -> Finding.different(
                        ReferralKey.KIND,
                        name,
                        "expected none, found " + found.path("LogicalName").asText()
                                + ", which refuses merges of leads that are deals; delete it in the table's Keys"))
                .orElseGet(() -> Finding.leftOut(
                        ReferralKey.KIND, name, "not needed, and it would refuse merges of leads that are deals"));
    }

    @Override
    public void make() {
        throw new IllegalStateException("leads get no key");
    }
}
