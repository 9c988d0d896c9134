package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Environment.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private static final String EURO = "/transactioncurrencies(cc000000-0000-4000-8000-000000000978)";

    private final Environment crm = new Environment();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "leads | subject | null | 0x80040203",
                "leads | subject | \"\" | 0x80040203",
                "leads | nosuchcolumn | 1 | 0x80048d19",
                "leads | Subject | \"x\" | 0x80048d19",
                "leads | companyname | 5 | 0x80048d19",
                "leads | industrycode | 34 | 0x8004431A",
                "leads | industrycode | \"1\" | 0x80048d19",
                "leads | numberofemployees | 1000001 | 0x8004432F",
                "leads | estimatedamount | -1 | 0x80044330",
                "leads | estimatedamount | 1000000000001 | 0x80044330",
                "leads | estimatedclosedate | \"2026-02-30\" | 0x80048d19",
                "leads | estimatedclosedate | \"2026-02-20T00:00:00Z\" | 0x80048d19",
                "leads | cosell_deadline | \"tomorrow\" | 0x80048d19",
                "leads | cosell_syncnow | \"yes\" | 0x80048d19",
                "leads | statuscode | 3 | 0x80048408",
                "opportunities | statuscode | 4 | 0x80048408",
                "leads | statecode | null | 0x80048d19",
                "opportunities | statecode | 9 | 0x8004431A",
                "opportunities | statecode | 1 | 0x80100005",
                "opportunities | statecode | 2 | 0x80100005",
                "opportunities | closeprobability | 101 | 0x8004432F",
                "opportunities | msft_microsoftpartnercenterhelp | 299600006 | 0x8004431A",
                "opportunities | customerid_account@odata.bind | null | 0x80040203",
            })
    void aValueOutsideItsColumnsRulesIsRefused(String set, String column, String value, String code) {
        String id = set.equals("leads") ? crm.lead("Cloud") : crm.opportunity("Deal");
        Reply reply = crm.call("PATCH", set + "(" + id + ")", "{\"%s\": %s}".formatted(column, value))
                .expect(400, code);
        if (code.equals("0x80048d19") && column.equalsIgnoreCase("nosuchcolumn")) {
            assertTrue(reply.message().contains("undeclared property 'nosuchcolumn'"), reply.message());
        }
    }

    @Test
    void aTooLongTextNamesColumnTableAndLimit() {
        Reply reply = crm.call("POST", "leads", "{\"lastname\": \"x\", \"subject\": \"" + "a".repeat(301) + "\"}")
                .expect(400, "0x80044331");
        assertEquals(
                "A validation error occurred.  The length of the 'subject' attribute of the 'lead' entity exceeded the "
                        + "maximum allowed length of '300'.",
                reply.message());
        crm.lead("a".repeat(300));
    }

    @Test
    void aNewRecordNeedsItsRequiredColumns() {
        crm.call("POST", "leads", "{\"subject\": \"Cloud\"}").expect(400, "0x80040203");
        crm.call("POST", "opportunities", "{\"name\": \"Deal\"}").expect(400, "0x80040203");
        crm.control("PATCH", "options", "{\"enforceBusinessRequired\": false}").expect(200);
        crm.call("POST", "leads", "{\"subject\": \"Cloud\"}").expect(204);
        crm.call("POST", "transactioncurrencies", "{\"currencyname\": \"Krone\"}")
                .expect(400, "0x80040203");
    }

    @Test
    void readOnlyColumnsAreIgnoredOrRefusedByChoice() {
        String body =
                "{\"subject\": \"x\", \"lastname\": \"y\", \"createdon\": \"2001-01-01T00:00:00Z\", \"statecode\": 1}";
        String lead = "leads(" + crm.create("leads", body) + ")";
        assertEquals(
                "2026-11-22T10:11:12Z", crm.get(lead).json().get("createdon").asText());
        assertEquals(0, crm.get(lead).json().get("statecode").asInt());
        crm.control("PATCH", "options", "{\"refuseReadOnly\": true}").expect(200);
        crm.call("POST", "leads", body).expect(400, "0x80040203");
    }

    @Test
    void aClosedRecordTakesNothingUntilItIsReopened() {
        String lead = "leads(" + crm.lead("Cloud") + ")";
        crm.call("PATCH", lead, "{\"statecode\": 2, \"statuscode\": 3}").expect(400, "0x80048408");
        crm.call("PATCH", lead, "{\"statecode\": 2, \"statuscode\": 5}").expect(204);
        crm.call("PATCH", lead, "{\"subject\": \"x\"}").expect(400, "0x80040230");
        crm.call("PATCH", lead, "{\"subject\": \"x\", \"statecode\": 0}").expect(400, "0x80040230");
        crm.call("PATCH", lead, "{\"statecode\": 0, \"statuscode\": 1}").expect(204);
        crm.call("PATCH", lead, "{\"subject\": \"x\", \"statuscode\": 2}").expect(204);
    }

    @Test
    void aChangedStateBringsItsDefaultReason() {
        String lead = "leads(" + crm.lead("Cloud") + ")";
        assertEquals(1, crm.get(lead).json().get("statuscode").asInt());
        crm.call("PATCH", lead, "{\"statecode\": 2}").expect(204);
        assertEquals(4, crm.get(lead).json().get("statuscode").asInt());
    }

    @Test
    void anOpportunityMayBeOnHold() {
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        crm.call("PATCH", deal, "{\"statuscode\": 2}").expect(204);
        assertEquals(2, crm.get(deal).json().get("statuscode").asInt());
    }

    @Test
    void moneyIsRoundedToItsCurrencyAndComputedInTheBaseCurrency() {
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        crm.call(
                        "PATCH",
                        deal,
                        "{\"estimatedvalue\": 100.126, \"budgetamount\": 1.23456, \"transactioncurrencyid@odata.bind\": \""
                                + EURO + "\"}")
                .expect(204);
        JsonNode euro = crm.get(deal).json();
        assertAmount("100.13", euro.get("estimatedvalue"));
        assertAmount("1.2346", euro.get("budgetamount"));
        assertAmount("0.92", euro.get("exchangerate"));
        assertAmount("108.8370", euro.get("estimatedvalue_base"));
        crm.call("PATCH", deal, "{\"transactioncurrencyid@odata.bind\": \"" + EURO.replace("978", "392") + "\"}")
                .expect(204);
        assertAmount("100", crm.get(deal).json().get("estimatedvalue"));
        crm.call("PATCH", deal, "{\"estimatedvalue\": null, \"budgetamount\": null}")
                .expect(204);
        assertTrue(crm.get(deal).json().get("estimatedvalue_base").isNull());
    }

    @Test
    void moneyNeedsAnActiveCurrency() {
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        crm.call("PATCH", deal, "{\"estimatedvalue\": 5, \"transactioncurrencyid@odata.bind\": null}")
                .expect(400, "0x80048CFB");
        crm.call("PATCH", EURO.substring(1), "{\"statecode\": 1}").expect(204);
        crm.call("PATCH", deal, "{\"estimatedvalue\": 5, \"transactioncurrencyid@odata.bind\": \"" + EURO + "\"}")
                .expect(400, "0x80048CFC");
        crm.call("PATCH", deal, "{\"transactioncurrencyid@odata.bind\": \"" + EURO.replace("978", "999") + "\"}")
                .expect(404, "0x80040217");
    }

    @Test
    void aSystemCalculatedRevenueOverwritesWhatIsWritten() {
        String deal = "opportunities(" + crm.opportunity("Deal") + ")";
        crm.call("PATCH", deal, "{\"isrevenuesystemcalculated\": true, \"estimatedvalue\": 500}")
                .expect(204);
        assertAmount("0", crm.get(deal).json().get("estimatedvalue"));
    }

    @Test
    void theSystemKeepsNamesTimesAndPeople() {
        String lead = "leads("
                + crm.create("leads", "{\"subject\": \"x\", \"firstname\": \"Ana\", \"lastname\": \"Vega\"}") + ")";
        JsonNode fresh = crm.get(lead).json();
        assertEquals("Ana Vega", fresh.get("fullname").asText());
        assertEquals(Seed.APPLICATION_USER, fresh.get("_createdby_value").asText());
        assertEquals(Seed.APPLICATION_USER, fresh.get("_ownerid_value").asText());
        crm.pass(Duration.ofMinutes(1))
                .call("PATCH", lead, "{\"firstname\": null}")
                .expect(204);
        JsonNode later = crm.get(lead).json();
        assertEquals("Vega", later.get("fullname").asText());
        assertEquals("2026-11-22T10:12:12Z", later.get("modifiedon").asText());
        assertEquals("2026-11-22T10:11:12Z", later.get("createdon").asText());
    }

    @Test
    void anImpersonatedCallWritesInTheOtherName() {
        String lead = crm.call(
                        "POST",
                        "leads",
                        "{\"subject\": \"x\", \"lastname\": \"y\"}",
                        "CallerObjectId",
                        "ad000001-0000-4000-8000-000000000001")
                .expect(204)
                .id();
        JsonNode row = crm.get("leads(" + lead + ")").json();
        assertEquals(Seed.SELLER, row.get("_modifiedby_value").asText());
        assertEquals(Seed.APPLICATION_USER, row.get("_modifiedonbehalfby_value").asText());
        crm.get("leads", "MSCRMCallerID", "11111111-2222-3333-4444-555555555555")
                .expect(403, "0x80072560");
    }

    private static void assertAmount(String expected, JsonNode actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual.decimalValue()), actual.toString());
    }
}
