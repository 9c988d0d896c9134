package dev.cosell.sync;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything outside that the engine uses.
 *
 * @param ignored referrals that policy keeps out
 * @param clock the storage server's time, so that all instances agree on leases
 * @param solutions the catalogue; read from memory mostly
 * @param people whoever is in a team but not in the CRM
 * @param random for marks, owners and jitter; seeded in simulations
 */
public record Ports(
        Hints hints,
        Claims claims,
        PairStore pairs,
        WorkQueue queue,
        Outages outages,
        Ignored ignored,
        PartnerCenter partnerCenter,
        Crm crm,
        InstantSource clock,
        RandomGenerator random,
        Solutions solutions,
        UnmatchedPeople people) {
    /** Without a catalogue of solutions and a list of people. */
    public Ports(
            Hints hints,
            Claims claims,
            PairStore pairs,
            WorkQueue queue,
            Outages outages,
            Ignored ignored,
            PartnerCenter partnerCenter,
            Crm crm,
            InstantSource clock,
            RandomGenerator random) {
        this(
                hints,
                claims,
                pairs,
                queue,
                outages,
                ignored,
                partnerCenter,
                crm,
                clock,
                random,
                Solutions.NONE,
                UnmatchedPeople.UNLISTED);
    }

    /** The same with another Partner Center. */
    Ports with(PartnerCenter other) {
        return new Ports(hints, claims, pairs, queue, outages, ignored, other, crm, clock, random, solutions, people);
    }

    /** The same with another CRM. */
    Ports with(Crm other) {
        return new Ports(
                hints, claims, pairs, queue, outages, ignored, partnerCenter, other, clock, random, solutions, people);
    }
}
