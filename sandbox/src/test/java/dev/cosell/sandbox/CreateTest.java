package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {
    @TempDir
    private static Path data;

    private static Fixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new Fixture(data);
    }

    @AfterEach
    void standardSettings() throws Exception {
        fixture.standardSettings();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void anOwnDealStartsAccepted() throws Exception {
        ObjectNode request = Deals.request().put("status", "New").put("substatus", "Pending");
        Client.Answer answer = fixture.referrals("POST", "", request.toString());
        assertEquals(201, answer.status());
        assertEquals("Active", answer.json().path("status").asText());
        assertEquals("Accepted", answer.json().path("substatus").asText());
        assertEquals("Outgoing", answer.json().path("direction").asText());
        assertTrue(answer.json().path("expirationDateTime").isNull());
        assertTrue(answer.json().path("closedDateTime").isNull());
    }

    @Test
    void theServerSetsItsOwnMembers() throws Exception {
        String id = UUID.randomUUID().toString();
        JsonNode deal = fixture.referrals(
                        "POST",
                        "",
                        Deals.request().put("id", id).put("eTag", "mine").toString())
                .json();
        assertNotEquals(id, deal.path("id").asText());
        assertTrue(
                deal.path("eTag").asText().matches("\"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\""));
        assertTrue(deal.path("createdDateTime").asText().matches(".*T\\d\\d:\\d\\d:\\d\\d(\\.\\d{0,6}[1-9])?Z"));
        assertEquals(
                fixture.client().control("GET", "state", "").json().at("/partnerCenter/owner/id"),
                deal.path("organizationId"));
        assertEquals(
                fixture.address("/" + deal.path("id").asText()).toString(),
                deal.at("/links/self/uri").asText());
    }

    @Test
    void membersStandInTheObservedOrderWithNullsForWhatIsUnset() throws Exception {
        JsonNode deal = fixture.deal();
        List<String> names = new ArrayList<>();
        deal.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("@odata.context", "id", "engagementId", "name"), names.subList(0, 4));
        assertEquals("registrations", names.getLast());
        assertTrue(deal.get("campaignId").isNull());
        assertTrue(deal.at("/customerProfile/address/region").isNull());
        assertEquals(9, deal.at("/details/requirements/solutions/0").size());
        assertEquals(
                "Hansen &amp; Søn Havnedrift", deal.at("/customerProfile/name").asText());
    }

    @Test
    void memberNamesAreReadInAnyCase() throws Exception {
        String request = Deals.request().toString().replace("\"consentToContact\"", "\"ConsentToContact\"");
        assertTrue(fixture.referrals("POST", "", request)
                .json()
                .at("/consent/consentToContact")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "customerProfile", "consent", "details"})
    void aRequiredMemberMustBeThere(String member) throws Exception {
        ObjectNode request = Deals.request();
        request.remove(member);
        assertInvalid(member, request);
    }

    @Test
    void aCountryHasTwoLetters() throws Exception {
        ObjectNode request = Deals.request();
        request.withObject("/customerProfile/address").put("country", "DNK");
        assertInvalid("customerProfile/address/country", request);
    }

    @Test
    void askingForHelpNeedsAWholeCustomerContact() throws Exception {
        ObjectNode request = Deals.request();
        request.putObject("inviteContext").put("assistanceRequestCode", "QuotesOrLicensing");
        assertEquals(201, fixture.referrals("POST", "", request.toString()).status());
        request.withArray("/customerProfile/team").removeAll().addObject().put("firstName", "Mette");
        assertInvalid("customerProfile/team", request);
    }

    @Test
    void aSolutionNeedsAnId() throws Exception {
        ObjectNode request = Deals.request();
        request.withArray("/details/requirements/solutions").addObject().put("name", "No id");
        assertInvalid("/details/requirements/solutions", request);
    }

    @Test
    void withoutConsentToShareADealIsIndependentWhateverTypeWasSent() throws Exception {
        ObjectNode request = Deals.request();
        request.withObject("/consent").put("consentToShareReferralWithMicrosoftSellers", false);
        assertEquals(
                "Independent",
                fixture.referrals("POST", "", request.toString())
                        .json()
                        .path("type")
                        .asText());
    }

    @Test
    void theSameRequestIdTwiceMakesTwoDeals() throws Exception {
        String requestId = UUID.randomUUID().toString();
        String first = fixture.referrals("POST", "", Deals.request().toString(), "MS-RequestId", requestId)
                .json()
                .path("id")
                .asText();
        String second = fixture.referrals("POST", "", Deals.request().toString(), "MS-RequestId", requestId)
                .json()
                .path("id")
                .asText();
        assertNotEquals(first, second);
    }

    @Test
    void aSecondPostInvitesMicrosoft() throws Exception {
        JsonNode invitation = fixture.invitation();
        assertEquals("msft", invitation.path("organizationId").asText());
        assertEquals("New", invitation.path("status").asText());
        assertEquals("Pending", invitation.path("substatus").asText());
        assertTrue(invitation.hasNonNull("expirationDateTime"));
        String id = invitation.path("id").asText();
        assertEquals(200, fixture.referrals("GET", "/" + id).status());
        String engagement = invitation.path("engagementId").asText();
        assertEquals(
                2,
                fixture.list("$filter=engagementId eq '" + engagement + "'")
                        .json()
                        .path("value")
                        .size());
        assertEquals(
                0,
                fixture.list("$filter=organizationId eq 'msft'")
                        .json()
                        .path("value")
                        .size());
    }

    @Test
    void microsoftIsInvitedToAnEngagementOfOnesOwnOnly() throws Exception {
        ObjectNode request =
                Deals.request().put("engagementId", UUID.randomUUID().toString());
        request.putArray("target")
                .addObject()
                .put("type", "BusinessProfileLocation")
                .put("id", "msft");
        assertEquals(404, fixture.referrals("POST", "", request.toString()).status());
        request.remove("engagementId");
        assertInvalid("engagementId", request);
    }

    @Test
    void microsoftsHalfIsNotOursToPatch() throws Exception {
        String id = fixture.invitation().path("id").asText();
        Client.Answer answer = fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"ours?\"")));
        assertEquals(403, answer.status());
        assertEquals("accessDenied", answer.json().at("/error/code").asText());
    }

    @Test
    void theStatusOfCreationCanBeThatOfTheOlderDocuments() throws Exception {
        fixture.control("PATCH", "partner-center/settings", "{\"createStatus\":200}");
        assertEquals(
                200, fixture.referrals("POST", "", Deals.request().toString()).status());
    }

    @Test
    void thereIsNoDeleteAndNoPut() throws Exception {
        String id = fixture.deal().path("id").asText();
        assertEquals(405, fixture.referrals("DELETE", "/" + id).status());
        assertEquals(
                405,
                fixture.referrals("PUT", "/" + id, Deals.request().toString()).status());
    }

    @Test
    void anUnknownReferralIsNotFound() throws Exception {
        Client.Answer answer = fixture.referrals("GET", "/" + UUID.randomUUID());
        assertEquals(404, answer.status());
        assertEquals("itemNotFound", answer.json().at("/error/code").asText());
        assertEquals(404, fixture.referrals("GET", "/a/b").status());
    }

    private void assertInvalid(String target, ObjectNode request) throws Exception {
        Client.Answer answer = fixture.referrals("POST", "", request.toString());
        assertEquals(400, answer.status(), answer.json().toString());
        assertEquals("invalidRequest", answer.json().at("/error/code").asText());
        assertEquals(target, answer.json().at("/error/target").asText());
        assertTrue(answer.json().at("/error/innerError/message").asText().length() > 10);
    }
}
