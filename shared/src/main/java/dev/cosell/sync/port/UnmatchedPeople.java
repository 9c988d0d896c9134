package dev.cosell.sync.port;

import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.PairId;
import java.time.Instant;

/** Port: the people of Partner Center's teams who are not users of the CRM. */
public interface UnmatchedPeople {
    /** Nobody keeps a list. */
    UnmatchedPeople UNLISTED = (person, pair, at) -> {};

    /** Takes note of a person; somebody who is noted again is listed once. */
    void note(TeamMember person, PairId pair, Instant at);
}
