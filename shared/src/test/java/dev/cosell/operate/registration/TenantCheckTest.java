package dev.cosell.operate.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.http.TokenSource;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantCheckTest {
    private static final String TENANT = "11111111-0000-4000-8000-000000000001";
    private static final String OTHER = "22222222-0000-4000-8000-000000000002";
    private static final String ACCOUNT = "33333333-0000-4000-8000-000000000003";

    private final Office office = new Office().registers();
    private String configured = TENANT;
    private String signedIn = TENANT;
    private String registering = TENANT;
    private List<String> organisations = List.of(ACCOUNT, Referral.MICROSOFT, ACCOUNT);

    TenantCheckTest() {
        office.partnerCenter.partnerIs(ACCOUNT);
        office.check.check();
    }

    @Test
    void whatBelongsTogetherIsNoFinding() {
        assertEquals(Optional.empty(), finding());

        office.partnerCenter.partnerIs(TENANT);
        assertEquals(Optional.empty(), finding(), "test events may name the tenant");
    }

    @Test
    void s53_aSignInInAnotherTenantThanTheSettingsSayIsFound() {
        signedIn = OTHER;
        registering = OTHER;

        TenantFinding finding = finding().orElseThrow();

        assertEquals(ProblemCode.TENANTS_DIFFER, finding.problem().code());
        assertEquals(
                "expected a sign-in in tenant " + TENANT + " (setting), found one in " + OTHER,
                finding.problem().detail());
    }

    @Test
    void s53_aRegistrationForAnotherAccountIsFoundWithTextForTheTicket() {
        office.partnerCenter.partnerIs(OTHER);

        TenantFinding finding = finding().orElseThrow();

        assertTrue(
                finding.problem().detail().contains("expected the webhook registration to belong to [" + ACCOUNT + "]"),
                finding.problem().detail());
        String test = office.row.read().delivery().test().orElseThrow().id();
        for (String fact : List.of(
                "Please enable multi-tenancy",
                "What differs: " + finding.problem().detail(),
                "Callback address: " + Office.OURS,
                "Tenant of our settings: " + TENANT,
                "organizationId of our referrals: " + ACCOUNT,
                "partnerId of our latest test event: " + OTHER,
                "correlationId of our latest test event: " + test)) {
            assertTrue(finding.ticket().contains(fact), () -> fact + " in " + finding.ticket());
        }
    }

    @Test
    void s53_twoSignInsInDifferentTenantsAreFound() {
        registering = OTHER;

        assertTrue(
                finding().orElseThrow().problem().detail().contains("the registration's sign-in in tenant " + TENANT));
    }

    @Test
    void s53_referralsOfSeveralAccountsAreFound() {
        organisations = List.of(ACCOUNT, OTHER);

        assertTrue(finding()
                .orElseThrow()
                .problem()
                .detail()
                .contains("expected referrals of one partner account, found [" + OTHER + ", " + ACCOUNT + "]"));
    }

    @Test
    void whatIsNotKnownSaysNothing() {
        configured = "contoso.onmicrosoft.com";
        organisations = List.of();
        assertEquals(Optional.empty(), finding());

        assertEquals(Optional.empty(), TenantCheck.tenant("opaque"));
        assertEquals(Optional.empty(), TenantCheck.tenant("a.!.c"));
        assertEquals(Optional.empty(), TenantCheck.tenant("a." + encoded("no json") + ".c"));
    }

    private Optional<TenantFinding> finding() {
        PartnerCenter referrals = mock(PartnerCenter.class);
        when(referrals.lastChanged(any()))
                .thenReturn(new ReferralPage(
                        organisations.stream()
                                .map(owner -> new Referral(
                                        JsonNodeFactory.instance.objectNode().put("organizationId", owner)))
                                .toList(),
                        Optional.empty()));
        return new TenantCheck(
                        configured,
                        token(signedIn),
                        token(registering),
                        referrals,
                        office.partnerCenter.registrations(),
                        office.row,
                        Optional.of(new CallbackAddress(Office.OURS)))
                .finding();
    }

    private static TokenSource token(String tenant) {
        String claims = encoded("{\"tid\":\"" + tenant + "\"}");
        return new SandboxWebhooks.FixedToken(String.join(".", Arrays.asList("header", claims, "signature")));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
