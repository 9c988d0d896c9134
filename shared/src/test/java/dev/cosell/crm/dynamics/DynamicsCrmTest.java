package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the Dynamics 365 adapter sends, how often, and what it makes of the answers. */
final class DynamicsCrmTest {
    private static final String ID = "0f3c1a2b-4d5e-6f70-8192-a3b4c5d6e7f8";
    private static final String ACCOUNT = "1f3c1a2b-4d5e-6f70-8192-a3b4c5d6e7f8";
    private static final RecordRef RECORD = new RecordRef("opportunity", ID);
    private static final String HELP = "msft_microsoftpartnercenterhelp";
    private static final String AUDIT = "msft_microsoftpartnercenterreferralsyncaudit";
    private static final String REFERRAL_ID = "msft_microsoftpartnercenterreferralidentifier";

    private final FakeDataverse dataverse = new FakeDataverse();
    private final DynamicsCrm crm = dataverse.adapter();

    /** A deal in euro, and an adapter that has met columns, choices and currencies before. */
    @BeforeEach
    void aDealAndAWarmAdapter() {
        crm.create(RECORD, Optional.empty(), Map.of("name", text("Deal"), "transactioncurrencyid", text("EUR")));
        dataverse.row("opportunities", ID).put(HELP, 299600001).put("estimatedvalue", new BigDecimal("1000.5000"));
        crm.read(RECORD);
        dataverse.calls.clear();
    }

    @Test
    void aRowWithoutTheIdItMustHaveIsNoAnswerOfTheServices() {
        DynamicsCrm other = new DynamicsCrm(
                URI.create("https://fabrikam.crm.dynamics.test"),
                call -> new Answer(200, Map.of(), "{\"value\":[{\"name\":\"Deal\"}]}".getBytes(StandardCharsets.UTF_8)),
                new SandboxDataverse.FixedToken(),
                FieldMapFile.dynamics(),
                InstantSource.system());

        for (Executable asking : List.<Executable>of(
                () -> other.findBy("opportunity", "name", "Deal"),
                () -> other.changes("opportunity", Optional.empty()),
                other::currencies)) {
            assertEquals(
                    ProblemCode.UNAVAILABLE,
                    assertThrows(Failure.class, asking).problem().code());
        }
    }

    @Test
    void aReadIsExactlyOneGet() {
        Snapshot now = crm.read(RECORD);
        assertEquals(List.of("GET opportunities"), dataverse.made());
        assertEquals(text("EUR"), now.values().get("transactioncurrencyid"));
        assertEquals(text("General Or Other"), now.values().get(HELP));
        assertEquals(0, now.values().get("estimatedvalue").decimalValue().compareTo(new BigDecimal("1000.5")));
        assertEquals(text(ID), now.values().get("opportunityid"));
        assertEquals(Optional.of(dataverse.now), now.updatedAt());
    }

    @Test
    void aReadAsksForTheMappedColumnsOnlyAndForNamesBesideIds() {
        crm.read(RECORD);
        String query = dataverse.lastCall().uri().getQuery();
        assertTrue(query.contains("_transactioncurrencyid_value,"), query);
        assertTrue(query.contains("customerid_account($select=name,address1_line1,"), query);
        assertTrue(
                query.contains("parentcontactid($select=firstname,lastname,emailaddress1,telephone1,jobtitle)"), query);
        assertTrue(query.contains("_modifiedby_value"), query);
        assertEquals(
                "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\"",
                dataverse.lastCall().headers().get("Prefer"));
    }

    @Test
    void theFirstReadOfAProcessLearnsColumnsChoicesAndCurrenciesOnce() {
        DynamicsCrm fresh = dataverse.adapter();
        fresh.read(RECORD);
        fresh.read(RECORD);
        assertEquals(
                List.of(
                        "GET EntityDefinitions",
                        "GET opportunities",
                        "GET transactioncurrencies",
                        "GET EntityDefinitions",
                        "GET opportunities"),
                dataverse.made());
    }

