package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Five deals, named 0 to 4 in the order of creation; 3 is German, 4 is inbound. */
class ListTest {
    private static final String ENGAGEMENT = "6f0c2f2e-91d1-4f4e-8f1d-2a4b5c6d7e8f";

    @TempDir
    private static Path data;

    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture(data);
        fixture.control("PATCH", "partner-center/settings", "{\"pageSize\":2}");
        for (int i = 0; i < 4; i++) {
            ObjectNode deal = Deals.request().put("name", Integer.toString(i));
            deal.withObject("/details").put("dealValue", 1000 * (i + 1));
            if (i == 3) {
                deal.withObject("/customerProfile/address").put("country", "DE");
                deal.withArray("/team").addObject().put("email", "o'neil@northwind.example");
            }
            fixture.referrals("POST", "", deal.toString());
        }
        fixture.control(
                "POST",
                "partner-center/referrals",
                Deals.request().put("name", "4").put("engagementId", ENGAGEMENT).toString());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "status eq 'New'                                                    | 4",
                "status ne 'New'                                                    | 0123",
                "status eq 'Active' and customerProfile/address/country eq 'DE'     | 3",
                "status eq 'New' or (name eq '1' and substatus eq 'Accepted')       | 14",
                "not (status eq 'Active')                                           | 4",
                "details/dealValue gt 2000 and details/dealValue le 4000            | 23",
                "team/any(t:t/email eq 'o''neil@northwind.example')                 | 3",
                "team/any(t:t/email eq 'jonas@northwind.example' and t/firstName eq 'Jonas') | 01234",
                "engagementId eq '6f0c2f2e-91d1-4f4e-8f1d-2a4b5c6d7e8f'             | 4",
                "engagementId eq 6F0C2F2E-91D1-4F4E-8F1D-2A4B5C6D7E8F               | 4",
                "createdDateTime ge 2020-01-01T00:00:00Z                            | 01234",
                "updatedDateTime lt '2020-01-01T00:00:00Z'                          | ''",
                "campaignId eq null and favorite eq false                           | 01234",
                "externalReferenceId eq 'OPP-4711' and direction eq 'Incoming'      | 4"
            })
    void aFilterChooses(String filter, String names) throws Exception {
        assertEquals(names.replace("'", ""), allNames(fixture.list("$filter=" + filter)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=colour eq 'red'",
                "$filter=status is 'New'",
                "$filter=status eq",
                "$filter=status eq New",
                "$filter=(status eq 'New'",
                "$filter=status eq 'New' name eq '1'",
                "$filter=#",
                "$orderby=name",
                "$orderby=createdDateTime down",
                "$select=colour",
                "$top=-1",
                "$top=all",
                "$search=x",
                "$expand=team",
                "$skiptoken=nonsense"
            })
    void whatTheDocumentsDoNotKnowIsRefused(String query) throws Exception {
        Client.Answer answer = fixture.list(query);
        assertEquals(400, answer.status(), answer.json().toString());
        assertEquals("invalidRequest", answer.json().at("/error/code").asText());
    }

    @Test
    void nextLinksLeadThroughAllPages() throws Exception {
        String listed = "$filter=name lt '5'&$orderby=createdDateTime desc&$count=true";
        Client.Answer page = fixture.list(listed);
        assertEquals(5, page.json().path("@odata.count").asInt());
        List<String> pages = new ArrayList<>();
        pages.add(names(page));
        while (page.json().has("@odata.nextLink")) {
            page = follow(page.json().path("@odata.nextLink").asText());
            pages.add(names(page));
        }
        assertEquals(List.of("43", "21", "0"), pages);
    }

    @Test
    void aPageIsNotShiftedByAChangeBeforeIt() throws Exception {
        Client.Answer first = fixture.list("$filter=name lt '5'&$orderby=createdDateTime desc");
        fixture.control(
                "POST",
                "partner-center/referrals",
                Deals.request().put("name", "new").put("status", "None").toString());
        assertEquals("21", names(follow(first.json().path("@odata.nextLink").asText())));
    }

    @Test
    void topAndSkipCountAcrossPages() throws Exception {
        Client.Answer page = fixture.list("$top=3&$skip=1");
        assertEquals("12", names(page));
        Client.Answer last = follow(page.json().path("@odata.nextLink").asText());
        assertEquals("3", names(last));
        assertFalse(last.json().has("@odata.nextLink"));
    }

    @Test
    void selectShowsOnlyWhatWasAskedFor() throws Exception {
        JsonNode item =
                fixture.list("$select=id,status,customerProfile&$top=1").json().at("/value/0");
        assertEquals(3, item.size());
        assertTrue(item.has("customerProfile"));
    }

    @Test
    void itemsCarryTheirVersion() throws Exception {
        JsonNode item = fixture.list("$top=1").json().at("/value/0");
        assertEquals(fixture.stored(item.path("id").asText()).path("eTag"), item.path("eTag"));
    }

    @Test
    void theServersOwnRelatedLinkWorks() throws Exception {
        String link = fixture.list("$filter=name eq '4'")
                .json()
                .at("/value/0/links/relatedReferrals/uri")
                .asText();
        assertEquals("4", names(follow(link.replace(" ", "%20"))));
    }

    @Test
    void theNextLinkCanBeAsWrongAsInTheDocuments() throws Exception {
        fixture.control("PATCH", "partner-center/settings", "{\"docsFaithfulNextLink\":true}");
        String link = fixture.list("$top=3").json().path("@odata.nextLink").asText();
        fixture.control("PATCH", "partner-center/settings", "{\"docsFaithfulNextLink\":false}");
        assertTrue(link.startsWith("http://localhost:"), link);
        assertTrue(link.contains("/v1.0/referrals?$skiptoken="), link);
        assertEquals(404, follow(link.replace("http://", "https://")).status());
        assertEquals("2", names(fixture.referrals("GET", link.substring(link.indexOf('?')))));
    }

    private static Client.Answer follow(String link) throws Exception {
        return fixture.client()
                .send(
                        "GET",
                        URI.create(link),
                        "",
                        "Authorization",
                        "Bearer " + fixture.client().userToken(Client.PARTNER_CENTER));
    }

    private static String names(Client.Answer page) {
        StringBuilder names = new StringBuilder();
        page.json().path("value").forEach(item -> names.append(item.path("name").asText()));
        return names.toString();
    }

    private static String allNames(Client.Answer first) throws Exception {
        StringBuilder names = new StringBuilder(names(first));
        for (Client.Answer page = first; page.json().has("@odata.nextLink"); ) {
            page = follow(page.json().path("@odata.nextLink").asText());
            names.append(names(page));
        }
        return names.toString();
    }
}
