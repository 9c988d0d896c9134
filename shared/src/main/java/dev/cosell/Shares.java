package dev.cosell;

import dev.cosell.operate.share.AutoShare;
import dev.cosell.operate.share.FilteredRecords;
import dev.cosell.operate.share.Sharing;
import dev.cosell.operate.share.SolutionCatalogue;
import dev.cosell.operate.share.Validation;

/** Part of the composition: sharing records, and what has to be right for it. */
public record Shares(Sharing sharing, AutoShare autoShare, Validation validation, SolutionCatalogue solutionCatalogue) {
    /** Makes no call. */
    static Shares of(Foundation foundation, Stores stores, Systems systems, FilteredRecords records) {
        Settings settings = foundation.settings();
        return new Shares(
                new Sharing(
                        systems.maps().deals(),
                        records,
                        stores.claims(),
                        stores.inbox(),
                        stores.links(),
                        settings.yes(Setting.SHARE_APPROVAL)),
                new AutoShare(
                        systems.maps().deals(),
                        systems.crm(),
                        stores.claims(),
                        stores.outages(),
                        foundation.switches(),
                        stores.inbox(),
                        settings.autoShareFilter(),
                        settings.yes(Setting.AUTO_SHARE_VALID_ONLY),
                        stores.clock()),
                new Validation(
                        systems::limited,
                        systems.crm(),
                        records,
                        systems::partnerCenter,
                        stores.solutions()::known,
                        stores.pairs(),
                        stores.claims(),
                        stores.links()),
                new SolutionCatalogue(stores.solutions(), systems.partnerCenter(), stores.clock()));
    }
}
