package dev.cosell.sandbox.partnercenter;

/**
 * The switches of the simulated Referrals API; where documents disagree, both readings can be played.
 *
 * @param createStatus 201 (response code page) or 200 (Microsoft's swagger)
 * @param pageSize items on one page of a list; 100 in the documents of 2019
 * @param docsFaithfulNextLink whether {@code @odata.nextLink} is http and lacks {@code /engagements}, as printed in the
 *     documents; else it is a working address
 * @param eventsNameApiPath whether {@code ResourceUri} of an event is the Referrals API's own address; else the
 *     documented {@code /engagements/v1/referrals/{id}} on the other host
 * @param nameIsPatchable whether {@code /name} may be patched; no document says so
 * @param microsoftReferralsInLists whether Microsoft's half also shows in lists without an {@code engagementId} filter
 * @param customerContactFixedAfterSharing whether {@code /customerProfile/team} is refused once Microsoft is invited
 * @param multiFactorRequired whether a token without the {@code mfa} method is refused (401, 900421)
 * @param echoes whether the caller's own writes raise events too, as they do in Partner Center
 */
public record PartnerCenterSettings(
        int createStatus,
        int pageSize,
        boolean docsFaithfulNextLink,
        boolean eventsNameApiPath,
        boolean nameIsPatchable,
        boolean microsoftReferralsInLists,
        boolean customerContactFixedAfterSharing,
        boolean multiFactorRequired,
        boolean echoes) {
    static PartnerCenterSettings standard() {
        return new PartnerCenterSettings(201, 100, false, false, false, false, true, true, true);
    }
}
