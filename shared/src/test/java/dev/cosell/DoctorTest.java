package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.doctor.Examination;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.operate.doctor.State;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueWork;
import dev.cosell.store.Storage;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cause of failure is played in the sandbox: the doctor names it, and says what to do. */
class DoctorTest {
    private static final SandboxSystems SYSTEMS = SandboxSystems.running();
    private static final String NOBODYS_TENANT = "0f000000-0000-4000-8000-00000000000f";

    private Map<String, String> settings;

    @BeforeEach
    void inOrder() {
        SYSTEMS.asInTheBeginning();
        settings = SYSTEMS.withDynamics();
        SandboxSystems.connector(settings)
                .webhook()
                .registration()
                .register(JsonNodeFactory.instance.objectNode().put("takeOver", true));
    }

    // --- All at once ---

    @Test
    void whereAllIsInOrderNothingFailsAndEveryCheckIsAnswered() {
        Examination examination = SandboxSystems.doctor(settings).examine();

        assertEquals(List.of(), failed(examination));
        assertEquals(
                Checkup.NAMES,
                examination.findings().stream().map(Finding::check).distinct().toList());
    }

    @Test
    void s02_withSalesforceTheSameIsAskedAndNothingFails() {
        settings = SYSTEMS.withSalesforce();

        Examination examination = SandboxSystems.doctor(settings).examine();

        assertEquals(
                List.of(),
                failed(examination).stream()
                        .filter(finding -> !finding.check().equals("crm-columns"))
                        .toList(),
                "a fresh organisation lacks the connector's columns, and nothing else is wrong");
        assertTrue(only("crm").detail().contains(SYSTEMS.credential("salesforce", "organizationId")));
    }

    @Test
    void s22_everyWrongSettingIsNamedInOneRunAndNothingElseIsTried() {
        settings.put("SYNC_LEADS", "perhaps");
        settings.put("LEAD_CLOSE_DAYS", "soon");
        settings.remove("DYNAMICS_WEBHOOK_SECRET");

        Examination examination = SandboxSystems.doctor(settings).examine();

        List<Finding> faults = examination.of("settings");
        assertEquals(3, faults.size(), faults.toString());
        assertTrue(faults.stream().allMatch(fault -> fault.code().equals(Optional.of(ProblemCode.MISCONFIGURED))));
        for (String name : List.of("SYNC_LEADS", "LEAD_CLOSE_DAYS", "DYNAMICS_WEBHOOK_SECRET")) {
            assertTrue(faults.stream().anyMatch(fault -> fault.detail().startsWith(name + ": expected ")), name);
        }
        assertTrue(examination.findings().stream()
                .filter(finding -> !finding.check().equals("settings"))
                .allMatch(finding -> finding.state() == State.NOT_CHECKED));
    }

    // --- Partner Center ---

    @Test
    void s38_aRevokedSignInIsNamedWithWhatToDo() {
        SYSTEMS.control("POST", "login/revoke-refresh-tokens", "");

        Finding found = failure("partner-center-sign-in");

        assertEquals(Optional.of(ProblemCode.SIGN_IN_REFUSED), found.code());
        assertTrue(found.detail().contains("AADSTS"), found.detail());
        assertTrue(found.fix().startsWith("Sign in to Partner Center again"), found.fix());
    }

    @Test
    void s64_aTokenWithoutASecondFactorIsNamed() {
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", SYSTEMS.signIn("integration@partner.example", false));

        Finding found = failure("partner-center-sign-in");

        assertEquals(Optional.of(ProblemCode.MFA_MISSING), found.code());
        assertTrue(found.detail().contains("found [pwd]"), found.detail());
        assertTrue(found.fix().contains("multi-factor"), found.fix());
    }

    @Test
    void s42_aMissingSecondFactorIsNamedByPartnerCentersAnswerToo() {
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", SYSTEMS.signIn("integration@partner.example", false));

        assertEquals(
                Optional.of(ProblemCode.MFA_MISSING), failure("partner-center").code());
    }

