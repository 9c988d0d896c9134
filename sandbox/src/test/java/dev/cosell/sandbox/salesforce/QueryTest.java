package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOQL. */
class QueryTest {
    private final Org org = new Org();

    @BeforeEach
    void deals() {
        String account = org.create("Account", "{\"Name\": \"Contoso\", \"BillingCountry\": \"Germany\"}");
        org.create("Opportunity", """
                {"Name": "Anchor", "StageName": "Prospecting", "CloseDate": "2026-12-01", "Amount": 100, "AccountId": "%s"}
                """.formatted(account));
        org.pass(Duration.ofDays(10));
        org.create("Opportunity", """
                {"Name": "Beacon_1", "StageName": "Closed Won", "CloseDate": "2026-11-30", "Amount": 2500.5}
                """);
        org.create("Opportunity", """
                {"Name": "O'Hare 100%", "StageName": "Qualification", "CloseDate": "2027-03-31"}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Name = 'anchor' | Anchor",
                "Name != 'Anchor' | Beacon_1;O'Hare 100%",
                "Name = 'O\\'Hare 100%' | O'Hare 100%",
                "Name LIKE 'b%' | Beacon_1",
                "Name LIKE '%a_e 100\\%' | O'Hare 100%",
                "Name LIKE 'Beacon\\_1' | Beacon_1",
                "NOT Name LIKE '%o%' | ",
                "Amount > 100 | Beacon_1",
                "Amount >= 100 AND Amount < 200.5 | Anchor",
                "Amount = null | O'Hare 100%",
                "Amount != null | Anchor;Beacon_1",
                "IsClosed = true | Beacon_1",
                "IsWon = FALSE | Anchor;O'Hare 100%",
                "StageName IN ('Prospecting', 'Qualification') | Anchor;O'Hare 100%",
                "StageName NOT IN ('Prospecting', 'Qualification') | Beacon_1",
                "CloseDate = 2026-12-01 | Anchor",
                "CloseDate < 2026-12-01 OR (CloseDate > 2027-01-01 AND Amount = null) | Beacon_1;O'Hare 100%",
                "CreatedDate > 2026-11-25T00:00:00Z | Beacon_1;O'Hare 100%",
                "CreatedDate <= 2026-11-22T12:11:12.000+02:00 | Anchor",
                "CreatedDate = TODAY | Beacon_1;O'Hare 100%",
                "CreatedDate < LAST_N_DAYS:3 | Anchor",
                "Account.Name = 'Contoso' | Anchor",
                "Account.Owner.Username = 'integration@fabrikam.example' | Anchor",
                "AccountId = null | Beacon_1;O'Hare 100%",
                "AccountId IN (SELECT Id FROM Account WHERE BillingCountry = 'Germany') | Anchor",
                "Id NOT IN (SELECT ConvertedOpportunityId FROM Lead) AND Name = 'Anchor' | Anchor",
                "Opportunity.Name = 'Anchor' | Anchor",
            })
    void conditionsChooseRecords(String condition, String names) {
        List<String> wanted = names == null ? List.of() : List.of(names.split(";"));
        assertEquals(wanted, org.found("SELECT Name FROM Opportunity WHERE " + condition + " ORDER BY Name", "Name"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ORDER BY Amount | O'Hare 100%;Anchor;Beacon_1",
                "ORDER BY Amount DESC | O'Hare 100%;Beacon_1;Anchor",
                "ORDER BY Amount DESC NULLS LAST | Beacon_1;Anchor;O'Hare 100%",
                "ORDER BY IsClosed DESC, CloseDate DESC | Beacon_1;O'Hare 100%;Anchor",
                "ORDER BY Account.Name NULLS LAST, Name DESC | Anchor;O'Hare 100%;Beacon_1",
                "ORDER BY Name LIMIT 1 OFFSET 1 | Beacon_1",
            })
    void recordsComeInOrder(String clauses, String names) {
        // A quote is data here, so the parser of the test's own table may not take it.
        assertEquals(List.of(names.split(";")), org.found("SELECT Name FROM Opportunity " + clauses, "Name"));
    }

    @Test
    void fieldsOfOtherRecordsAreNested() {
        JsonNode deal = org.query("select Id, Amount, account.name, Account.Owner.Email, Owner.Name from opportunity "
                        + "where Name = 'Anchor'")
                .expect(200)
                .json()
                .at("/records/0");
        assertEquals("100.0", deal.get("Amount").asText());
        assertEquals("Contoso", deal.at("/Account/Name").asText());
        assertEquals("Account", deal.at("/Account/attributes/type").asText());
        assertEquals(
                "integration@fabrikam.example", deal.at("/Account/Owner/Email").asText());
        assertEquals("Integration User", deal.at("/Owner/Name").asText());
        JsonNode without = org.query("SELECT Account.Name FROM Opportunity WHERE Name = 'Beacon_1'")
                .json();
        assertTrue(without.at("/records/0/Account").isNull());
    }

    @Test
    void recordsThatPointHereAreListed() {
        JsonNode account = org.query("SELECT Name, (SELECT Name FROM Opportunities WHERE Amount > 5), "
                        + "(SELECT Id FROM Contacts) FROM Account")
                .expect(200)
                .json()
                .at("/records/0");
        assertEquals("Anchor", account.at("/Opportunities/records/0/Name").asText());
        assertEquals(1, account.at("/Opportunities/totalSize").asInt());
        assertTrue(account.get("Contacts").isNull());
    }

    @Test
    void onlyOfIdsTheCaseOfLettersCounts() {
        String name = "Fifteen Letters".replace(" ", "X");
        String id = org.account(name);
        String wanted = "SELECT Id FROM Account WHERE Name = '%s'".formatted(name.toUpperCase(Locale.ROOT));
        assertEquals(List.of(id), org.found(wanted, "Id"));
        assertEquals(
                List.of(id), org.found("SELECT Id FROM Account WHERE Id = '%s'".formatted(id.substring(0, 15)), "Id"));
    }

    @Test
    void countCounts() {
        JsonNode answer = org.query("SELECT COUNT() FROM Opportunity WHERE IsClosed = false")
                .expect(200)
                .json();
        assertEquals(2, answer.get("totalSize").asInt());
        assertTrue(answer.get("records").isEmpty());
    }

    @Test
    void fieldsStandForMany() {
        JsonNode deal = org.query("SELECT FIELDS(CUSTOM) FROM Opportunity LIMIT 1")
                .expect(200)
                .json()
                .at("/records/0");
        assertTrue(deal.has("Referral_Identifier__c"));
        assertFalse(deal.has("Name"));
        org.query("SELECT FIELDS(ALL) FROM Opportunity").expect(400, "MALFORMED_QUERY");
    }

    @Test
    void longAnswersComeInPages() {
        IntStream.range(0, 5).forEach(number -> org.lead("Lead " + number));
        org.control("PATCH", "settings", "{\"largestBatch\": 2}").expect(200);
        JsonNode first = org.query("SELECT LastName FROM Lead ORDER BY LastName")
                .expect(200)
                .json();
        assertEquals(5, first.get("totalSize").asInt());
        assertFalse(first.get("done").asBoolean());
        assertEquals(2, first.get("records").size());
        String next = first.get("nextRecordsUrl").asText();
        assertTrue(next.matches("/services/data/v67\\.0/query/01g[0-9A-Za-z]{15}-2"), next);
        JsonNode second = org.get(next).expect(200).json();
        assertEquals("Lead 2", second.at("/records/0/LastName").asText());
        JsonNode last =
                org.get(second.get("nextRecordsUrl").asText()).expect(200).json();
        assertTrue(last.get("done").asBoolean());
        assertFalse(last.has("nextRecordsUrl"));
        org.get("query/01g000000000000AAA-2").expect(400, "INVALID_QUERY_LOCATOR");
    }

    @Test
    void aClientMayAskForSmallerPagesButNotForTinyOnes() {
        IntStream.range(0, 201).forEach(number -> org.lead("Lead " + number));
        JsonNode page = org.query("SELECT Id FROM Lead", "Sforce-Query-Options", "batchSize=5")
                .json();
        assertEquals(200, page.get("records").size());
    }

    @Test
    void queryAllSeesTheRecycleBin() {
        String id = org.lead("Vega");
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(204);
        JsonNode all = org.get("queryAll?q=" + Org.encode("SELECT Id, IsDeleted FROM Lead"))
                .expect(200)
                .json();
        assertTrue(all.at("/records/0/IsDeleted").asBoolean());
        assertTrue(org.found("SELECT Id FROM Lead", "Id").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT FROM Lead | MALFORMED_QUERY",
                "SELECT Id Lead | MALFORMED_QUERY",
                "SELECT Id FROM Lead WHERE | MALFORMED_QUERY",
                "SELECT Id FROM Lead WHERE Name = 'x | MALFORMED_QUERY",
                "SELECT Id FROM Lead WHERE A = 1 AND B = 2 OR C = 3 | MALFORMED_QUERY",
                "SELECT Id FROM Lead LIMIT many | MALFORMED_QUERY",
                "SELECT Name FROM Lead GROUP BY Name | MALFORMED_QUERY",
                "SELECT Id FROM Lead OFFSET 2001 | NUMBER_OUTSIDE_VALID_RANGE",
                "SELECT Id FROM Nonsense__c | INVALID_TYPE",
                "SELECT Nonsense FROM Lead | INVALID_FIELD",
                "SELECT Account.Name FROM Lead | INVALID_FIELD",
                "SELECT Id FROM Lead WHERE Description = 'x' | INVALID_FIELD",
                "SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01' | INVALID_FIELD",
                "SELECT Id FROM Lead WHERE LastName = 5 | INVALID_FIELD",
                "SELECT Id FROM Lead WHERE IsConverted = 'false' | INVALID_FIELD",
                "SELECT Id FROM Lead WHERE OwnerId = 'nonsense' | INVALID_QUERY_FILTER_OPERATOR",
                "SELECT Id FROM Lead WHERE IsConverted LIKE 'x' | INVALID_OPERATOR",
                "SELECT Id, (SELECT Id FROM Nonsense__r) FROM Account | INVALID_TYPE",
            })
    void whatIsWrongIsRefusedByItsCode(String soql, String code) {
        org.query(soql).expect(400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpportunityStage", "LeadStatus", "User", "Organization", "Microsoft_Solution_Detail__c"})
    void settingsAreRecordsToo(String type) {
        assertFalse(org.found("SELECT Id FROM " + type, "Id").isEmpty());
    }

    @Test
    void stagesTellWhatTheyMean() {
        JsonNode stages = org.query("SELECT ApiName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true "
                        + "ORDER BY SortOrder")
                .json()
                .get("records");
        assertEquals(10, stages.size());
        assertEquals("Prospecting", stages.get(0).get("ApiName").asText());
        assertTrue(stages.get(8).get("IsWon").asBoolean());
    }
}