    @Test
    void missingRequiredColumnsAreAllNamedAtOnceAndTheirRepairIsNoticed() {
        FakeDataverse.Column name = dataverse.columns.remove("name");
        FakeDataverse.Column program = dataverse.columns.remove("msft_microsoftpartnercenterreferralprogram");
        DynamicsCrm fresh = dataverse.adapter();
        String detail =
                refused(ProblemCode.SCHEMA_MISMATCH, () -> fresh.read(RECORD)).detail();
        assertTrue(detail.contains("msft_microsoftpartnercenterreferralprogram, name"), detail);
        dataverse.columns.put("name", name);
        dataverse.columns.put("msft_microsoftpartnercenterreferralprogram", program);
        assertEquals(text("Deal"), fresh.read(RECORD).values().get("name"));
    }

    @Test
    void aColumnRemovedWhileWeRunIsNoticed() {
        dataverse.columns.remove("cosell_syncnow");
        refused(ProblemCode.SCHEMA_MISMATCH, () -> crm.read(RECORD));
        assertFalse(crm.read(RECORD).values().containsKey("cosell_syncnow"));
    }

    @Test
    void aCurrencyAddedWhileWeRunIsFoundByOneReload() {
        String krone = "aaaaaaaa-0000-0000-0000-000000000003";
        dataverse.currency(krone, "DKK");
        update(Map.of("transactioncurrencyid", text("DKK")));
        assertEquals(List.of("GET transactioncurrencies", "PATCH opportunities"), dataverse.made());
        assertEquals(
                "/transactioncurrencies(" + krone + ")",
                FakeDataverse.body(dataverse.lastCall())
                        .path("transactioncurrencyid@odata.bind")
                        .asText());
    }

    @Test
    void anUnknownCurrencyIsReportedAfterOneReloadAndNothingIsWritten() {
        Problem problem =
                refused(ProblemCode.CURRENCY_UNKNOWN, () -> update(Map.of("transactioncurrencyid", text("CHF"))));
        assertTrue(problem.detail().contains("[EUR, USD]"), problem.detail());
        assertEquals(Optional.of("currency"), problem.field());
        assertEquals(List.of("GET transactioncurrencies"), dataverse.made());
    }

    @Test
    void anOptionThatNobodyKnowsIsUnknownAndNotEmpty() {
        dataverse.row("opportunities", ID).put(HELP, 1);
        assertFalse(crm.read(RECORD).values().containsKey(HELP));
    }

    @Test
    void aChoiceIsWrittenByItsLabelInAnyLanguageAndCase() {
        update(Map.of(HELP, text("proof of concept or demo")));
        assertEquals(299600000, dataverse.row("opportunities", ID).path(HELP).asInt());
        update(Map.of(HELP, text("Deutsch General Or Other")));
        assertEquals(299600001, dataverse.row("opportunities", ID).path(HELP).asInt());
    }

    @Test
    void anUnknownLabelIsRefusedWithTheNearest() {
        Problem problem = refused(ProblemCode.INVALID_VALUE, () -> update(Map.of(HELP, text("General and other"))));
        assertTrue(problem.detail().contains("nearest: General Or Other"), problem.detail());
    }

    @Test
    void aRelatedRowThatIsNotShownIsUnknownAndNotEmpty() {
        dataverse.row("opportunities", ID).put("_customerid_value", ACCOUNT);
        assertFalse(crm.read(RECORD).values().containsKey("customerid/name"));
        assertEquals(NullNode.getInstance(), crm.read(RECORD).values().get("parentcontactid/lastname"));
    }

    @Test
    void anUpdateIsExactlyOneConditionalPatchThatShowsTheRecord() {
        String version = version();
        Written written = crm.update(
                RECORD,
                version,
                Map.of("name", text("New"), "estimatedvalue", DecimalNode.valueOf(new BigDecimal("1E+5"))));
        Call call = dataverse.lastCall();
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
        assertEquals(version, call.headers().get("If-Match"));
        assertEquals("return=representation", call.headers().get("Prefer"));
        assertEquals("{\"estimatedvalue\":100000,\"name\":\"New\"}", sorted(call));
        Snapshot now = assertInstanceOf(Written.Done.class, written).now();
        assertEquals(text("New"), now.values().get("name"));
        assertEquals(text("EUR"), now.values().get("transactioncurrencyid"));
    }

