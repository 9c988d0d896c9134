package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several currencies, and picklists of countries: switches of the organisation. */
class FeaturesTest {
    private final Org plain = new Org();
    private final Org international = new Org(OrganizationSettings.international());

    @Test
    void anOrganisationWithOneCurrencyKnowsNoCurrencies() {
        String id = plain.opportunity("Deal");
        assertFalse(plain.read("Opportunity", id).has("CurrencyIsoCode"));
        plain.call("PATCH", "sobjects/Opportunity/" + id, "{\"CurrencyIsoCode\": \"EUR\"}")
                .expect(400, "INVALID_FIELD");
        plain.query("SELECT IsoCode FROM CurrencyType").expect(400, "INVALID_TYPE");
    }

    @Test
    void theOnlyCurrencyIsSaidByTheOrganisation() {
        assertEquals(
                "USD",
                plain.call("GET", "connect/organization", "")
                        .expect(200)
                        .json()
                        .at("/features/defaultCurrencyIsoCode")
                        .asText());
        assertTrue(international
                .call("GET", "connect/organization", "")
                .expect(200)
                .json()
                .at("/features/defaultCurrencyIsoCode")
                .isNull());
    }

    @Test
    void withSeveralEachRecordHasOne() {
        String id = international.opportunity("Deal");
        assertEquals(
                "USD",
                international.read("Opportunity", id).get("CurrencyIsoCode").asText());
        String path = "sobjects/Opportunity/" + id;
        international.call("PATCH", path, "{\"CurrencyIsoCode\": \"EUR\"}").expect(204);
        assertEquals(
                "EUR",
                international.read("Opportunity", id).get("CurrencyIsoCode").asText());
        international
                .call("PATCH", path, "{\"CurrencyIsoCode\": \"CHF\"}")
                .expect(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        assertEquals(
                4,
                international
                        .query("SELECT IsoCode FROM CurrencyType WHERE IsActive = true")
                        .json()
                        .get("totalSize")
                        .asInt());
    }

    @Test
    void currenciesCanBeSwitchedOnLater() {
        String id = plain.opportunity("Deal");
        plain.control("PATCH", "settings", "{\"multiCurrency\": true}").expect(200);
        assertEquals("USD", plain.read("Opportunity", id).get("CurrencyIsoCode").asText());
        assertEquals(
                1,
                plain.query("SELECT COUNT() FROM Opportunity WHERE CurrencyIsoCode = 'USD'")
                        .json()
                        .get("totalSize")
                        .asInt());
        plain.call("PATCH", "sobjects/Opportunity/" + id, "{\"NextStep\": \"Call\"}")
                .expect(204);
        plain.control("POST", "records/CurrencyType", "{\"IsoCode\": \"NOK\", \"ConversionRate\": 10.7}")
                .expect(201);
        plain.call("PATCH", "sobjects/Opportunity/" + id, "{\"CurrencyIsoCode\": \"NOK\"}")
                .expect(204);
    }

    @Test
    void withoutPicklistsACountryIsAnyText() {
        String id = plain.create("Account", "{\"Name\": \"Contoso\", \"BillingCountry\": \"Allemagne\"}");
        JsonNode account = plain.read("Account", id);
        assertEquals("Allemagne", account.get("BillingCountry").asText());
        assertFalse(account.has("BillingCountryCode"));
    }

    @Test
    void aCodeFillsInTheTextAndATextTheCode() {
        JsonNode byCode = international.read(
                "Account",
                international.create(
                        "Account", "{\"Name\": \"C\", \"BillingCountryCode\": \"US\", \"BillingStateCode\": \"WA\"}"));
        assertEquals("United States", byCode.get("BillingCountry").asText());
        assertEquals("Washington", byCode.get("BillingState").asText());
        JsonNode byText = international.read(
                "Lead",
                international.create("Lead", "{\"LastName\": \"V\", \"Company\": \"C\", \"Country\": \"germany\"}"));
        assertEquals("DE", byText.get("CountryCode").asText());
        assertEquals("Germany", byText.get("Country").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"BillingCountry\": \"Allemagne\"} | FIELD_INTEGRITY_EXCEPTION",
                "{\"BillingCountryCode\": \"XX\"} | INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                "{\"BillingCountryCode\": \"DE\", \"BillingStateCode\": \"WA\"} | FIELD_INTEGRITY_EXCEPTION",
                "{\"BillingState\": \"Washington\"} | FIELD_INTEGRITY_EXCEPTION",
            })
    void whatIsNotOnTheListIsRefused(String body, String code) {
        String id = international.account("Contoso");
        international.call("PATCH", "sobjects/Account/" + id, body).expect(400, code);
    }

    @Test
    void clearingACountryClearsItsCode() {
        String id = international.create("Account", "{\"Name\": \"C\", \"BillingCountryCode\": \"DE\"}");
        international
                .call("PATCH", "sobjects/Account/" + id, "{\"BillingCountry\": null}")
                .expect(204);
        assertTrue(international.read("Account", id).get("BillingCountryCode").isNull());
    }
}
