package dev.cosell.sync;

import dev.cosell.referral.Admission;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/**
 * How the engine behaves in time.
 *
 * @param lease how long a worker may write for a pair
 * @param callTimeout time limit of one remote call; a write starts only if it would end within the lease
 * @param margin what is kept back of a lease for clock differences (storage tells the time to the second)
 * @param quiet after a write to Partner Center, how long further CRM edits are collected
 * @param probe how often an unusable system is tried again
 * @param lookAgain pause between two looks for something a create may have made
 * @param location PartnerID of the location that new referrals belong to, unless the record names one
 * @param closeGrace how long a closing that the seller made waits before it is sent, so that it can be taken back
 * @param admission which referrals get a record
 * @param leadClosesIn from the qualification of a lead to the close date of its deal, if nobody gave one
 * @param customers how customers and people are recognised, and what is filled in
 * @param approval whether a record that is shared waits until somebody approves of it
 * @param links to pages of this app that people are shown
 */
public record SyncSettings(
        Duration lease,
        Duration callTimeout,
        Duration margin,
        Duration quiet,
        Duration probe,
        Duration lookAgain,
        Optional<String> location,
        Duration closeGrace,
        Admission admission,
        Period leadClosesIn,
        CustomerSettings customers,
        boolean approval,
        Links links) {
    public static final SyncSettings DEFAULT = new SyncSettings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Optional.empty(),
            Duration.ZERO,
            Admission.DEFAULT,
            Period.ofDays(90),
            CustomerSettings.DEFAULT,
            false,
            Links.NONE);

    /** Whether referrals that are still leads get a record. */
    public boolean leads() {
        return admission.leads();
    }

    /** The same with leads synchronised, or not. */
    public SyncSettings withLeads(boolean synchronised) {
        return withAdmission(admission.withLeads(synchronised));
    }

    /** The same with another default for the close date of a qualified lead. */
    public SyncSettings withLeadClosesIn(Period time) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                closeGrace,
                admission,
                time,
                customers,
                approval,
                links);
    }

    /** The same with another way to recognise customers and people. */
    public SyncSettings withCustomers(CustomerSettings recognised) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                closeGrace,
                admission,
                leadClosesIn,
                recognised,
                approval,
                links);
    }

    /** The same, with new referrals in this location. */
    public SyncSettings in(Optional<String> partnerId) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                partnerId,
                closeGrace,
                admission,
                leadClosesIn,
                customers,
                approval,
                links);
    }

    /** The same with another time for taking a closing back. */
    public SyncSettings withCloseGrace(Duration grace) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                grace,
                admission,
                leadClosesIn,
                customers,
                approval,
                links);
    }

    public SyncSettings withAdmission(Admission comesIn) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                closeGrace,
                comesIn,
                leadClosesIn,
                customers,
                approval,
                links);
    }

    public SyncSettings withApproval(boolean needed) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                closeGrace,
                admission,
                leadClosesIn,
                customers,
                needed,
                links);
    }

    /** The same with the addresses that people are shown. */
    public SyncSettings withLinks(Links shown) {
        return new SyncSettings(
                lease,
                callTimeout,
                margin,
                quiet,
                probe,
                lookAgain,
                location,
                closeGrace,
                admission,
                leadClosesIn,
                customers,
                approval,
                shown);
    }
}
