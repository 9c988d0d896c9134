package dev.cosell.sync;

import dev.cosell.referral.TeamMember;

/** A contact of an account. */
public record Contact(RecordRef ref, TeamMember person) {}