    @Test
    void theAnswerToAWriteLeavesRelatedRowsUnknown() {
        crm.customers().createAccount(ACCOUNT, new Customer("Contoso", "", "", Map.of()), CustomerKeys.NONE);
        dataverse.row("opportunities", ID).put("_customerid_value", ACCOUNT);
        assertFalse(update(Map.of("name", text("New"))).values().containsKey("customerid/name"));
        assertEquals(text("Contoso"), crm.read(RECORD).values().get("customerid/name"));
    }

    @Test
    void anOpenStatusTravelsWithTheOtherColumns() {
        update(Map.of("name", text("New"), "statecode", number(0), "statuscode", number(2)));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
        assertEquals(2, dataverse.row("opportunities", ID).path("statuscode").asInt());
    }

    @Test
    void winningWritesTheOthersThenClosesThenReads() {
        update(Map.of("name", text("New"), "statecode", number(1), "statuscode", number(3)));
        assertEquals(List.of("PATCH opportunities", "POST WinOpportunity", "GET opportunities"), dataverse.made());
        ObjectNode action = FakeDataverse.body(dataverse.calls.get(1));
        assertEquals(3, action.path("Status").asInt());
        assertEquals(
                "/opportunities(" + ID + ")",
                action.at("/OpportunityClose/opportunityid@odata.bind").asText());
        assertEquals(
                0,
                new BigDecimal("1000.5")
                        .compareTo(action.at("/OpportunityClose/actualrevenue").decimalValue()));
    }

    @Test
    void losingAloneIsTheActionAndARead() {
        update(Map.of("statecode", number(2), "statuscode", number(5)));
        assertEquals(List.of("POST LoseOpportunity", "GET opportunities"), dataverse.made());
        assertEquals(5, dataverse.row("opportunities", ID).path("statuscode").asInt());
        assertTrue(FakeDataverse.body(dataverse.calls.getFirst())
                .at("/OpportunityClose/actualrevenue")
                .isMissingNode());
    }

    @Test
    void aStaleVersionKeepsADealOpen() {
        assertInstanceOf(
                Written.Stale.class,
                crm.update(RECORD, "W/\"1\"", Map.of("name", text("New"), "statecode", number(1))));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
    }

    @Test
    void reopeningAloneIsOnePatch() {
        update(Map.of("statecode", number(2), "statuscode", number(4)));
        dataverse.calls.clear();
        update(Map.of("statecode", number(0), "statuscode", number(1)));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
    }

    @Test
    void reopeningWithOtherColumnsOpensFirstAndEveryWriteIsConditional() {
        update(Map.of("statecode", number(2), "statuscode", number(4)));
        String version = version();
        dataverse.calls.clear();
        Written written = crm.update(
                RECORD, version, Map.of("name", text("Again"), "statecode", number(0), "statuscode", number(1)));
        assertInstanceOf(Written.Done.class, written);
        assertEquals(List.of("PATCH opportunities", "PATCH opportunities", "PATCH opportunities"), dataverse.made());
        assertEquals(version, dataverse.calls.get(1).headers().get("If-Match"));
        assertFalse(version.equals(dataverse.calls.get(2).headers().get("If-Match")));
        assertEquals("Again", dataverse.row("opportunities", ID).path("name").asText());
    }

    @Test
    void aClosedRecordRefusesOtherColumns() {
        update(Map.of("statecode", number(1), "statuscode", number(3)));
        refused(ProblemCode.RECORD_CLOSED, () -> update(Map.of("name", text("Late"))));
    }