    @Test
    void s42_aTokenForTheOtherHostIsNamed() {
        settings.put("PARTNER_CENTER_SCOPE", settings.get("PARTNER_CENTER_WEBHOOKS_SCOPE"));

        Finding found = failure("partner-center-sign-in");

        assertEquals(Optional.of(ProblemCode.TOKEN_REFUSED), found.code());
        assertTrue(found.detail().contains("expected a token for " + SYSTEMS.address("partnerCenter")), found.detail());
        assertTrue(found.detail().contains("found one for " + SYSTEMS.address("webhooks")), found.detail());
        assertEquals(
                Optional.of(ProblemCode.TOKEN_REFUSED),
                failure("partner-center").code());
    }

    @Test
    void s42_aMissingRoleIsNamed() {
        SYSTEMS.control(
                "POST",
                "faults",
                "{\"system\": \"partnerCenter\", \"effect\": \"status\", \"status\": 403, \"body\": {\"error\": {\"code\":"
                        + " \"accessDenied\", \"message\": \"The caller has no role for referrals.\"}}}");

        Finding found = failure("partner-center");

        assertEquals(Optional.of(ProblemCode.ACCESS_DENIED), found.code());
        assertTrue(found.fix().contains("Referrals admin role for the whole company"), found.fix());
    }

    @Test
    void s42_aWrongTenantIsNamed() {
        settings.put("PARTNER_CENTER_TENANT_ID", NOBODYS_TENANT);

        Finding found = failure("partner-center-sign-in");

        assertTrue(found.detail().contains("AADSTS90002"), found.detail());
        assertTrue(found.fix().startsWith("Correct the tenant id"), found.fix());
    }

    @Test
    void s42_aWrongSecretIsNamed() {
        settings.put("PARTNER_CENTER_CLIENT_SECRET", "not-it-at-all");

        Finding found = failure("partner-center-sign-in");

        assertTrue(found.detail().contains("AADSTS7000215"), found.detail());
        assertTrue(found.fix().contains("secret's value, not its id"), found.fix());
        assertFalse(found.toString().contains("not-it-at-all"));
    }

    @Test
    void s44_aUserWhoNeverOpenedPowerAutomateSignsInOnceAndIsServed() {
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", SYSTEMS.signIn("newcomer@partner.example", true));

        assertEquals(State.OK, only("partner-center").state());
    }

    // --- The webhook ---

    @Test
    void aRegistrationOfSomebodyElseIsNamedAndLeftAlone() {
        settings.put("PUBLIC_URL", "https://other.partner.example");

        Finding found = failure("webhook-registration");

        assertEquals(Optional.of(ProblemCode.REGISTRATION_FOREIGN), found.code());
        assertTrue(found.detail().contains("found one for https://cosell.partner.example"), found.detail());
    }

    @Test
    void s66_anAppWithoutAddressOfItsOwnLeavesTheRegistrationAloneAndSaysThatItPolls() {
        settings.remove("PUBLIC_URL");

        Finding found = only("webhook-registration");

        assertEquals(State.NOT_CHECKED, found.state());
        assertTrue(found.detail().contains("on a timer"), found.detail());
        settings.put("PUBLIC_URL", "https://cosell.partner.example");
        assertEquals(State.OK, only("webhook-registration").state(), "production's registration is as it was");
    }

    @Test
    void s66_stagingOnAzureHasAnAddressAndStillSaysThatItPolls() {
        settings.remove("PUBLIC_URL");
        settings.put("WEBSITE_HOSTNAME", "cosell-staging.azurewebsites.net");
        assertEquals(
                Optional.of(ProblemCode.REGISTRATION_FOREIGN),
                failure("webhook-registration").code(),
                "the address that Azure gives counts");

        settings.put("ENVIRONMENT", "staging");
        Finding found = only("webhook-registration");

        assertEquals(State.NOT_CHECKED, found.state());
        assertTrue(found.detail().startsWith("staging never takes"), found.detail());
    }

    // --- The CRM ---

    @Test
    void s13_theOrganisationIsNamedWithIdAddressAndKind() {
        Finding found = only("crm");

        assertEquals(State.OK, found.state());
        assertTrue(found.detail().startsWith("the production organisation 0c000000-"), found.detail());
        assertTrue(found.detail().contains(SYSTEMS.address("dynamics").toString()), found.detail());
    }

