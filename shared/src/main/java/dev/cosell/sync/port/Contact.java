package dev.cosell.sync.port;

import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;

/** A contact of an account. */
public record Contact(RecordRef ref, TeamMember person) {}
