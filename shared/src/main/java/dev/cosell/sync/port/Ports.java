package dev.cosell.sync.port;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything outside that the engine uses.
 *
 * @param ignored referrals that policy keeps out
 * @param clock the storage server's time, so that all instances agree on leases
 * @param solutions the catalogue; read from memory mostly
 * @param people whoever is in a team but not in the CRM
 * @param gate what may be done now
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
        UnmatchedPeople people,
        Gate gate) {
    /** The same with another port of this kind in its place; likewise below. */
    public Ports with(PartnerCenter other) {
        return new Ports(
                hints, claims, pairs, queue, outages, ignored, other, crm, clock, random, solutions, people, gate);
    }

    public Ports with(Crm other) {
        return new Ports(
                hints,
                claims,
                pairs,
                queue,
                outages,
                ignored,
                partnerCenter,
                other,
                clock,
                random,
                solutions,
                people,
                gate);
    }

    public Ports with(Claims other) {
        return new Ports(
                hints,
                other,
                pairs,
                queue,
                outages,
                ignored,
                partnerCenter,
                crm,
                clock,
                random,
                solutions,
                people,
                gate);
    }

    public Ports with(PairStore other) {
        return new Ports(
                hints,
                claims,
                other,
                queue,
                outages,
                ignored,
                partnerCenter,
                crm,
                clock,
                random,
                solutions,
                people,
                gate);
    }

    public Ports with(WorkQueue other) {
        return new Ports(
                hints,
                claims,
                pairs,
                other,
                outages,
                ignored,
                partnerCenter,
                crm,
                clock,
                random,
                solutions,
                people,
                gate);
    }

    public Ports with(Solutions other) {
        return new Ports(
                hints, claims, pairs, queue, outages, ignored, partnerCenter, crm, clock, random, other, people, gate);
    }

    public Ports with(UnmatchedPeople other) {
        return new Ports(
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
                solutions,
                other,
                gate);
    }

    public Ports with(Gate other) {
        return new Ports(
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
                solutions,
                people,
                other);
    }
}
