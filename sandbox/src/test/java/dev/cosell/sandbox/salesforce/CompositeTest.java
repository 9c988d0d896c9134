package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several calls in one. */
class CompositeTest {
    private static final String PARTS = """
            {"allOrNone": %s, "compositeRequest": [
              {"method": "POST", "url": "/services/data/v67.0/sobjects/Account", "referenceId": "account",
               "body": {"Name": "Contoso"}},
              {"method": "POST", "url": "/services/data/v67.0/sobjects/Contact", "referenceId": "contact",
               "body": {"LastName": "%s", "AccountId": "@{account.id}"}},
              {"method": "GET", "url": "/services/data/v67.0/query?q=SELECT Name FROM Account WHERE Id = '@{account.id}'",
               "referenceId": "query"},
              {"method": "GET", "url": "/services/data/v67.0/sobjects/Account/Name/@{query.records[0].Name}",
               "referenceId": "odd"}]}
            """;

    private final Org org = new Org();

    private JsonNode composite(String allOrNone, String lastName) {
        return org.call("POST", "composite", PARTS.formatted(allOrNone, lastName))
                .expect(200)
                .json()
                .get("compositeResponse");
    }

    @Test
    void laterPartsUseWhatEarlierOnesAnswered() {
        JsonNode parts = composite("false", "Vega");
        String account = parts.at("/0/body/id").asText();
        assertEquals(201, parts.at("/0/httpStatusCode").asInt());
        assertEquals(
                "/services/data/v67.0/sobjects/Account/" + account,
                parts.at("/0/httpHeaders/Location").asText());
        assertEquals("contact", parts.at("/1/referenceId").asText());
        assertEquals(
                account,
                org.read("Contact", parts.at("/1/body/id").asText())
                        .get("AccountId")
                        .asText());
        assertEquals("Contoso", parts.at("/2/body/records/0/Name").asText());
        assertEquals(404, parts.at("/3/httpStatusCode").asInt());
    }

    @Test
    void aPartThatFailsLeavesTheOthers() {
        JsonNode parts = composite("false", "x".repeat(81));
        assertEquals("STRING_TOO_LONG", parts.at("/1/body/0/errorCode").asText());
        assertEquals(1, org.found("SELECT Id FROM Account", "Id").size());
    }

    @Test
    void allOrNoneTakesEverythingBack() {
        JsonNode parts = composite("true", "x".repeat(81));
        assertEquals("PROCESSING_HALTED", parts.at("/0/body/0/errorCode").asText());
        assertEquals("STRING_TOO_LONG", parts.at("/1/body/0/errorCode").asText());
        assertEquals("PROCESSING_HALTED", parts.at("/2/body/0/errorCode").asText());
        assertTrue(org.found("SELECT Id FROM Account", "Id").isEmpty());
    }

    @Test
    void aReferenceToNothingHaltsItsPart() {
        JsonNode parts = org.call("POST", "composite", """
                {"compositeRequest": [{"method": "GET", "url": "/services/data/v67.0/sobjects/Lead/@{none.id}",
                  "referenceId": "r"}]}
                """).expect(200).json().get("compositeResponse");
        assertEquals("PROCESSING_HALTED", parts.at("/0/body/0/errorCode").asText());
    }

    @Test
    void twentyFivePartsAreTheMost() {
        String many = IntStream.range(0, 26).mapToObj(number -> "{}").collect(Collectors.joining(","));
        org.call("POST", "composite", "{\"compositeRequest\": [" + many + "]}").expect(400, "LIMIT_EXCEEDED");
    }
}
