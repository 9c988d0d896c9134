package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.partnercenter.StatusMachine.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the partner may do through the Referrals API, with every rule of it. */
final class ReferralApi {
    private static final String SHARE = "/consent/consentToShareReferralWithMicrosoftSellers";
    /** The observed acceptance of an own deal lies less than 50 ms before its creation. */
    private static final Duration ACCEPTED_BEFORE = Duration.ofMillis(20);

    private final Referrals referrals;
    private final Clock clock;

    ReferralApi(Referrals referrals, Clock clock) {
        this.referrals = referrals;
        this.clock = clock;
    }

    /**
     * One referral that the caller may see.
     *
     * @throws ApiException 404
     */
    ObjectNode get(String id) {
        return referrals
                .find(id)
                .orElseThrow(() -> ApiException.notFound("referral", "There is no referral " + id + "."));
    }

    /**
     * Makes an own deal, or Microsoft's half of the engagement that the body names. Nothing makes a repeated call safe:
     * no such promise is documented.
     *
     * @throws ApiException 400 or 404
     */
    ObjectNode create(JsonNode body) {
        ObjectNode request = CreateRules.accept(body);
        ObjectNode draft = CreateRules.invitesMicrosoft(request) ? microsoftsHalf(request) : ownDeal(request);
        return referrals.add(draft, true);
    }

    /**
     * Patches an own referral.
     *
     * @param ifMatch empty for no condition
     * @throws ApiException 400, 403, 404 or 412
     */
    ObjectNode patch(String id, String ifMatch, JsonNode body, PartnerCenterSettings settings) {
        return referrals.update(id, true, referral -> {
            if (!referrals.isOwn(referral)) {
                throw ApiException.denied("The referral " + id + " belongs to another organization.");
            }
            checkVersion(referral, ifMatch);
            Patch patch = Patch.read(body, settings);
            checkState(referral, patch, settings);
            return apply(referral, patch);
        });
    }

    /** Where Microsoft's half of the engagement stands, if there is one. */
    private Optional<Place> microsofts(ObjectNode referral) {
        return referrals.ofEngagement(referral.path("engagementId").asText()).stream()
                .filter(half -> half.path("organizationId").asText().equals(Organization.MICROSOFT))
                .map(Lifecycle::place)
                .findFirst();
    }

    private ObjectNode apply(ObjectNode referral, Patch patch) {
        Place before = Lifecycle.place(referral);
        boolean shared = referral.at(SHARE).asBoolean();
        patch.apply(referral);
        StatusMachine.check(before, Lifecycle.place(referral));
        if (shared && !referral.at(SHARE).asBoolean()) {
            throw ApiException.invalid(SHARE, "invalidValue", "A deal that was shared with Microsoft stays shared.");
        }
        if (!patch.touchesRegistrations()) {
            return referral;
        }
        ObjectNode complete = Shape.complete(referral);
        Registrations.settle(complete, microsofts(complete), clock.instant());
        return complete;
    }

    private void checkState(ObjectNode referral, Patch patch, PartnerCenterSettings settings) {
        if (Lifecycle.place(referral).isClosed() && !patch.touchesOnlyRegistrations()) {
            throw ApiException.invalid(
                    "/status",
                    "closedReferral",
                    "The referral is " + Lifecycle.place(referral) + "; only its registrations can be edited.");
        }
        if (settings.customerContactFixedAfterSharing()
                && patch.touches("/customerProfile/team")
                && hasMicrosoft(referral.path("engagementId").asText())) {
            throw ApiException.invalid(
                    "/customerProfile/team", "readOnly", "The customer contact is fixed once Microsoft is invited.");
        }
    }

    private static void checkVersion(ObjectNode referral, String ifMatch) {
        String current = referral.path("eTag").asText();
        if (!ifMatch.isEmpty() && !ifMatch.equals("*") && !ifMatch.equals(current)) {
            throw ApiException.modified(current, ifMatch);
        }
    }

    private ObjectNode ownDeal(ObjectNode request) {
        Organization owner = referrals.owner();
        Instant now = clock.instant();
        String engagement = request.path("engagementId").asText("");
        if (!engagement.isEmpty()) {
            ownReferral(engagement);
        }
        ObjectNode draft = draft(request, engagement.isEmpty() ? newId() : engagement);
        draft.put("organizationId", owner.id()).put("organizationName", owner.name());
        draft.put("status", "Active").put("substatus", "Accepted").put("direction", "Outgoing");
        draft.put("acceptedDateTime", Ticks.json(now.minus(ACCEPTED_BEFORE)));
        if (!request.hasNonNull("mpnId")) {
            draft.put("mpnId", owner.mpnId());
        }
        // The type that was sent is only indicative: without consent to share, the deal is the partner's alone.
        JsonNode share = request.at(SHARE);
        if (share.isBoolean() && !share.asBoolean()) {
            draft.put("type", "Independent");
        }
        invitedBy(draft, owner);
        draft.putArray("registrations");
        return draft;
    }

    private ObjectNode microsoftsHalf(ObjectNode request) {
        String engagement = request.path("engagementId").asText("");
        if (engagement.isEmpty()) {
            throw ApiException.invalid(
                    "engagementId", "missingProperty", "Inviting Microsoft needs the engagement of an own deal.");
        }
        ObjectNode own = ownReferral(engagement);
        if (Lifecycle.place(own).isClosed()) {
            throw ApiException.invalid("engagementId", "closedReferral", "The own deal of the engagement is closed.");
        }
        if (!request.at(SHARE).asBoolean() || !own.at(SHARE).asBoolean(true)) {
            throw ApiException.invalid(SHARE, "invalidValue", "Inviting Microsoft needs consent to share the deal.");
        }
        ObjectNode draft = draft(request, own.path("engagementId").asText());
        draft.put("organizationId", Organization.MICROSOFT).put("organizationName", "Microsoft");
        draft.put("status", "New").put("substatus", "Pending").put("direction", "Outgoing");
        draft.put("expirationDateTime", Ticks.json(clock.instant().plus(Lifecycle.ANSWER_TIME)));
        invitedBy(draft, referrals.owner());
        draft.putArray("registrations");
        return draft;
    }

    private static ObjectNode draft(ObjectNode request, String engagementId) {
        ObjectNode draft = request.deepCopy();
        return draft.put("id", newId()).put("engagementId", engagementId);
    }

    private static void invitedBy(ObjectNode draft, Organization inviter) {
        JsonNode context = draft.path("inviteContext");
        ObjectNode invitation = context instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        if (!invitation.path("invitedBy").hasNonNull("organizationId")) {
            invitation
                    .putObject("invitedBy")
                    .put("organizationId", inviter.id())
                    .put("organizationName", inviter.name());
        }
        draft.set("inviteContext", invitation);
    }

    private ObjectNode ownReferral(String engagement) {
        return referrals.ofEngagement(engagement).stream()
                .filter(referrals::isOwn)
                .findFirst()
                .orElseThrow(() -> ApiException.notFound(
                        "engagementId", "There is no own referral in the engagement " + engagement + "."));
    }

    private boolean hasMicrosoft(String engagement) {
        return referrals.ofEngagement(engagement).stream().anyMatch(referral -> !referrals.isOwn(referral));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
