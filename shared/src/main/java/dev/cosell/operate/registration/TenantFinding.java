package dev.cosell.operate.registration;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * That sign-in, referrals and webhook registration do not belong together. Partners with several tenants in Partner Center
 * then get no events, and only Microsoft's support can change that.
 *
 * @param problem {@code TENANTS_DIFFER}, with all that differs
 * @param ticket text for Microsoft's support, ready to be sent
 */
public record TenantFinding(Problem problem, String ticket) {
    private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * What there is to compare; what is not known says nothing.
     *
     * @param configured tenant of the settings, as an id or a domain
     * @param referralsTenant of the token for the Referrals API
     * @param webhooksTenant of the token for the registration API
     * @param organisations whose referrals these are, Microsoft's left out
     * @param registeredFor the account for which Partner Center sent the latest test event
     * @param testId correlation id of that test
     * @param callback our address
     */
    record Facts(
            String configured,
            Optional<String> referralsTenant,
            Optional<String> webhooksTenant,
            SortedSet<String> organisations,
            Optional<String> registeredFor,
            Optional<String> testId,
            Optional<String> callback) {}

    static Optional<TenantFinding> of(Facts facts) {
        List<String> differences = differences(facts);
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TenantFinding(
                Problem.of(ProblemCode.TENANTS_DIFFER, String.join("; ", differences)), ticket(facts, differences)));
    }

    private static List<String> differences(Facts facts) {
        List<String> differences = new ArrayList<>();
        facts.referralsTenant()
                .filter(tenant -> GUID.matcher(facts.configured()).matches())
                .filter(tenant -> !tenant.equalsIgnoreCase(facts.configured()))
                .ifPresent(tenant -> differences.add(
                        "expected a sign-in in tenant " + facts.configured() + " (setting), found one in " + tenant));
        facts.webhooksTenant()
                .filter(tenant ->
                        !tenant.equalsIgnoreCase(facts.referralsTenant().orElse(tenant)))
                .ifPresent(tenant -> differences.add("expected the registration's sign-in in tenant "
                        + facts.referralsTenant().orElseThrow() + " (that of the referrals), found one in " + tenant));
        if (facts.organisations().size() > 1) {
            differences.add("expected referrals of one partner account, found " + facts.organisations());
        }
        facts.registeredFor()
                .filter(account -> !facts.organisations().isEmpty() && !isKnown(account, facts))
                .ifPresent(account -> differences.add("expected the webhook registration to belong to "
                        + facts.organisations() + " (whose referrals these are), found " + account));
        return differences;
    }

    /** Microsoft's pages do not say whether test events name the account or its tenant: either explains it. */
    private static boolean isKnown(String account, Facts facts) {
        return facts.organisations().stream().anyMatch(account::equalsIgnoreCase)
                || facts.webhooksTenant().filter(account::equalsIgnoreCase).isPresent();
    }

    private static String ticket(Facts facts, List<String> differences) {
        return """
                Subject: Partner Center referral webhooks: several tenants, no referral events

                We registered a webhook through the Partner Center webhook registration API for the events \
                referral-created, referral-updated, related-referral-created and related-referral-updated. \
                Our account has several tenants, and referral events may not reach us. Please enable multi-tenancy \
                for referral events of our account, or tell us for which tenant we have to register.

                What differs: %s

                Callback address: %s
                Tenant of our settings: %s
                Tenant of the token for the Referrals API: %s
                Tenant of the token for the registration API: %s
                organizationId of our referrals: %s
                partnerId of our latest test event: %s
                correlationId of our latest test event: %s
                """.formatted(
                        String.join("; ", differences),
                        facts.callback().orElse("not known"),
                        facts.configured(),
                        facts.referralsTenant().orElse("not known"),
                        facts.webhooksTenant().orElse("not known"),
                        facts.organisations().isEmpty() ? "not known" : String.join(", ", facts.organisations()),
                        facts.registeredFor().orElse("not known"),
                        facts.testId().orElse("not known"));
    }
}