    @Test
    void aCreateIsOneUpsertThatNeverOverwrites() {
        RecordRef record = new RecordRef("opportunity", "2f3c1a2b-4d5e-6f70-8192-a3b4c5d6e7f8");
        crm.customers().createAccount(ACCOUNT, new Customer("Contoso", "", "", Map.of()), CustomerKeys.NONE);
        dataverse.calls.clear();
        crm.create(
                record,
                Optional.of(new RecordRef("account", ACCOUNT)),
                Map.of(
                        "name",
                        text("New"),
                        "transactioncurrencyid",
                        text("EUR"),
                        "statecode",
                        number(0),
                        "statuscode",
                        number(2),
                        "customerid/name",
                        text("Contoso"),
                        "opportunityid",
                        text("ignored")));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
        assertEquals("*", dataverse.lastCall().headers().get("If-None-Match"));
        assertEquals(
                "{\"customerid_account@odata.bind\":\"/accounts(" + ACCOUNT
                        + ")\",\"msft_microsoftpartnercenterreferralsync\":true,\"name\":\"New\",\"statuscode\":2,"
                        + "\"transactioncurrencyid@odata.bind\":\"/transactioncurrencies(" + FakeDataverse.EURO
                        + ")\"}",
                sorted(dataverse.lastCall()));
    }

    @Test
    void aCreateUnderATakenReferralIdIsStale() {
        update(Map.of(REFERRAL_ID, text("R-1")));
        RecordRef other = new RecordRef("opportunity", ACCOUNT);
        assertInstanceOf(
                Written.Stale.class,
                crm.create(other, Optional.empty(), Map.of("name", text("Copy"), REFERRAL_ID, text("R-1"))));
    }

    @Test
    void anUpdateToATakenReferralIdIsADuplicateAndNotAnOldVersion() {
        RecordRef other = new RecordRef("opportunity", ACCOUNT);
        crm.create(other, Optional.empty(), Map.of("name", text("Other"), REFERRAL_ID, text("R-1")));
        refused(ProblemCode.DUPLICATE_REFUSED, () -> update(Map.of(REFERRAL_ID, text("R-1"))));
    }

    @Test
    void aDuplicateRuleIsNotMistakenForAnOldVersion() {
        dataverse.nextAnswers.add(FakeDataverse.refusal(412, "0x80040333", "a duplicate already exists."));
        refused(ProblemCode.DUPLICATE_REFUSED, () -> update(Map.of("name", text("New"))));
    }

    @Test
    void anIdIsFoundInAnySpelling() {
        for (String written : List.of(ID, "{" + ID.toUpperCase(Locale.ROOT) + "}", ID.replace("-", ""))) {
            assertEquals(Optional.of(RECORD), crm.find(" " + written + "\n"));
        }
        assertEquals(3, dataverse.calls.size());
        assertEquals(Optional.empty(), crm.find("OPP-01150"));
        assertEquals(3, dataverse.calls.size());
    }

    @Test
    void aWrongAddressIsNotADeletedRecord() {
        dataverse.nextAnswers.add(new Answer(404, Map.of("content-type", "text/html"), "<html>".getBytes()));
        refused(ProblemCode.MISCONFIGURED, () -> crm.find(ID));
    }

    @Test
    void theAccessTokenFollowsNoLinkToAnotherHost() {
        ObjectNode page =
                FakeDataverse.json().put("@odata.nextLink", "https://elsewhere.example/api/data/v9.2/accounts");
        page.putArray("value");
        dataverse.nextAnswers.add(FakeDataverse.answer(200, page));
        refused(
                ProblemCode.UNEXPECTED,
                () -> crm.customers().candidates(new Customer("Contoso", "", "", Map.of()), CustomerKeys.NONE));
        assertEquals(1, dataverse.calls.size());
    }

    @Test
    void aLinkToAnotherHostIsNotQuotedBecauseItHoldsTheQuery() {
        ObjectNode page = FakeDataverse.json()
                .put("@odata.nextLink", "https://elsewhere.example/accounts?$filter=name%20eq%20'Contoso'");
        page.putArray("value");
        dataverse.nextAnswers.add(FakeDataverse.answer(200, page));
        Failure failure = assertThrows(
                Failure.class,
                () -> crm.customers().candidates(new Customer("Contoso", "", "", Map.of()), CustomerKeys.NONE));
        assertFalse(
                failure.problem().detail().contains("Contoso"),
                failure.problem().detail());
    }

