package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.CrmInspection;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.IssuedToken;
import dev.cosell.http.ServerDates;
import dev.cosell.operate.Reply;
import dev.cosell.operate.budget.Allowance;
import dev.cosell.operate.budget.Budgets;
import dev.cosell.operate.budget.Usage;
import dev.cosell.operate.connect.Expiry;
import dev.cosell.operate.connect.RefreshTokens;
import dev.cosell.operate.registration.Environment;
import dev.cosell.operate.registration.TenantFinding;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Fixer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.SolutionList;
import dev.cosell.store.PairSummary;
import dev.cosell.store.Secrets;
import dev.cosell.sync.memory.MemoryLedger;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Solutions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        return new WebhookCheck(
                        () -> Reply.of(200, registration),
                        Environment.PRODUCTION,
                        Optional.of(URI.create("https://us.example")))
                .look()
                .getFirst();
    }

    @Test
    void eventsThatAreRegisteredAndDoNotArriveAreNamed() {
        ObjectNode ours =
                object().put("registered", true).put("ours", true).put("url", "https://us.example/api/events");
        assertEquals(State.NOT_CHECKED, delivery(ours).state());

        ours.putObject("delivery").put("provedAt", "2026-03-02T09:00:00Z");
        assertEquals(State.OK, delivery(ours).state());

        ours.putObject("delivery").put("problem", "expected it within 10 min, found: Failed 503");
        Finding found = delivery(ours);
        assertEquals(State.WARNING, found.state(), "both sides are compared every minute: nothing is lost");
        assertEquals(Optional.of(ProblemCode.DELIVERY_UNPROVEN), found.code());
        assertTrue(found.detail().endsWith("found: Failed 503"), found.detail());
    }

    private static Finding delivery(ObjectNode registration) {
        return new WebhookCheck(
                        () -> Reply.of(200, registration),
                        Environment.PRODUCTION,
                        Optional.of(URI.create("https://us.example")))
                .look()
                .getLast();
    }

    // --- Where the sign-in is kept ---

    @Test
    void s38_aPlaceForSecretsThatTakesNoneIsNamedBeforeTheSignInIsLost() {
        Finding readOnly = secrets(Optional.of(kept(NOW.minus(Duration.ofDays(2)))));
        assertEquals(State.WARNING, readOnly.state());
        assertTrue(readOnly.detail().contains("found it written last at 2026-02-28T10:00:00Z"), readOnly.detail());
        assertTrue(readOnly.fix().contains("Key Vault Secrets Officer"), readOnly.fix());

        assertEquals(
                State.OK,
                secrets(Optional.of(kept(NOW.minus(Duration.ofHours(13))))).state());
        assertEquals(State.OK, secrets(Optional.of("put-there-by-hand")).state());
        assertEquals(State.OK, secrets(Optional.empty()).state());
        assertEquals(
                State.WARNING,
                new SecretsCheck(new RefreshTokens(Optional.empty(), Optional.of("token"), () -> NOW), () -> NOW)
                        .look()
                        .getFirst()
                        .state());
    }

    @Test
    void aPlaceForSecretsThatDoesNotAnswerIsAFailure() {
        Secrets closed = mock(Secrets.class);
        when(closed.read(anyString()))
                .thenThrow(
                        Problem.of(ProblemCode.MISCONFIGURED, "found HTTP 403").failure());
        SecretsCheck check =
                new SecretsCheck(new RefreshTokens(Optional.of(closed), Optional.empty(), () -> NOW), () -> NOW);

        assertThrows(Failure.class, check::look);
    }

    private static String kept(Instant at) {
        return "{\"token\":\"t\",\"before\":\"\",\"at\":\"" + at + "\"}";
    }

    private static Finding secrets(Optional<String> kept) {
        Secrets place = mock(Secrets.class);
        when(place.read(RefreshTokens.NAME)).thenReturn(kept);
        return new SecretsCheck(new RefreshTokens(Optional.of(place), Optional.empty(), () -> NOW), () -> NOW)
                .look()
                .getFirst();
    }

    // --- What ends ---

    @Test
    void s38_whatEndsWithinThirtyDaysIsNamedWithHowToRenewIt() {
        Expiry soon = new Expiry("DYNAMICS_CLIENT_SECRET", NOW.plus(Duration.ofDays(29)), "Make a new one.");
        Expiry over = new Expiry("TRUSTED_CERTIFICATES", NOW.minus(Duration.ofDays(1)), "Put the newer one there.");
        Expiry late = new Expiry("Partner Center sign-in", NOW.plus(Duration.ofDays(89)), "Sign in again.");

        List<Finding> found = new ExpiryCheck(
                        () -> List.of(soon, over, late), List.of("PARTNER_CENTER_CLIENT_SECRET_EXPIRES"), () -> NOW)
                .look();

        assertEquals(
                List.of(State.WARNING, State.WARNING, State.OK, State.NOT_CHECKED),
                found.stream().map(Finding::state).toList());
        assertEquals(Optional.of(ProblemCode.ENDS_SOON), found.getFirst().code());
        assertEquals("Make a new one.", found.getFirst().fix());
        assertTrue(found.get(1).detail().endsWith("which is over"), found.toString());
        assertTrue(found.getLast().detail().startsWith("PARTNER_CENTER_CLIENT_SECRET_EXPIRES"), found.toString());
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

        Finding found = new SolutionsCheck(none).look().getFirst();

        assertEquals(State.WARNING, found.state());
        assertEquals(Fixer.PARTNER_CENTER_ADMIN, found.who());
    }

    @Test
    void s03_theExpectedCallsAndTheCostOfAMonthAreTold() {
        MemoryLedger ledger = new MemoryLedger();
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
        LocalDate first = today.withDayOfMonth(1);
        ledger.take(RemoteSystem.PARTNER_CENTER, first, 10_000, CallLedger.ANY_NUMBER);
        when(crm.callsOfDay()).thenReturn(Optional.empty());

        String told = calls(ledger, Map.of()).getFirst().detail();

        assertTrue(told.startsWith("10000 calls to Partner Center and 0 to the CRM this month"), told);
        assertTrue(told.matches(".*at this rate \\d+ and 0 by the end of the month.*"), told);
        assertTrue(
                told.matches(".*about US\\$ \\d+\\.\\d\\d for Azure Functions and US\\$ \\d+\\.\\d\\d for storage.*"),
                told);
    }

    @Test
    void ofFilesNoCallsAreToldAndNoCostThatIsReckonedFromThem() {
        MemoryLedger ledger = new MemoryLedger();
        Budgets budgets = new Budgets(Map.of(), ledger, notice -> {}, () -> NOW);
        when(crm.callsOfDay()).thenReturn(Optional.empty());

        List<Finding> told = new CallsCheck(new Usage(budgets, ledger, () -> NOW), crm, true).look();

        assertEquals(1, told.size());
        assertTrue(told.getFirst().detail().startsWith("0 calls to Partner Center this month"));
        assertFalse(told.getFirst().detail().contains("US$"));
    }

    @Test
    void s04_aBudgetThatWillNotLastTheDayIsToldBeforeItIsSpent() {
        MemoryLedger ledger = new MemoryLedger();
        ledger.take(RemoteSystem.CRM, LocalDate.ofInstant(NOW, ZoneOffset.UTC), 900, CallLedger.ANY_NUMBER);
        when(crm.callsOfDay()).thenReturn(Optional.empty());

        Finding tight = calls(ledger, Map.of(RemoteSystem.CRM, new Allowance(OptionalLong.of(901), 80, 80)))
                .getLast();
        Finding ample = calls(ledger, Map.of(RemoteSystem.CRM, new Allowance(OptionalLong.of(1_000_000), 80, 80)))
                .getLast();

        assertEquals(State.WARNING, tight.state());
        assertEquals(Optional.of(ProblemCode.BUDGET_SHORT), tight.code());
        assertTrue(tight.detail().contains("900 made"), tight.detail());
        assertEquals(State.OK, ample.state());
    }

    private List<Finding> calls(CallLedger ledger, Map<RemoteSystem, Allowance> allowances) {
        Budgets budgets = new Budgets(allowances, ledger, notice -> {}, () -> NOW);
        return new CallsCheck(new Usage(budgets, ledger, () -> NOW), crm, false).look();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
