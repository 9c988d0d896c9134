package dev.cosell.crm.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.CallCounter;
import dev.cosell.http.TokenSource;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Written;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is particular to Salesforce; what it has in common with other CRMs is in the contracts. */
class SalesforceCrmTest {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();
    private static final FieldMap MAP = MAPS.deals();
    private static final String REFERRAL = "5b2a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b10";

    private final SandboxSalesforce salesforce = new SandboxSalesforce();
    private final SalesforceCrm crm = salesforce.adapter(MAPS);

    // --- Answers that are none ---

    @Test
    void aRowWithoutTheIdItMustHaveIsNoAnswerOfSalesforces() {
        String rows = "{\"totalSize\":1,\"done\":true,\"records\":[{\"Name\":\"Deal\"}]}";
        SalesforceCrm other = new SalesforceCrm(
                SalesforceCrm.Organization.at(URI.create("https://fabrikam.my.salesforce.test")),
                call -> new Answer(200, Map.of(), rows.getBytes(StandardCharsets.UTF_8)),
                (system, method, status) -> {},
                new TokenSource() {
                    @Override
                    public String token() {
                        return "token";
                    }

                    @Override
                    public void refused() {
                        throw new AssertionError("nothing is refused here");
                    }
                },
                MAPS,
                InstantSource.system());

        Problem problem = assertThrows(Failure.class, () -> other.findByReferral(REFERRAL))
                .problem();

        assertEquals(ProblemCode.UNAVAILABLE, problem.code(), problem.toString());
    }

    // --- Versions and calls ---

    @Test
    void twoSavesWithinOneSecondAreTwoVersions() {
        RecordRef deal = created();
        String before = version(deal);
        edit(deal, "Description", "at once");
        assertNotEquals(before, version(deal));
        assertInstanceOf(Written.Stale.class, crm.update(deal, before, stored("notes", new Value.Text("ours"))));
    }

    @Test
    void aWriteIsComparedThenMadeUnderAConditionAndReadBackInOneCall() {
        RecordRef deal = created();
        String version = version(deal);
        salesforce.calls.clear();
        crm.update(deal, version, stored("notes", new Value.Text("agreed")));
        assertEquals(
                List.of("GET", "POST"),
                salesforce.calls.stream().map(Call::method).toList());
        JsonNode write = parts(salesforce.calls.getLast()).get(0);
        assertEquals("PATCH", write.path("method").asText());
        assertEquals(
                version.substring(0, version.indexOf('/')),
                instant(write.at("/httpHeaders/If-Unmodified-Since").asText()));
    }

    @Test
    void aSaveBetweenTheReadingAndTheWriteIsNotOverwritten() {
        RecordRef deal = created();
        String version = version(deal);
        salesforce.passes(Duration.ofSeconds(2));
        salesforce.onAnswer(() -> {
            salesforce.onAnswer(() -> {});
            edit(deal, "Description", "faster");
        });
        assertInstanceOf(Written.Stale.class, crm.update(deal, version, stored("notes", new Value.Text("ours"))));
        assertMeans(new Value.Text("faster"), "notes", crm.read(deal));
    }

    @Test
    void aChangeOfSolutionsTakesThreeCallsWithTheRecordOrWithoutIt() {
        RecordRef deal = created();
        Map<String, JsonNode> values = stored("solutions", solutions("SOL-1001-ROUT", "SOL-1002-COLD"));
        done(crm.update(deal, version(deal), stored("solutions", solutions("SOL-1002-COLD"))));
        String version = version(deal);
        salesforce.calls.clear();
        values.putAll(stored("notes", new Value.Text("two of them")));
        Snapshot now = done(crm.update(deal, version, values));
        assertEquals(3, salesforce.calls.size());
        assertMeans(solutions("SOL-1001-ROUT", "SOL-1002-COLD"), "solutions", now);
        salesforce.calls.clear();
        done(crm.update(deal, now.version().orElseThrow(), stored("solutions", solutions("SOL-1002-COLD"))));
        assertEquals(2, salesforce.calls.size());
    }

