package dev.cosell.referral;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What Partner Center lets be changed after a referral was made, and what it wants before one is made.
 *
 * <p>Source: the paths that Microsoft's own Partner Center Referrals connector offers for "Update a referral" (its
 * OpenAPI document of October 2023). No page of the Referrals API lists them; a patch of any other path is refused. New
 * entries at the end of a list ({@code /team/-}) are left out, because lists are always written whole.
 */
public final class Patchable {
    private static final Set<String> REFERRAL = Set.of(
            "/campaignId",
            "/consent/consentToShareReferralWithMicrosoftSellers",
            "/customerProfile/team",
            "/details/closingDateTime",
            "/details/currency",
            "/details/dealValue",
            "/details/notes",
            "/details/requirements/solutions",
            "/externalReferenceId",
            "/referralProgram",
            "/salesStage",
            "/status",
            "/substatus",
            "/statusReason",
            "/team");

    /** Of the only registration a referral has. */
    private static final Set<String> REGISTRATION = DealRegistration.CHANGEABLE.stream()
            .map(pointer -> "/registrations/0" + pointer)
            .collect(Collectors.toUnmodifiableSet());

    /** Members without which no referral can be made. */
    private static final List<String> NEEDED = List.of(
            "/name",
            "/customerProfile/name",
            "/customerProfile/address/country",
            "/details/closingDateTime",
            "/details/currency",
            "/details/dealValue",
            "/details/requirements/solutions");

    private Patchable() {}

    /** The JSON pointers that may be patched, in order. */
    public static Set<String> paths() {
        Set<String> paths = new TreeSet<>(REFERRAL);
        paths.addAll(REGISTRATION);
        return Collections.unmodifiableSet(paths);
    }

    /** Whether a JSON pointer may be patched. */
    public static boolean is(String pointer) {
        return REFERRAL.contains(pointer) || REGISTRATION.contains(pointer);
    }

    /** The JSON pointers of what a deal must say before a referral can be made of it. */
    public static List<String> neededToCreate() {
        return NEEDED;
    }
}
