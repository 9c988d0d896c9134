package dev.cosell;

import dev.cosell.operate.command.Approvals;
import dev.cosell.operate.command.Asking;
import dev.cosell.operate.command.Conflicts;
import dev.cosell.operate.command.CountryEntry;
import dev.cosell.operate.command.CustomerChoice;
import dev.cosell.operate.command.DealRegistrations;
import dev.cosell.operate.command.Moves;
import dev.cosell.operate.command.Orphans;
import dev.cosell.operate.deal.Referrals;

/** Part of the composition: what people ask of a deal. */
public record Commands(
        Moves moves,
        Approvals approvals,
        Conflicts conflicts,
        Orphans orphans,
        DealRegistrations dealRegistrations,
        CustomerChoice customerChoice,
        CountryEntry countryEntry) {
    /** Makes no call. */
    static Commands of(Stores stores, Systems systems, Referrals referrals) {
        Asking asking = new Asking(stores.pairs(), stores.inbox(), stores.clock());
        return new Commands(
                new Moves(referrals, asking),
                new Approvals(referrals, asking),
                new Conflicts(systems.maps(), stores.directory(), referrals, asking),
                new Orphans(referrals, asking),
                new DealRegistrations(referrals, systems::partnerCenter, asking),
                new CustomerChoice(referrals, asking, systems.crm().customers()),
                new CountryEntry(referrals, asking));
    }
}
