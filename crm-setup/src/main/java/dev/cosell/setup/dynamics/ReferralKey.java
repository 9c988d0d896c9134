package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/** The alternate key on the referral's id, by which Dynamics 365 itself refuses a second record for one referral. */
final class ReferralKey implements Item {
    static final String KIND = "alternate key";

    private static final String NAME = "cosell_referralidentifier";

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final Labels labels;
    private final String table;
    private final String column;

    ReferralKey(Dataverse dataverse, Definitions definitions, Labels labels, String table, String column) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.labels = labels;
        this.table = table;
        this.column = column;
    }

    /** Any key on this column alone will do. Its index is built in the background, and fails over values that are there twice. */
    @Override
    public Finding look() {
        String name = table + "." + column;
        return definitions
                .key(table, column)
                .map(found -> switch (found.path("EntityKeyIndexStatus").asText()) {
                    case "Active" -> Finding.there(KIND, name);
                    case "Failed" ->
                        Finding.different(
                                KIND,
                                name,
                                "expected an active index, found one that failed: some referral's id is on two records."
                                        + " Clear it on all but one, then activate the key in the table's Keys");
                    default ->
                        new Finding(
                                KIND,
                                name,
                                Finding.State.THERE,
                                "its index is being built in the background; check again later");
                })
                .orElseGet(() -> Finding.missing(KIND, name, "its index is built in the background"));
    }

    @Override
    public void make() {
        ObjectNode key = Dataverse.object().put("SchemaName", NAME);
        key.set("DisplayName", labels.of("Partner Center referral"));
        key.putArray("KeyAttributes").add(column);
        dataverse.create(Definitions.address(table) + "/Keys", key, Home.CONNECTOR.solution());
    }
}
