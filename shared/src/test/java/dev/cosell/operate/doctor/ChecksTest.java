package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.CrmInspection;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.CallCounter;
import dev.cosell.http.IssuedToken;
import dev.cosell.http.ServerDates;
import dev.cosell.operate.Reply;
import dev.cosell.operate.registration.TenantFinding;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.SolutionList;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.port.Solutions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by themselves, for causes that no sandbox plays. */
class ChecksTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final String TENANT = "0e000000-0000-4000-8000-000000000001";
    private static final String OTHER_TENANT = "0e000000-0000-4000-8000-000000000002";
    private static final URI RELEASES = URI.create("https://releases.example/latest");

    private final CrmInspection crm = mock(CrmInspection.class);

    // --- Functions ---

    @Test
    void s15_aFunctionWhoseBindingIsRemovedIsNamed(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("host.json"), "{}");
        function(root, "UpdateCrm", "{\"bindings\": [{\"type\": \"queueTrigger\"}]}");
        function(root, "Sweep", "{\"bindings\": []}");

        List<Finding> findings = functions(root, Map.of());

        assertEquals(2, findings.size());
        assertTrue(findings.get(0).detail().contains("function Health with a trigger"), findings.toString());
        assertTrue(findings.get(1).detail().contains("function Sweep with a trigger"), findings.toString());
        assertEquals(
                Optional.of(ProblemCode.FUNCTION_MISSING), findings.getFirst().code());
    }

    @Test
    void s15_aFunctionThatASettingSwitchesOffIsNamed(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("host.json"), "{}");
        for (String name : List.of("Health", "UpdateCrm", "Sweep")) {
            function(root, name, "{\"bindings\": [{\"type\": \"httpTrigger\"}]}");
        }

        assertEquals(State.OK, functions(root, Map.of()).getFirst().state());
        List<Finding> off = functions(root, Map.of("AzureWebJobs.Sweep.Disabled", "true"));
        assertTrue(off.getFirst().detail().contains("expected function Sweep to be switched on"), off.toString());
    }

    private static List<Finding> functions(Path root, Map<String, String> host) {
        return new FunctionsCheck(new DeployedFunctions(
                        root, List.of("Health", "Sweep", "UpdateCrm"), name -> Optional.ofNullable(host.get(name))))
                .look();
    }

    private static void function(Path root, String name, String file) throws IOException {
        Files.writeString(Files.createDirectory(root.resolve(name)).resolve("function.json"), file);
    }

    // --- Tenants ---

    @Test
    void tenantsThatDoNotBelongTogetherAreNamedWithTheTextForMicrosoftsSupport() {
        Problem apart = Problem.of(ProblemCode.TENANTS_DIFFER, "expected referrals of one partner account, found two");

        Finding found = new TenantsCheck(() -> Optional.of(new TenantFinding(apart, "Subject: several tenants")))
                .look()
                .getFirst();

        assertEquals(State.FAILED, found.state());
        assertEquals(Optional.of(ProblemCode.TENANTS_DIFFER), found.code());
        assertEquals(apart.detail(), found.detail());
        assertEquals(ProblemCode.TENANTS_DIFFER.fix() + "\n\nSubject: several tenants", found.fix());
        assertEquals(
                State.OK, new TenantsCheck(Optional::empty).look().getFirst().state());
    }

    // --- Sign-in ---

    @Test
    void s53_aTokenOfAnotherTenantIsNamedWithTheTextForMicrosoftsSupport() {
        Finding found = signIn("{\"aud\": \"https://api.example\", \"tid\": \"" + OTHER_TENANT
                + "\", \"scp\": \"user_impersonation\", \"amr\": [\"mfa\"]}");

        assertEquals(Optional.of(ProblemCode.TENANTS_APART), found.code());
        assertTrue(found.detail().contains("expected a token of tenant " + TENANT + ", found one of " + OTHER_TENANT));
        assertTrue(found.fix().contains("enable referral webhooks for multi-tenancy"), found.fix());
    }

    @Test
    void aTokenOfTheAppAloneIsNamed() {
        Finding found = signIn("{\"aud\": \"https://api.example\", \"tid\": \"" + TENANT + "\", \"idtyp\": \"app\"}");

        assertEquals(Optional.of(ProblemCode.TOKEN_REFUSED), found.code());
        assertTrue(found.cause().contains("does not take a token of the app alone"), found.cause());
    }

    @Test
    void aTokenThatShowsNothingIsNoFault() {
        Finding found = new SignInCheck(
                        List.of(new SignInCheck.Host(
                                "API", URI.create("https://api.example"), () -> new IssuedToken("opaque", NOW))),
                        TENANT)
                .look()
                .getFirst();

        assertEquals(State.OK, found.state());
    }

    private static Finding signIn(String claims) {
        String token = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".x";
        return new SignInCheck(
                        List.of(new SignInCheck.Host(
                                "API", URI.create("https://api.example/v1"), () -> new IssuedToken(token, NOW))),
                        TENANT)
                .look()
                .getFirst();
    }

    // --- Webhook ---

    @Test
    void aMissingRegistrationAndAMissingEventAreNamed() {
        assertEquals(
                Optional.of(ProblemCode.REGISTRATION_INCOMPLETE),
                webhook(object().put("registered", false)).code());
        ObjectNode lacking =
                object().put("registered", true).put("ours", true).put("url", "https://us.example/api/events");
        lacking.putArray("missing").add("test-created");
        Finding found = webhook(lacking);
        assertTrue(found.detail().endsWith("found none of test-created"), found.detail());
    }

    private static Finding webhook(ObjectNode registration) {
        return new WebhookCheck(() -> Reply.of(200, registration), Optional.of(URI.create("https://us.example")))
                .look()
                .getFirst();
    }

    // --- Version ---

    @Test
    void s56_anOlderBuildIsWarnedOf() {
        assertEquals(
                State.WARNING, version("0.9.0", "{\"tag_name\": \"v0.10.0\"}").state());
        assertEquals(
                Optional.of(ProblemCode.VERSION_BEHIND),
                version("0.10.0-SNAPSHOT", "{\"tag_name\": \"v0.10.0\"}").code());
        assertEquals(State.OK, version("0.10.0", "{\"tag_name\": \"v0.10.0\"}").state());
    }

    @Test
    void s56_nobodyIsAskedForNewerVersionsUnlessASettingSaysWhere() {
        Finding found = new VersionCheck("0.9.0", Optional.empty(), call -> {
                    throw new AssertionError("nobody is asked");
                })
                .look()
                .getFirst();

        assertEquals(State.OK, found.state());
        assertTrue(found.detail().startsWith("this is 0.9.0"), found.detail());
    }

    @Test
    void releasesThatCannotBeReadAreNoFault() {
        assertEquals(State.NOT_CHECKED, version("0.9.0", "<html>").state());
        Finding unreachable = new VersionCheck("0.9.0", Optional.of(RELEASES), call -> {
                    throw Problem.of(ProblemCode.UNAVAILABLE, "away").failure();
                })
                .look()
                .getFirst();
        assertEquals(State.NOT_CHECKED, unreachable.state());
    }

    private static Finding version(String own, String answer) {
        return new VersionCheck(
                        own,
                        Optional.of(RELEASES),
                        call -> new Answer(200, Map.of(), answer.getBytes(StandardCharsets.UTF_8)))
                .look()
                .getFirst();
    }

    // --- Clocks ---

    @Test
    void aClockThatIsApartIsNamedByHowMuch() {
        assertEquals(State.OK, clock(Duration.ofSeconds(-40)).state());
        assertEquals(State.WARNING, clock(Duration.ofSeconds(90)).state());
        Finding found = clock(Duration.ofMinutes(-6));
        assertEquals(State.FAILED, found.state());
        assertTrue(found.detail().endsWith("the CRM is 360 s behind"), found.detail());
    }

    @Test
    void aSystemThatRefusesStillTellsItsTime() {
        ServerDates dates = new ServerDates(
                call -> new Answer(403, Map.of("date", "Mon, 02 Mar 2026 10:02:00 GMT"), new byte[0]), () -> NOW);
        Finding found = new ClocksCheck(List.of(new ClocksCheck.Other(
                        "the CRM",
                        () -> {
                            dates.send(new Call(
                                    RemoteSystem.CRM, "GET", RELEASES, Map.of(), new byte[0], Duration.ofSeconds(1)));
                            throw Problem.of(ProblemCode.ACCESS_DENIED, "no").failure();
                        },
                        () -> dates.ahead(RemoteSystem.CRM))))
                .look()
                .getFirst();

        assertTrue(found.detail().endsWith("the CRM is 120 s ahead"), found.detail());
    }

    private static Finding clock(Duration ahead) {
        return new ClocksCheck(List.of(new ClocksCheck.Other("the CRM", () -> {}, () -> Optional.of(ahead))))
                .look()
                .getFirst();
    }

    // --- Deals, solutions, calls ---

    @Test
    void s49_aReferralThatDoesNotNameItsRecordIsAFinding() {
        PairSummary deal = new PairSummary(
                new PairId("pair-1"),
                Phase.HELD,
                Optional.of(ProblemCode.BACK_LINK_MISSING),
                Optional.of("ref-1"),
                Optional.empty(),
                Optional.empty(),
                NOW);

        Finding found = new BackLinksCheck(most -> List.of(deal)).look().getFirst();

        assertEquals(Optional.of(ProblemCode.BACK_LINK_MISSING), found.code());
        assertTrue(found.detail().endsWith("found none in ref-1"), found.detail());
        assertEquals(
                State.OK,
                new BackLinksCheck(most -> List.of()).look().getFirst().state());
    }

    @Test
    void s46_whereNoSolutionIsKnownTheDoctorSaysSo() {
        Solutions none = mock(Solutions.class);
        when(none.known()).thenReturn(SolutionList.EMPTY);

        assertEquals(State.WARNING, new SolutionsCheck(none).look().getFirst().state());
    }

    @Test
    void s03_theExpectedCallsAndTheCostOfAMonthAreTold() {
        CallCounter calls = new CallCounter();
        for (int i = 0; i < 1000; i++) {
            calls.count(RemoteSystem.PARTNER_CENTER, "GET", 200);
        }
        when(crm.callsOfDay()).thenReturn(Optional.empty());

        String told = new CallsCheck(calls, NOW.minus(Duration.ofHours(1)), () -> NOW, crm)
                .look()
                .getFirst()
                .detail();

        assertTrue(told.contains("at this rate 720000 and 0 a month"), told);
        assertTrue(told.matches(".*about US\\$ \\d+\\.\\d\\d a month.*"), told);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
