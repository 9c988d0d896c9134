package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTrackingTest {
    private final Environment crm = new Environment();
    private final String first = crm.account("First");
    private final String second = crm.account("Second");

    @Test
    void aDeltaHasWhatChangedAndThenWhatWasDeleted() {
        String link = deltaLink();
        crm.call("DELETE", "accounts(" + first + ")", "").expect(204);
        crm.call("PATCH", "accounts(" + second + ")", "{\"telephone1\": \"5\"}").expect(204);
        String third = crm.account("Third");
        JsonNode delta = crm.get(link).expect(200).json();
        assertTrue(delta.get("@odata.context").asText().endsWith("#accounts(name)/$delta"));
        JsonNode rows = delta.get("value");
        assertEquals(second, rows.at("/0/accountid").asText());
        assertFalse(rows.get(0).has("telephone1"));
        assertEquals(third, rows.at("/1/accountid").asText());
        assertEquals(first, rows.at("/2/id").asText());
        assertEquals("deleted", rows.at("/2/reason").asText());
        assertTrue(rows.at("/2/@odata.context").asText().endsWith("$metadata#accounts/$deletedEntity"));
        JsonNode quiet = crm.get(delta.get("@odata.deltaLink").asText()).json();
        assertEquals(0, quiet.get("value").size());
    }

    @Test
    void aDeltaIsCounted() {
        String link = deltaLink();
        crm.account("Third");
        crm.call("DELETE", "accounts(" + first + ")", "").expect(204);
        assertEquals("2", crm.get(link.replace("accounts?", "accounts/$count?")).text());
    }

    @Test
    void whatChangesWhilePagesAreReadIsInTheNextDelta() {
        JsonNode page = crm.get("accounts?$select=name", "Prefer", "odata.track-changes,odata.maxpagesize=1")
                .json();
        assertFalse(page.has("@odata.deltaLink"));
        crm.account("Third");
        List<String> names = new ArrayList<>();
        while (page.has("@odata.nextLink")) {
            page = crm.get(page.get("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=1")
                    .json();
        }
        JsonNode delta = crm.get(page.get("@odata.deltaLink").asText(), "Prefer", "odata.maxpagesize=1")
                .json();
        delta.get("value").forEach(row -> names.add(row.get("name").asText()));
        assertEquals(List.of("Third"), names);
    }

    @Test
    void aDeltaComesInPagesThatLoseNothing() {
        String link = deltaLink();
        crm.account("Third");
        crm.account("Fourth");
        crm.call("DELETE", "accounts(" + first + ")", "").expect(204);
        int seen = 0;
        while (true) {
            JsonNode page =
                    crm.get(link, "Prefer", "odata.maxpagesize=1").expect(200).json();
            seen += page.get("value").size();
            if (!page.has("@odata.nextLink")) {
                break;
            }
            link = page.get("@odata.nextLink").asText();
        }
        assertEquals(3, seen);
    }

    @Test
    void aTokenExpiresAfterSevenDaysOrOnDemand() {
        String link = deltaLink();
        crm.pass(Duration.ofDays(7)).get(link).expect(200);
        crm.pass(Duration.ofSeconds(2)).get(link).expect(400, "0x80044352");
        String fresh = deltaLink();
        crm.control("POST", "expire-delta-tokens", "").expect(204);
        crm.get(fresh).expect(400, "0x80044352");
        crm.get(deltaLink()).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$filter=name eq 'x'", "$orderby=name", "$expand=primarycontactid", "$top=1"})
    void trackingRefuses(String option) {
        crm.get("accounts?" + option, "Prefer", "odata.track-changes").expect(400);
    }

    @Test
    void aTableWithoutTrackingSaysSo() {
        crm.get("transactioncurrencies", "Prefer", "odata.track-changes").expect(400, "0x80072491");
        crm.get("accounts?$deltatoken=foreign").expect(400);
        crm.get(deltaLink() + "&$skiptoken=e30").expect(400);
        crm.get("accounts?$skiptoken=e30").expect(200);
    }

    private String deltaLink() {
        var reply = crm.get("accounts?$select=name", "Prefer", "odata.track-changes")
                .expect(200);
        assertEquals("odata.track-changes", reply.header("Preference-Applied"));
        return reply.json().get("@odata.deltaLink").asText();
    }
}