    @Test
    void s13_aSandboxBesideTheRealPartnerCenterIsRefusedUnlessASettingAllowsIt() {
        SYSTEMS.control("PUT", "dynamics/organization-type", "{\"type\": \"CustomerTest\"}");

        assertEquals(Optional.of(ProblemCode.ENVIRONMENTS_MIXED), failure("crm").code());
        settings.put("ALLOW_TEST_CRM", "true");
        assertEquals(State.OK, only("crm").state());
    }

    @Test
    void s13_aSandboxOfSalesforceIsRefusedToo() {
        settings = SYSTEMS.withSalesforce();
        SYSTEMS.control("PUT", "salesforce/organization-kind", "{\"sandbox\": true}");

        assertEquals(Optional.of(ProblemCode.ENVIRONMENTS_MIXED), failure("crm").code());
    }

    @Test
    void s14_aWrongAddressOfTheCrmIsNamedWithCodeCauseAndFix() {
        settings.put("DYNAMICS_URL", SYSTEMS.address("certificates").toString());

        Finding found = failure("crm");

        assertTrue(found.code().isPresent());
        assertFalse(found.cause().isEmpty());
        assertFalse(found.fix().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prvReadOpportunity", "prvCreateOpportunity", "prvWriteOpportunity", "prvAssignOpportunity",
                "prvReadAccount", "prvCreateAccount", "prvAppendToAccount", "prvCreateContact",
                "prvReadTransactionCurrency", "prvReadSystemUser", "prvCreateOpportunityClose"
            })
    void s43_aPrivilegeTakenAwayIsNamed(String privilege) {
        SYSTEMS.control("PUT", "dynamics/missing-privileges", "[\"" + privilege + "\"]");

        Finding found = failure("crm-rights");

        assertEquals(Optional.of(ProblemCode.PRIVILEGE_MISSING), found.code());
        assertTrue(found.detail().endsWith("missing " + privilege), found.detail());
    }

    @Test
    void s43_anObjectPermissionOfSalesforceTakenAwayIsNamed() {
        settings = SYSTEMS.withSalesforce();
        SYSTEMS.control("PUT", "salesforce/object-permissions", "{\"Account\": {\"create\": false}}");

        Finding found = failure("crm-rights");

        assertTrue(found.detail().contains("object permission Create of Account"), found.detail());
    }

    @Test
    void s43_aColumnThatIsClosedToTheConnectorIsNamed() {
        SYSTEMS.control(
                "PUT",
                "dynamics/column-security",
                "{\"opportunity/name\": {\"read\": true, \"create\": true, \"update\": false}}");

        assertTrue(failure("crm-columns").detail().contains("may change column name"));
    }

    @Test
    void microsoftsOwnFlowsThatAreSwitchedOnAreNamed() {
        String id = SYSTEMS.control(
                        "POST",
                        "dynamics/records/workflow",
                        "{\"name\": \"Partner Center to Dynamics 365 (Insider Preview)\", \"category\": 5}")
                .path("id")
                .asText();
        assertEquals(State.OK, only("microsofts-connector").state(), "a flow that is off disturbs nobody");
        SYSTEMS.control("PATCH", "dynamics/records/workflow/" + id, "{\"statecode\": 1}");

        Finding found = failure("microsofts-connector");

        assertEquals(Optional.of(ProblemCode.MICROSOFTS_CONNECTOR_RUNS), found.code());
        assertTrue(found.detail().contains("Partner Center to Dynamics 365"), found.detail());
        SYSTEMS.control("DELETE", "dynamics/records/workflow/" + id, "");
    }

    @Test
    void marksOfMicrosoftsConnectorOnDealsOfSalesforceAreNamed() {
        settings = SYSTEMS.withSalesforce();
        String id = SYSTEMS.control(
                        "POST",
                        "salesforce/records/Opportunity",
                        "{\"Name\": \"\u2714 Beans\", \"StageName\": \"Prospecting\", \"CloseDate\": \"2030-01-01\"}")
                .path("Id")
                .asText();

        Finding found = only("microsofts-connector");

        assertEquals(State.WARNING, found.state(), found.toString());
        SYSTEMS.control("DELETE", "salesforce/records/Opportunity/" + id, "");
    }

