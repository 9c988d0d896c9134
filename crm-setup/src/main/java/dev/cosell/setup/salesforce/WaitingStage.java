package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/** The stage of deals that nobody has answered. Deploying stages would replace the organisation's own, so a person adds it. */
final class WaitingStage implements Item {
    static final String KIND = "stage";

    private static final String NAME = "On Hold";

    private final SalesforceCli cli;

    WaitingStage(SalesforceCli cli) {
        this.cli = cli;
    }

    @Override
    public Finding look() {
        boolean there = !cli.query(
                        "SELECT ApiName FROM OpportunityStage WHERE ApiName = '" + NAME + "' AND IsActive = true")
                .isEmpty();
        return there
                ? Finding.there(KIND, NAME)
                : Finding.leftOut(
                        KIND,
                        NAME,
                        "add it, type Open, in Object Manager, Opportunity, Fields & Relationships, Stage; or name a stage"
                                + " of yours in the field map");
    }

    @Override
    public void make() {
        throw new IllegalStateException("a stage is left to people");
    }
}
