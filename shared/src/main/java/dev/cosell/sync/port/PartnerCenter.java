package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.referral.Referral;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: the Referrals API. Every method is one metered call (listing: one per page).
 *
 * <p>All throw {@link dev.cosell.problem.Failure}: {@code REFERRAL_GONE} for 404, the system and transient problems of
 * the catalogue otherwise, with {@code outcomeUnknown} set where a write may have taken effect.
 */
public interface PartnerCenter {
    Referral read(String referralId);

    /**
     * Replaces members by JSON Patch, only if the referral is still at this version.
     *
     * @param values by JSON pointer; status goes before substatus
     */
    Written patch(String referralId, String version, Map<String, JsonNode> values);

    /**
     * Makes a referral.
     *
     * @param requestId sent as MS-RequestId; the same for every attempt
     */
    Referral create(ObjectNode referral, String requestId);

    /** Own referrals made at or after an instant, newest first. */
    List<Referral> createdSince(Instant since);

    /**
     * A page of our own referrals, the one that changed last first. Whatever changes while the pages are walked moves to
     * their front, so a walk from the front down to an instant misses nothing that had changed by its beginning.
     *
     * @param next of the page before
     */
    ReferralPage lastChanged(Optional<String> next);

    /** All halves of an engagement that are visible, Microsoft's included. */
    List<Referral> inEngagement(String engagementId);
}
