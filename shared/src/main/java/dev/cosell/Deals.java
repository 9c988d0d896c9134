package dev.cosell;

import dev.cosell.operate.deal.Explanation;
import dev.cosell.operate.deal.IgnoredReferrals;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.operate.deal.SharedTimelines;
import dev.cosell.operate.deal.UnmatchedPeople;
import dev.cosell.sync.Signposts;

/** Part of the composition: what people see of deals. */
public record Deals(
        Referrals referrals,
        SharedTimelines sharedTimelines,
        Explanation explanation,
        IgnoredReferrals ignored,
        UnmatchedPeople unmatchedPeople) {
    /** Makes no call. */
    static Deals of(Stores stores, Systems systems) {
        Referrals referrals = new Referrals(
                systems.maps(),
                stores.pairs(),
                stores.directory(),
                stores.claims(),
                stores.inbox(),
                stores.clock(),
                pair -> Signposts.of(stores.links(), systems.crm(), pair),
                systems.crm()::ref);
        return new Deals(
                referrals,
                new SharedTimelines(referrals, stores.seals()),
                new Explanation(systems.maps(), stores.directory(), referrals),
                new IgnoredReferrals(stores.ignored(), stores.claims(), stores.inbox(), stores.clock()),
                new UnmatchedPeople(stores.people()));
    }
}