    @Test
    void moreSolutionsThanOneCallTakesAreAllWritten() {
        String[] many =
                IntStream.range(0, 60).mapToObj("SOL-%d-MANY"::formatted).toArray(String[]::new);
        RecordRef deal = created();
        Snapshot now = done(crm.update(deal, version(deal), stored("solutions", solutions(many))));
        assertMeans(solutions(many), "solutions", now);
        assertMeans(solutions(many), "solutions", crm.read(deal));
    }

    // --- All or nothing ---

    @Test
    void aTextThatACompositeCallWouldTakeForAReferenceArrivesAsItIs() {
        Map<String, JsonNode> values = deal();
        values.putAll(stored("notes", new Value.Text("see @{part0.id}")));
        values.putAll(stored("solutions", solutions("SOL-1001-ROUT")));
        RecordRef name = crm.nameOfNew("Opportunity", "unused", REFERRAL);
        Snapshot made = done(crm.create(name, Optional.empty(), values));
        assertMeans(new Value.Text("see @{part0.id}"), "notes", made);
        assertMeans(solutions("SOL-1001-ROUT"), "solutions", made);
        RecordRef deal = crm.itself(name, made);
        Snapshot now = done(crm.update(
                deal, made.version().orElseThrow(), stored("notes", new Value.Text("or @{part1.records[0].Id}"))));
        assertMeans(new Value.Text("or @{part1.records[0].Id}"), "notes", now);
    }

    @Test
    void aWriteThatCannotBeReadBackDidNotHappen() {
        RecordRef deal = created();
        String version = version(deal);
        salesforce.onAnswer(() -> {
            salesforce.onAnswer(() -> {});
            salesforce.without("Opportunity", "CoSell_Keep__c");
        });
        assertRefused(
                ProblemCode.SCHEMA_MISMATCH,
                () -> crm.update(deal, version, stored("notes", new Value.Text("agreed"))));
        assertMeans(Value.EMPTY, "notes", salesforce.adapter(MAPS).read(deal));
    }

    @Test
    void aRecordThatIsRefusedTakesItsSolutionsWithIt() {
        rule("Opportunity", "Amount < 10", "Amount");
        RecordRef deal = created();
        Map<String, JsonNode> values = stored("solutions", solutions("SOL-1001-ROUT"));
        values.putAll(stored("dealValue", new Value.Amount(new BigDecimal("5"))));
        Problem problem = assertRefused(ProblemCode.PLUGIN_REFUSED, () -> crm.update(deal, version(deal), values));
        assertEquals(Optional.of("dealValue"), problem.field());
        assertMeans(solutions(), "solutions", crm.read(deal));
    }

    @Test
    void aSolutionThatIsRefusedTakesItsRecordWithItAndSaysWhy() {
        rule("Microsoft_Solutions__c", "Price__c = null", "Price__c");
        RecordRef deal = created();
        Map<String, JsonNode> values = stored("notes", new Value.Text("not alone"));
        values.putAll(stored("solutions", solutions("SOL-1001-ROUT")));
        Problem problem = assertRefused(ProblemCode.PLUGIN_REFUSED, () -> crm.update(deal, version(deal), values));
        assertTrue(problem.detail().contains("a rule of the customer's"), problem.detail());
        assertFalse(problem.detail().contains("PROCESSING_HALTED"), problem.detail());
        assertFalse(problem.outcomeUnknown());
        assertMeans(Value.EMPTY, "notes", crm.read(deal));
    }

    @Test
    void aNewRecordIsNotThereWithoutItsSolutions() {
        rule("Microsoft_Solutions__c", "Price__c = null", "Price__c");
        Map<String, JsonNode> values = deal();
        values.putAll(stored("solutions", solutions("SOL-1001-ROUT")));
        RecordRef name = crm.nameOfNew("Opportunity", "unused", REFERRAL);
        assertRefused(ProblemCode.PLUGIN_REFUSED, () -> crm.create(name, Optional.empty(), values));
        assertEquals(List.of(), crm.findByReferral(REFERRAL));
    }