    @Test
    void aSalesforceDayThatIsNearlySpentIsAWarning() {
        settings = SYSTEMS.withSalesforce();
        SYSTEMS.control("PATCH", "salesforce/api-usage", "{\"others\": 90000}");

        Examination examination = SandboxSystems.doctor(settings).examine("calls");

        assertEquals(State.WARNING, examination.state());
        assertTrue(examination.findings().getLast().detail().contains("of 100000 calls"));
    }

    // --- The support bundle ---

    @Test
    void s62_theBundleHasWhatSupportNeedsAndNoSecretAndNoPersonalData() {
        settings.put("SELLER_ALIASES", "mara@partner.example=mara.lindqvist@crm.example");
        settings.put("AUTO_SHARE_FILTER", "ownerid eq 'Mara Lindqvist'");
        SYSTEMS.control(
                "POST",
                "faults",
                "{\"system\": \"partnerCenter\", \"effect\": \"status\", \"status\": 403, \"count\": 9, \"body\": {\"error\": {"
                        + "\"code\": \"accessDenied\", \"message\": \"mara.lindqvist@crm.example (+47 22 33 44 55) may not;"
                        + " Bearer eyJhbGciOi.eyJzdWIi.c2ln\"}}}");
        park("Mara Lindqvist's deal with Fourth Coffee");

        String bundle = SandboxSystems.connector(settings)
                .watching()
                .supportBundle()
                .make()
                .body()
                .orElseThrow()
                .toString();

        for (String secret : List.of(
                SandboxSystems.PLANTED_SECRET,
                settings.get("PARTNER_CENTER_CLIENT_SECRET"),
                settings.get("PARTNER_CENTER_REFRESH_TOKEN"),
                settings.get("DYNAMICS_CLIENT_SECRET"),
                settings.get("COSELL_STORAGE").replaceFirst(".*AccountKey=([^;]+).*", "$1"),
                "eyJhbGciOi")) {
            assertFalse(bundle.contains(secret), secret);
        }
        for (String personal : List.of("Mara", "mara", "Lindqvist", "@crm.example", "22 33 44 55", "Fourth Coffee")) {
            assertFalse(bundle.contains(personal), personal + " in " + bundle);
        }
        for (String needed : List.of(
                "\"version\"",
                "\"AUTH-04\"",
                "\"BUG-02\"",
                "\"PARTNER_CENTER_TENANT_ID\"",
                "\"SYNC_LEADS\":\"false\"")) {
            assertTrue(bundle.contains(needed), needed);
        }
    }

    // --- The answer ---

    @Test
    void theAnswerHasEveryMemberThatAConsoleNeeds() {
        SYSTEMS.control("PUT", "dynamics/missing-privileges", "[\"prvWriteOpportunity\"]");

        JsonNode body = SandboxSystems.doctor(settings)
                .report(Optional.of("crm-rights"))
                .body()
                .orElseThrow();

        JsonNode finding = body.at("/findings/0");
        assertEquals("failed", body.path("state").asText());
        assertEquals("Failed: crm-rights.", body.path("summary").asText());
        assertEquals("AUTH-05", finding.path("code").asText());
        for (String member : List.of("check", "state", "title", "detail", "cause", "fix", "who")) {
            assertFalse(finding.path(member).asText().isEmpty(), member);
        }
    }

    private void park(String words) {
        Settings read = Settings.read(name -> Optional.ofNullable(settings.get(name)));
        Storage storage = new Storage(read.storage(), Storage.Options.standard());
        new QueueWork(storage, read.queues())
                .park(
                        new Work(Subject.referral("ref-1"), "mark", words, Optional.empty(), Map.of(), 0, ""),
                        Problem.of(ProblemCode.UNEXPECTED, words));
        new PoisonMessages(storage, read.queues()).drain(read.queues().crmUpdates());
    }

    private Finding only(String check) {
        List<Finding> findings = SandboxSystems.doctor(settings).examine(check).findings();
        return findings.getFirst();
    }

    private Finding failure(String check) {
        Examination examination = SandboxSystems.doctor(settings).examine(check);
        return failed(examination).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a failure, found " + examination.findings()));
    }

    private static List<Finding> failed(Examination examination) {
        return examination.findings().stream()
                .filter(finding -> finding.state() == State.FAILED)
                .toList();
    }
}