    @Test
    void tellingIsOneUnconditionalPatchOfTheConnectorsColumns() {
        crm.tell(RECORD, Map.of("cosell_syncstatus", text("Held"), "cosell_syncnow", BooleanNode.FALSE));
        // The limits are learnt once: String, Memo and Money columns.
        assertEquals("PATCH opportunities", dataverse.made().getLast());
        assertEquals("*", dataverse.lastCall().headers().get("If-Match"));
        assertEquals("{\"cosell_syncnow\":false,\"cosell_syncstatus\":\"Held\"}", sorted(dataverse.lastCall()));
        dataverse.calls.clear();
        crm.tell(RECORD, Map.of("cosell_syncstatus", text("Synced")));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
    }

    @Test
    void anAuditLineIsAddedToTheTextAndNeverExceedsTheColumn() {
        for (int i = 0; i < 30; i++) {
            crm.tell(RECORD, Map.of(AUDIT, text("message number " + i + " ".repeat(3) + "x".repeat(20))));
        }
        String audit = dataverse.row("opportunities", ID).path(AUDIT).asText();
        assertTrue(audit.startsWith("2026-11-22 09:30 - message number 29"), audit);
        assertTrue(audit.contains("message number 28") && !audit.contains("message number 1 "), audit);
        assertTrue(audit.length() <= 200);
        dataverse.calls.clear();
        crm.tell(RECORD, Map.of(AUDIT, text("one more")));
        assertEquals(List.of("GET opportunities", "PATCH opportunities"), dataverse.made());
    }

    @Test
    void theAuditColumnAloneIsEnoughToTell() {
        dataverse.columns.keySet().removeIf(column -> column.startsWith("cosell_"));
        DynamicsCrm fresh = dataverse.adapter();
        assertTrue(fresh.tell(RECORD, Map.of("cosell_syncstatus", text("Held"), AUDIT, text("Country missing")))
                .isPresent());
        assertTrue(dataverse.row("opportunities", ID).path(AUDIT).asText().endsWith("Country missing"));
    }

    @Test
    void aToldTextIsCutToItsColumn() {
        crm.tell(RECORD, Map.of("cosell_syncstatus", text("s".repeat(500))));
        assertEquals(
                100,
                dataverse
                        .row("opportunities", ID)
                        .path("cosell_syncstatus")
                        .asText()
                        .length());
    }

    @Test
    void aStatusThatTravelsAlongNeverFailsTheWrite() {
        update(Map.of("name", text("New"), "cosell_syncstatus", text("s".repeat(500)), AUDIT, text("not here")));
        assertEquals("New", dataverse.row("opportunities", ID).path("name").asText());
    }

    /** Else the audit text would end with what was wrong, long after it was put right. */
    @Test
    void aLineForTheAuditTextThatTravelsAlongIsAddedToIt() {
        crm.tell(RECORD, Map.of(AUDIT, text("Held: country missing")));
        dataverse.calls.clear();
        update(Map.of("name", text("New"), AUDIT, text("In step")));
        List<String> lines =
                dataverse.row("opportunities", ID).path(AUDIT).asText().lines().toList();
        assertTrue(lines.getFirst().endsWith(" - In step"), lines.toString());
        assertTrue(lines.getLast().endsWith(" - Held: country missing"), lines.toString());
        assertEquals(List.of("GET opportunities", "PATCH opportunities"), dataverse.made());
        dataverse.calls.clear();
        update(Map.of("name", text("Newer")));
        assertEquals(List.of("PATCH opportunities"), dataverse.made());
    }

    @Test
    void aClosedRecordSaysThatItTakesNoMore() {
        update(Map.of("statecode", number(1), "statuscode", number(3)));
        refused(ProblemCode.RECORD_CLOSED, () -> crm.tell(RECORD, Map.of("cosell_syncstatus", text("Synced"))));
    }

    @Test
    void tellingTouchesNothingButTheConnectorsColumns() {
        assertThrows(IllegalArgumentException.class, () -> crm.tell(RECORD, Map.of("name", text("x"))));
        assertEquals(List.of(), dataverse.made());
    }