    @Test
    void microsoftsRuleAgainstSharingWithoutASolutionLetsANewRecordThrough() {
        salesforce.control("PATCH", "validation-rules/Cannot_sync_without_solution", "{\"active\": true}");
        Map<String, JsonNode> values = deal();
        values.putAll(stored("solutions", solutions("SOL-1001-ROUT")));
        RecordRef name = crm.nameOfNew("Opportunity", "unused", REFERRAL);
        Snapshot made = done(crm.create(name, Optional.empty(), values));
        assertTrue(made.values().get(MAP.columns().sync()).asBoolean());
        assertMeans(solutions("SOL-1001-ROUT"), "solutions", made);
    }

    @Test
    void s57_queriesNameOnlyMappedColumns() {
        RecordRef deal = created();
        salesforce.calls.clear();
        crm.read(deal);
        String soql = salesforce.calls.stream()
                .filter(call -> call.uri().getPath().endsWith("/query"))
                .map(call -> URLDecoder.decode(call.uri().getRawQuery().substring(2), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        Set<String> asked = Set.of(soql.substring("SELECT ".length(), soql.indexOf(" FROM Opportunity"))
                .split(", "));
        for (String unasked : List.of("NextStep", "Probability", "ForecastCategoryName", "LeadSource")) {
            assertFalse(asked.contains(unasked), unasked);
        }
        assertTrue(asked.containsAll(List.of("Amount", "StageName", "Account.Name")), soql);
    }

    @Test
    void whoIsNoContactCostsNoFurtherCall() {
        RecordRef deal = created();
        crm.read(deal);
        salesforce.calls.clear();
        crm.read(deal);
        assertEquals(1, salesforce.calls.size());
    }

    // --- Ids ---

    @Test
    void s36_anIdOfFifteenCharactersOrWithoutItsCaseIsTheSame() {
        RecordRef deal = created();
        assertEquals(Optional.of(deal), crm.ref("Opportunity", deal.id().substring(0, 15)));
        assertEquals(Optional.of(deal), crm.find(deal.id().toLowerCase(java.util.Locale.ROOT)));
        assertEquals(Optional.empty(), crm.ref("Opportunity", deal.id().substring(0, 17) + "!"));
        assertEquals(Optional.empty(), crm.ref("Opportunity", "006000000000001' OR Id != '"));
    }

    @Test
    void severalRecordsOfOneReferralAreForAPerson() {
        RecordRef deal = created();
        salesforce.control("POST", "records/Opportunity/" + deal.id() + "/clone", "");
        RecordRef name = crm.nameOfNew("Opportunity", "unused", REFERRAL);
        assertRefused(ProblemCode.CLAIMED_TWICE, () -> crm.read(name));
        assertInstanceOf(Written.Stale.class, crm.create(name, Optional.empty(), deal()));
    }

    @Test
    void aMergedLeadIsFollowedToTheOneThatStayed() {
        RecordRef gone = lead("0c6a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b11");
        RecordRef kept = lead("0c6a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b12");
        salesforce.control("POST", "records/Lead/" + kept.id() + "/merge", "{\"ids\": [\"" + gone.id() + "\"]}");
        assertEquals(Optional.of(kept), crm.survivor(gone));
    }

    // --- Currencies, countries, stages, solutions ---

    @Test
    void s37_withOneCurrencyDealsAreInTheOrganisationsAndNoneIsSent() {
        SandboxSalesforce single = new SandboxSalesforce(OrganizationSettings.standard());
        SalesforceCrm adapter = single.adapter(MAPS);
        Map<String, JsonNode> values = deal();
        values.putAll(stored("currency", new Value.Text("USD")));
        RecordRef name = adapter.nameOfNew("Opportunity", "unused", REFERRAL);
        Snapshot made = done(adapter.create(name, Optional.empty(), values));
        assertMeans(new Value.Text("USD"), "currency", made);
        assertEquals(Set.of("USD"), adapter.currencies());
        assertEquals(
                ProblemCode.CURRENCY_UNKNOWN,
                assertThrows(
                                Failure.class,
                                () -> adapter.update(
                                        adapter.itself(name, made),
                                        made.version().orElseThrow(),
                                        stored("currency", new Value.Text("EUR"))))
                        .problem()
                        .code());
        assertEquals(Optional.empty(), CrmCheck.of(MAPS, true, adapter::describe));
    }

    @Test
    void aCountryGoesByItsCodeWhereTheOrganisationHasAListOfThem() {
        String account = account("DE", salesforce);
        assertEquals(
                "DE",
                salesforce
                        .control("GET", "records/Account/" + account, "")
                        .path("BillingCountryCode")
                        .asText());
        SandboxSalesforce free = new SandboxSalesforce(OrganizationSettings.standard());
        assertEquals(
                "DE",
                free.control("GET", "records/Account/" + account("DE", free), "")
                        .path("BillingCountry")
                        .asText());
    }

    @Test
    void aClosedStageTheOrganisationCallsOtherwiseIsItsFirstOfTheKind() {
        for (JsonNode stage : salesforce.control("GET", "records/OpportunityStage", "")) {
            if (stage.path("MasterLabel").asText().equals("Closed Won")) {
                salesforce.control(
                        "PATCH",
                        "records/OpportunityStage/" + stage.path("Id").asText(),
                        "{\"MasterLabel\": \"Signed\", \"ApiName\": \"Signed\"}");
            }
        }
        SalesforceCrm adapter = salesforce.adapter(MAPS);
        RecordRef deal = created();
        Snapshot won = done(adapter.update(deal, version(deal), stored("status", new Value.Stage(Status.WON))));
        assertMeans(new Value.Stage(Status.WON), "status", won);
        assertEquals("Signed", won.values().get("StageName").asText());
    }

    @Test
    void s58_aStageThatIsNotThereIsToldAtTheStartWithTheNearest() {
        for (JsonNode stage : salesforce.control("GET", "records/OpportunityStage", "")) {
            if (stage.path("MasterLabel").asText().equals("On Hold")) {
                salesforce.control(
                        "PATCH",
                        "records/OpportunityStage/" + stage.path("Id").asText(),
                        "{\"MasterLabel\": \"On-Hold\", \"ApiName\": \"On-Hold\"}");
            }
        }
        Problem problem =
                CrmCheck.of(MAPS, true, salesforce.adapter(MAPS)::describe).orElseThrow();
        assertTrue(
                problem.detail().contains("expected \"On Hold\" to be an option of column StageName; nearest are"),
                problem.detail());
        assertTrue(problem.detail().contains("nearest are On-Hold"), problem.detail());
    }

    @Test
    void theMapFitsAnOrganisationWithMicrosoftsPackage() {
        assertEquals(Optional.empty(), CrmCheck.of(MAPS, true, crm::describe));
    }

    @Test
    void aColumnThatIsHiddenFromTheConnectorIsTold() {
        salesforce.control("PUT", "field-permissions", "{\"Opportunity/Amount\": {\"read\": false}}");
        Problem problem =
                CrmCheck.of(MAPS, true, salesforce.adapter(MAPS)::describe).orElseThrow();
        assertTrue(
                problem.detail().contains("expected table Opportunity to have column Amount; found none"),
                problem.detail());
        assertRefused(
                ProblemCode.SCHEMA_MISMATCH, () -> salesforce.adapter(MAPS).read(unused()));
    }

    @Test
    void aSolutionNobodyListedIsListedOnceAndRowsOfOthersStay() {
        RecordRef deal = created();
        crm.update(deal, version(deal), stored("solutions", solutions("SOL-7-XYZ", "SOL-1001-ROUT")));
        crm.update(deal, version(deal), stored("solutions", solutions("SOL-1001-ROUT")));
        crm.update(deal, version(deal), stored("solutions", solutions("SOL-7-XYZ", "SOL-1001-ROUT")));
        int listed = 0;
        for (JsonNode entry : salesforce.control("GET", "records/Microsoft_Solution_Detail__c", "")) {
            listed += entry.path("Solution_Identifier__c").asText().equals("SOL-7-XYZ") ? 1 : 0;
        }
        assertEquals(1, listed);
        assertEquals(
                2,
                salesforce.control("GET", "records/Microsoft_Solutions__c", "").size());
    }

    @Test
    void withoutAColumnForTheKeyAnAccountOfTheSameNameAndPlaceIsTheOne() {
        salesforce.without("Account", KeyedRows.KEY);
        SalesforceCrm adapter = salesforce.adapter(MAPS);
        Customer contoso = new Customer("Contoso", "80331", "", Map.of("BillingPostalCode", TextNode.valueOf("80331")));
        RecordRef first = adapter.customers().createAccount("one", contoso, CustomerKeys.NONE);
        assertEquals(first, adapter.customers().createAccount("two", contoso, CustomerKeys.NONE));
        Customer elsewhere = new Customer("Contoso", "1010", "", Map.of("BillingPostalCode", TextNode.valueOf("1010")));
        assertNotEquals(first, adapter.customers().createAccount("three", elsewhere, CustomerKeys.NONE));
    }

    // --- Refusals ---

    @Test
    void aValidationRuleSpeaksToTheSellerInItsOwnWords() {
        rule("Opportunity", "Amount < 10", "Amount");
        RecordRef deal = created();
        Problem problem = assertRefused(
                ProblemCode.PLUGIN_REFUSED,
                () -> crm.update(deal, version(deal), stored("dealValue", new Value.Amount(new BigDecimal("5")))));
        assertTrue(problem.detail().contains("a rule of the customer's"), problem.detail());
        assertEquals(Optional.of("dealValue"), problem.field());
    }

    @Test
    void aDuplicateIsForAPersonAndNamesWhatWasFound() {
        String there = account("DE", salesforce);
        salesforce.control("PUT", "duplicate-rules/Same_name", """
                {"object": "Account", "active": true, "matchFields": ["Name"], "allowSave": true}""");
        Problem problem = assertRefused(ProblemCode.DUPLICATE_REFUSED, () -> account("AT", salesforce));
        assertTrue(problem.detail().contains(there), problem.detail());
    }

    @Test
    void aLockedRowIsTriedAgain() {
        RecordRef deal = created();
        String version = version(deal);
        salesforce.control("POST", "save-faults", "{\"object\": \"Opportunity\"}");
        assertRefused(ProblemCode.LOCKED, () -> crm.update(deal, version, stored("notes", new Value.Text("not now"))));
    }

    @Test
    void anExpiredSessionIsRenewedOnceAndNobodyNotices() {
        RecordRef deal = created();
        salesforce.control("POST", "expire-sessions", "");
        assertMeans(new Value.Text("Datacentre move"), "name", crm.read(deal));
    }

    @Test
    void aSpentDayPausesTheSystemAndABurstDoesNot() {
        RecordRef deal = created();
        salesforce.refusesNext(403, Map.of("sforce-limit-info", "api-usage=80/100"));
        assertRefused(ProblemCode.THROTTLED, () -> crm.read(deal));
        assertEquals(Optional.of(new CallCounter.Told(80, 100)), salesforce.counted.toldBy(RemoteSystem.CRM));
        salesforce.refusesNext(403, Map.of("sforce-limit-info", "api-usage=100/100"));
        Problem spent = assertRefused(ProblemCode.CALLS_SPENT, () -> crm.read(deal));
        assertEquals(Optional.of(Duration.ofMinutes(30)), spent.retryAfter());
    }

    @Test
    void s14_aWrongVersionOrAddressIsSaid() {
        URI address = SandboxSalesforce.ADDRESS;
        SalesforceCrm.Organization organization =
                new SalesforceCrm.Organization(address, "latest", Optional.empty(), SalesforceCrm.ACCOUNT_COLUMNS);
        Problem problem = assertThrows(
                        Failure.class,
                        () -> new SalesforceCrm(
                                organization,
                                salesforce,
                                salesforce.counted,
                                null,
                                MAPS,
                                java.time.InstantSource.system()))
                .problem();
        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertTrue(problem.detail().contains("found \"latest\""), problem.detail());
        salesforce.refusesNext(404, Map.of());
        assertRefused(ProblemCode.MISCONFIGURED, () -> crm.customers().users(List.of("kim@fabrikam.example")));
    }

    // --- Arranging ---

    private void rule(String object, String condition, String column) {
        salesforce.control(
                "PUT",
                "validation-rules/Rule",
                RestApi.JSON
                        .createObjectNode()
                        .put("object", object)
                        .put("active", true)
                        .put("condition", condition)
                        .put("message", "a rule of the customer's")
                        .put("field", column)
                        .toString());
    }

    private static JsonNode parts(Call composite) {
        try {
            return RestApi.JSON.readTree(composite.body()).path("compositeRequest");
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private RecordRef created() {
        RecordRef name = crm.nameOfNew("Opportunity", "unused", REFERRAL);
        return crm.itself(name, done(crm.create(name, Optional.empty(), deal())));
    }

    private RecordRef lead(String referralId) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("Company", TextNode.valueOf("Fabrikam"));
        values.put("LastName", TextNode.valueOf("Akers"));
        values.put("Status", TextNode.valueOf("Open - Not Contacted"));
        RecordRef name = crm.nameOfNew("Lead", "unused", referralId);
        return crm.itself(name, done(crm.create(name, Optional.empty(), values)));
    }

    private static String account(String country, SandboxSalesforce in) {
        Customer customer =
                new Customer("Contoso GmbH", "", country, Map.of("BillingCountry", TextNode.valueOf(country)));
        return in.adapter(MAPS)
                .customers()
                .createAccount("key-" + country, customer, CustomerKeys.NONE)
                .id();
    }

    private static Map<String, JsonNode> deal() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.putAll(stored("name", new Value.Text("Datacentre move")));
        values.putAll(stored("dealValue", new Value.Amount(new BigDecimal("125000.50"))));
        values.putAll(stored("closeDate", new Value.Day(LocalDate.of(2027, 3, 31))));
        values.putAll(stored("status", new Value.Stage(Status.ACCEPTED)));
        return values;
    }

    private static Value solutions(String... ids) {
        return new Value.Items(new java.util.TreeSet<>(Set.of(ids)));
    }

    private static Map<String, JsonNode> stored(String field, Value value) {
        return MAP.field(field).orElseThrow().stored(Side.CRM, value);
    }

    private static RecordRef unused() {
        return new RecordRef("Opportunity", "006000000000999AAA");
    }

    private String version(RecordRef record) {
        return crm.read(record).version().orElseThrow();
    }

    private void edit(RecordRef record, String column, String text) {
        salesforce.edits(
                record.table(), record.id(), RestApi.JSON.createObjectNode().put(column, text));
    }

    private static String instant(String header) {
        return java.time.ZonedDateTime.parse(header, java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant()
                .toString();
    }

    private static Snapshot done(Written written) {
        return assertInstanceOf(Written.Done.class, written).now();
    }

    private static void assertMeans(Value expected, String field, Snapshot shown) {
        assertEquals(Optional.of(expected), MAP.field(field).orElseThrow().on(Side.CRM, shown.values()), field);
    }

    private static Problem assertRefused(ProblemCode code, Executable call) {
        Problem problem = assertThrows(Failure.class, call).problem();
        assertEquals(code, problem.code(), problem::toString);
        return problem;
    }
}
