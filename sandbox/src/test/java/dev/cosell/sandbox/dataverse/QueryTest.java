package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Environment.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private final Environment crm = new Environment();
    private final String contoso = crm.account("Contoso");

    QueryTest() {
        int amount = 0;
        for (String name : List.of("Alpha", "Beta", "Gamma", "Delta")) {
            amount += 100;
            crm.pass(Duration.ofMinutes(1))
                    .create(
                            "opportunities",
                            ("{\"name\": \"%s\", \"estimatedvalue\": %d, \"estimatedclosedate\": \"2027-01-0%d\", "
                                            + "\"customerid_account@odata.bind\": \"/accounts(%s)\"}")
                                    .formatted(
                                            name,
                                            amount,
                                            amount / 100,
                                            name.equals("Delta") ? crm.account("Fabrikam") : contoso));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name eq 'alpha' or name eq 'Beta'|Alpha,Beta",
                "contains(name,'a') and not startswith(name,'A')|Beta,Gamma,Delta",
                "endswith(name,'mma')|Gamma",
                "estimatedvalue gt 100 and estimatedvalue le 300|Beta,Gamma",
                "estimatedclosedate lt 2027-01-03|Alpha,Beta",
                "modifiedon ge 2026-11-22T10:14:12Z|Gamma,Delta",
                "description eq null and statecode eq 0 and (name eq 'Beta')|Beta",
                "customerid_account/name eq 'Fabrikam'|Delta",
                "statecode ne 0|",
            })
    void filters(String filter, String names) {
        assertEquals(names == null ? "" : names, names("opportunities?$orderby=createdon&$filter=" + filter));
    }

    @Test
    void filtersByLookup() {
        assertEquals(
                "Alpha,Beta,Gamma", names("opportunities?$orderby=createdon&$filter=_customerid_value eq " + contoso));
    }

    @Test
    void ordersAndCuts() {
        assertEquals("Delta,Gamma", names("opportunities?$orderby=estimatedvalue desc&$top=2"));
        assertFalse(crm.get("opportunities?$top=2").json().has("@odata.nextLink"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$select=nosuch",
                "$filter=nosuch eq 1",
                "$orderby=nosuch",
                "$filter=customerid eq 1",
                "$filter=name like 'x'",
                "$expand=nosuch",
                "$top=many",
                "$search=x",
                "$skiptoken=foreign!",
            })
    void whatItDoesNotKnowIsRefused(String option) {
        crm.get("opportunities?" + option).expect(400, "0x80060888");
    }

    @Test
    void pagesInOrderUntilNoLinkIsLeft() {
        List<String> names = new ArrayList<>();
        String next = "opportunities?$select=name&$orderby=name desc&$count=true";
        int pages = 0;
        while (!next.isEmpty()) {
            Reply reply = crm.get(next, "Prefer", "odata.maxpagesize=3").expect(200);
            assertEquals(4, reply.json().get("@odata.count").asInt());
            reply.json().get("value").forEach(row -> names.add(row.get("name").asText()));
            next = reply.json().path("@odata.nextLink").asText("");
            pages++;
        }
        assertEquals(List.of("Gamma", "Delta", "Beta", "Alpha"), names);
        assertEquals(2, pages);
    }

    @Test
    void aRowThatMovesBetweenPagesDoesNotHideAnother() {
        JsonNode first = crm.get("opportunities?$select=name&$orderby=modifiedon", "Prefer", "odata.maxpagesize=2")
                .json();
        String alpha = first.at("/value/0/opportunityid").asText();
        crm.pass(Duration.ofMinutes(1)).call("PATCH", "opportunities(" + alpha + ")", "{\"name\": \"Alpha 2\"}");
        JsonNode second = crm.get(first.get("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=5")
                .json();
        assertEquals(List.of("Gamma", "Delta", "Alpha 2"), second.get("value").findValuesAsText("name"));
    }

    @Test
    void counts() {
        assertEquals("4", crm.get("opportunities/$count").text());
        assertEquals(
                "2",
                crm.get("opportunities/$count?$filter=estimatedvalue gt 200").text());
    }

    @Test
    void expandsSingleValuedLookupsOneLevel() {
        JsonNode deal = crm.get(
                        "opportunities?$select=name&$filter=name eq 'Alpha'"
                                + "&$expand=customerid_account($select=name),customerid_contact,transactioncurrencyid($select=isocurrencycode)")
                .expect(200)
                .json()
                .at("/value/0");
        assertEquals("Contoso", deal.at("/customerid_account/name").asText());
        assertFalse(deal.get("customerid_account").has("accountnumber"));
        assertTrue(deal.get("customerid_contact").isNull());
        assertEquals("USD", deal.at("/transactioncurrencyid/isocurrencycode").asText());
    }

    @Test
    void annotatesWhatIsAskedFor() {
        String query = "opportunities?$select=estimatedvalue,statuscode,estimatedclosedate,_customerid_value"
                + "&$filter=name eq 'Alpha'";
        JsonNode plain = crm.get(query).json().at("/value/0");
        assertFalse(plain.toString().contains("FormattedValue"));
        Reply reply =
                crm.get(query, "Prefer", "odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\"");
        JsonNode deal = reply.json().at("/value/0");
        assertEquals("$100.00", formatted(deal, "estimatedvalue"));
        assertEquals("In Progress", formatted(deal, "statuscode"));
        assertEquals("1/1/2027", formatted(deal, "estimatedclosedate"));
        assertEquals("Contoso", formatted(deal, "_customerid_value"));
        assertEquals("US Dollar", formatted(deal, "_transactioncurrencyid_value"));
        assertFalse(deal.toString().contains("lookuplogicalname"));
        assertTrue(reply.header("Preference-Applied").contains("odata.include-annotations"));
    }

    @Test
    void aSecretIsNeverRead() {
        crm.create(
                "serviceendpoints",
                "{\"name\": \"x\", \"contract\": 8, \"url\": \"https://a.example/b\", \"authtype\": 4, \"authvalue\": \"secret\"}");
        assertFalse(crm.get("serviceendpoints").text().contains("secret"));
        crm.get("serviceendpoints?$select=authvalue").expect(400);
        crm.get("serviceendpoints?$filter=startswith(authvalue,'s')").expect(400);
    }

    private static String formatted(JsonNode row, String member) {
        return row.path(member + "@OData.Community.Display.V1.FormattedValue").asText();
    }

    private String names(String query) {
        return String.join(",", crm.get(query).expect(200).json().get("value").findValuesAsText("name"));
    }
}