    @Test
    void theLimitsComeFromOneCallPerKindOncePerProcess() {
        dataverse.columns.put("description", new FakeDataverse.Column("Memo", 777));
        Map<String, Limit> limits = crm.limits("opportunity");
        crm.limits("opportunity");
        assertEquals(
                List.of("GET EntityDefinitions", "GET EntityDefinitions", "GET EntityDefinitions"), dataverse.made());
        assertEquals(Limit.length(777), limits.get("description"));
        assertEquals(Limit.precision(2), limits.get("estimatedvalue"));
        assertFalse(limits.containsKey("cosell_syncstatus"));
    }

    @Test
    void aTextThatIsTooLongNamesItsField() {
        Problem problem =
                refused(ProblemCode.TEXT_TOO_LONG, () -> update(Map.of("description", text("x".repeat(2001)))));
        assertEquals(Optional.of("notes"), problem.field());
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheCallRepeated() {
        List<String> tokens = new ArrayList<>(List.of("old", "new"));
        TokenSource source = new TokenSource() {
            @Override
            public String token() {
                return tokens.getFirst();
            }

            @Override
            public void refused() {
                tokens.removeFirst();
            }
        };
        DynamicsCrm other = new DynamicsCrm(
                URI.create(FakeDataverse.ENVIRONMENT + "/"),
                dataverse,
                source,
                FieldMaps.of(FieldMapFile.dynamics().deals()),
                () -> dataverse.now);
        dataverse.nextAnswers.add(FakeDataverse.refusal(401, "0x8005F101", "The token is no longer valid."));
        assertEquals(Optional.of(RECORD), other.find(ID));
        assertEquals("Bearer old", dataverse.calls.get(0).headers().get("Authorization"));
        assertEquals("Bearer new", dataverse.calls.get(1).headers().get("Authorization"));
    }

    @Test
    void aWriteWhoseAnswerIsLostSaysThatItMayHaveHappened() {
        dataverse.nextAnswers.add(new Answer(502, Map.of(), new byte[0]));
        Problem problem = refused(ProblemCode.UNAVAILABLE, () -> update(Map.of("name", text("New"))));
        assertTrue(problem.outcomeUnknown());
    }

    @Test
    void aClosingThatFailsAfterTheOthersArrivedIsNotTakenForUndone() {
        dataverse.failAfter(1, FakeDataverse.refusal(400, "0x80040265", "Ask legal first"));
        Problem problem =
                refused(ProblemCode.PLUGIN_REFUSED, () -> update(Map.of("name", text("New"), "statecode", number(1))));
        assertTrue(problem.outcomeUnknown());
        assertEquals("New", dataverse.row("opportunities", ID).path("name").asText());
    }

    @Test
    void aMapOfAnotherTableIsRefusedAtTheStart() {
        ObjectNode file = FakeDataverse.json();
        ObjectNode deals = file.putNull("leads").putObject("deals").put("table", "lead");
        deals.putObject("fields").putObject("customerCity").put("crm", "createdby/city");
        Problem problem = assertThrows(
                        Failure.class,
                        () -> new DynamicsCrm(
                                URI.create(FakeDataverse.ENVIRONMENT),
                                dataverse,
                                new SandboxDataverse.FixedToken(),
                                FieldMapFile.dynamics(Optional.of(file)),
                                () -> dataverse.now))
                .problem();
        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertTrue(problem.detail().contains("lead") && problem.detail().contains("createdby/city"), problem.detail());
    }

    private Snapshot update(Map<String, JsonNode> values) {
        String version = dataverse.row("opportunities", ID).path("@odata.etag").asText();
        return assertInstanceOf(Written.Done.class, crm.update(RECORD, version, values))
                .now();
    }

    private String version() {
        return dataverse.row("opportunities", ID).path("@odata.etag").asText();
    }

    /** The payload with its members in alphabetical order. */
    private static String sorted(Call call) {
        return FakeDataverse.body(call).properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Problem refused(ProblemCode code, Executable call) {
        Problem problem = assertThrows(Failure.class, call).problem();
        assertEquals(code, problem.code(), problem::toString);
        return problem;
    }

    private static TextNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static IntNode number(int value) {
        return IntNode.valueOf(value);
    }
}
