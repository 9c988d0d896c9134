package dev.cosell.sync;

import dev.cosell.referral.Admission;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/**
 * How the engine behaves.
 *
 * @param admission which referrals get a record
 * @param sharing how records become referrals
 * @param closeGrace how long a closing that the seller made waits before it is sent, so that it can be taken back
 * @param leadClosesIn from the qualification of a lead to the close date of its deal, if nobody gave one
 * @param customers how customers and people are recognised, and what is filled in
 * @param links to pages of this app that people are shown
 */
public record SyncSettings(
        Timing timing,
        Admission admission,
        Sharing sharing,
        Duration closeGrace,
        Period leadClosesIn,
        CustomerSettings customers,
        Links links) {
    /**
     * Times of the engine itself, the same in every installation.
     *
     * @param lease how long a worker may write for a pair
     * @param callTimeout time limit of one remote call; a write starts only if it would end within the lease
     * @param margin what is kept back of a lease for clock differences (storage tells the time to the second)
     * @param quiet after a write to Partner Center, how long further CRM edits are collected
     * @param probe how often an unusable system is tried again
     * @param lookAgain pause between two looks for something a create may have made
     */
    public record Timing(
            Duration lease, Duration callTimeout, Duration margin, Duration quiet, Duration probe, Duration lookAgain) {
        public static final Timing STANDARD = new Timing(
                Duration.ofMinutes(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));

        /** How long a call that was begun may still have an effect, by any clock. */
        public Duration longestCall() {
            return callTimeout.plus(margin);
        }
    }

    /**
     * How records become referrals.
     *
     * @param location PartnerID of the location that new referrals belong to, unless the record names one
     * @param approval whether a record that is shared waits until somebody approves of it
     */
    public record Sharing(Optional<String> location, boolean approval) {
        public static final Sharing DEFAULT = new Sharing(Optional.empty(), false);
    }

    /** As without any setting. */
    public static final SyncSettings DEFAULT = new SyncSettings(
            Timing.STANDARD,
            Admission.DEFAULT,
            Sharing.DEFAULT,
            Duration.ZERO,
            Period.ofDays(90),
            CustomerSettings.DEFAULT,
            Links.NONE);

    /** Whether referrals that are still leads get a record. */
    public boolean leads() {
        return admission.leads();
    }

    public SyncSettings withAdmission(Admission comesIn) {
        return new SyncSettings(timing, comesIn, sharing, closeGrace, leadClosesIn, customers, links);
    }

    public SyncSettings withSharing(Sharing goesOut) {
        return new SyncSettings(timing, admission, goesOut, closeGrace, leadClosesIn, customers, links);
    }

    public SyncSettings withCloseGrace(Duration grace) {
        return new SyncSettings(timing, admission, sharing, grace, leadClosesIn, customers, links);
    }

    public SyncSettings withLeadClosesIn(Period time) {
        return new SyncSettings(timing, admission, sharing, closeGrace, time, customers, links);
    }

    public SyncSettings withCustomers(CustomerSettings recognised) {
        return new SyncSettings(timing, admission, sharing, closeGrace, leadClosesIn, recognised, links);
    }

    public SyncSettings withLinks(Links shown) {
        return new SyncSettings(timing, admission, sharing, closeGrace, leadClosesIn, customers, shown);
    }
}
