package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {
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
    void aPatchIsSilentUnlessTheRepresentationIsPreferred() throws Exception {
        String id = fixture.deal().path("id").asText();
        Client.Answer silent = fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"one\"")));
        assertEquals(204, silent.status());
        Client.Answer shown = fixture.patch(
                id, Deals.patch(Deals.replace("/details/notes", "\"two\"")), "Prefer", "return=representation");
        assertEquals(200, shown.status());
        assertEquals("two", shown.json().at("/details/notes").asText());
        assertEquals(shown.header("ETag"), shown.json().path("eTag").asText());
    }

    @Test
    void aStaleVersionIsRefusedAndAFreshOneServed() throws Exception {
        JsonNode deal = fixture.deal();
        String id = deal.path("id").asText();
        String change = Deals.patch(Deals.replace("/details/dealValue", "\"95000.50\""));
        assertEquals(
                204,
                fixture.patch(id, change, "If-Match", deal.path("eTag").asText())
                        .status());
        Client.Answer stale =
                fixture.patch(id, change, "If-Match", deal.path("eTag").asText());
        assertEquals(412, stale.status());
        assertEquals("preconditionFailed", stale.json().at("/error/code").asText());
        assertEquals(
                "resourceModified", stale.json().at("/error/innerError/code").asText());
        assertEquals(204, fixture.patch(id, change).status(), "without If-Match the last write wins");
    }

    @Test
    void eachPatchGivesANewVersionAndALaterTime() throws Exception {
        JsonNode before = fixture.deal();
        String id = before.path("id").asText();
        fixture.patch(id, Deals.patch(Deals.replace("/salesStage", "\"40\"")));
        JsonNode after = fixture.stored(id);
        assertNotEquals(before.path("eTag"), after.path("eTag"));
        assertTrue(Instant.parse(after.path("updatedDateTime").asText())
                .isAfter(Instant.parse(before.path("updatedDateTime").asText())));
    }

    @Test
    void numbersMayBeTexts() throws Exception {
        String id = fixture.deal().path("id").asText();
        fixture.patch(id, Deals.patch(Deals.replace("/details/dealValue", "\"10000\"")));
        JsonNode value = fixture.stored(id).at("/details/dealValue");
        assertTrue(value.isNumber());
        assertEquals(10000, value.asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"0\"", "-5", "\"\"", "null", "\"much\""})
    void aDealIsWorthSomething(String value) throws Exception {
        assertInvalid("/details/dealValue", Deals.replace("/details/dealValue", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/campaignId", "/externalReferenceId", "/referralProgram", "/salesStage", "/details/notes"})
    void documentedTextPathsCanBePatched(String path) throws Exception {
        String id = fixture.deal().path("id").asText();
        assertEquals(
                204,
                fixture.patch(id, Deals.patch(Deals.replace(path, "\"x\""))).status());
        assertEquals("x", fixture.stored(id).at(path).asText());
        assertEquals(
                204,
                fixture.patch(id, Deals.patch(Deals.operation("add", path, "null")))
                        .status());
        assertTrue(fixture.stored(id).at(path).isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/name",
                "/mpnId",
                "/customerProfile/name",
                "/eTag",
                "/team/0",
                "/registrations/1/contract/term",
                ""
            })
    void otherPathsCannotBePatched(String path) throws Exception {
        assertInvalid(path, Deals.replace(path, "\"x\""));
    }

    @Test
    void theNameCanBeMadePatchable() throws Exception {
        fixture.control("PATCH", "partner-center/settings", "{\"nameIsPatchable\":true}");
        String id = fixture.deal().path("id").asText();
        assertEquals(
                204,
                fixture.patch(id, Deals.patch(Deals.replace("/name", "\"Renamed\"")))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"remove", "move", "copy", "test", ""})
    void onlyAddAndReplaceAreSupported(String op) throws Exception {
        assertInvalid("/details/notes", Deals.operation(op, "/details/notes", "\"x\""));
    }

    @Test
    void aPatchIsAllOrNothing() throws Exception {
        String id = fixture.deal().path("id").asText();
        String patch = Deals.patch(Deals.replace("/details/notes", "\"half\""), Deals.replace("/name", "\"x\""));
        assertEquals(400, fixture.patch(id, patch).status());
        assertEquals(
                "Edge sensors on six cranes",
                fixture.stored(id).at("/details/notes").asText());
    }

    @Test
    void aPatchIsPlainJson() throws Exception {
        String id = fixture.deal().path("id").asText();
        Client.Answer answer = fixture.client()
                .send(
                        "PATCH",
                        fixture.address("/" + id),
                        "[]",
                        "Authorization",
                        "Bearer " + fixture.client().userToken(Client.PARTNER_CENTER),
                        "Content-Type",
                        "application/json-patch+json");
        assertEquals(415, answer.status());
        assertEquals(400, fixture.patch(id, "{\"status\":\"Closed\"}").status());
    }

    @Test
    void listsGrowAtTheEndOrAreReplacedWhole() throws Exception {
        String id = fixture.deal().path("id").asText();
        String member = "{\"firstName\":\"Ida\",\"email\":\"ida@northwind.example\"}";
        String solution = "{\"id\":\"SOL-90002-NWC\",\"type\":\"Name\"}";
        fixture.patch(
                id,
                Deals.patch(
                        Deals.operation("add", "/team/-", member),
                        Deals.operation("add", "/details/requirements/solutions/-", solution),
                        Deals.replace("/customerProfile/team", "[]")));
        JsonNode deal = fixture.stored(id);
        assertEquals("ida@northwind.example", deal.at("/team/1/email").asText());
        assertTrue(deal.at("/team/1/phoneNumber").isNull(), "an unset member is null");
        assertEquals(2, deal.at("/details/requirements/solutions").size());
        assertEquals(0, deal.at("/customerProfile/team").size());
        assertInvalid("/team/-", Deals.replace("/team/-", member));
        assertInvalid(
                "/details/requirements/solutions/-",
                Deals.operation("add", "/details/requirements/solutions/-", "{\"name\":\"no id\"}"));
    }

    @Test
    void sharingCannotBeTakenBack() throws Exception {
        String path = "/consent/consentToShareReferralWithMicrosoftSellers";
        assertInvalid(path, Deals.replace(path, "false"));
    }

    @Test
    void theCustomerContactIsFixedOnceMicrosoftIsInvited() throws Exception {
        String engagement = fixture.invitation().path("engagementId").asText();
        String own = fixture.list("$filter=engagementId eq " + engagement + " and organizationId ne 'msft'")
                .json()
                .at("/value/0/id")
                .asText();
        String patch = Deals.patch(Deals.replace("/customerProfile/team", "[]"));
        assertEquals(400, fixture.patch(own, patch).status());
        fixture.control("PATCH", "partner-center/settings", "{\"customerContactFixedAfterSharing\":false}");
        assertEquals(204, fixture.patch(own, patch).status());
    }

    @ParameterizedTest
    @CsvSource({
        "Active, Accepted, 204",
        "New, Received, 204",
        "Closed, Declined, 204",
        "Closed, Won, 204",
        "Closed, Error, 204",
        "Closed, Expired, 400",
        "Closed, Accepted, 400",
        "Active, Pending, 400",
        "Active, Won, 400",
        "Waiting, Pending, 400"
    })
    void aNewReferralMovesByTheTable(String status, String substatus, int expected) throws Exception {
        String id = fixture.inbound().path("id").asText();
        assertEquals(expected, fixture.patch(id, Deals.move(status, substatus)).status());
    }

    @ParameterizedTest
    @CsvSource({"Closed, Won, 204", "Closed, Lost, 204", "Closed, Error, 204", "New, Pending, 400", "None, None, 400"})
    void anActiveReferralMovesByTheTable(String status, String substatus, int expected) throws Exception {
        String id = fixture.deal().path("id").asText();
        assertEquals(expected, fixture.patch(id, Deals.move(status, substatus)).status());
    }

    @Test
    void acceptingAndClosingAreDated() throws Exception {
        String id = fixture.inbound().path("id").asText();
        fixture.patch(id, Deals.move("Active", "Accepted"));
        JsonNode accepted = fixture.stored(id);
        assertTrue(accepted.hasNonNull("acceptedDateTime"));
        assertTrue(accepted.path("expirationDateTime").isNull());
        fixture.patch(id, Deals.move("Closed", "Lost"));
        assertTrue(fixture.stored(id).hasNonNull("closedDateTime"));
    }

    @Test
    void aClosedReferralIsReadOnly() throws Exception {
        String id = fixture.deal().path("id").asText();
        fixture.patch(id, Deals.move("Closed", "Won"));
        Client.Answer answer = fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"late\"")));
        assertEquals(400, answer.status());
        assertEquals("invalidRequest", answer.json().at("/error/code").asText());
        assertEquals(
                "closedReferral", answer.json().at("/error/innerError/code").asText());
    }

    @Test
    void aWonDealCanBeRegisteredAndTheRegistrationCorrected() throws Exception {
        String id = fixture.deal().path("id").asText();
        String register = Deals.patch(Deals.operation("add", "/registrations/-", registration("84000")));
        assertEquals(400, fixture.patch(id, register).status(), "not before it is won");
        wonAfter(id, "P4D");
        assertEquals(204, fixture.patch(id, register).status());
        JsonNode deal = fixture.stored(id);
        assertEquals("ReviewPending", deal.path("registrationStatus").asText());
        assertTrue(deal.at("/registrations/0/id").isTextual());
        String correct =
                Deals.patch(Deals.replace("/registrations/0/solutionDetails/0/pricingModel", "\"PayAsYouGo\""));
        assertEquals(204, fixture.patch(id, correct).status());
        assertEquals(
                "PayAsYouGo",
                fixture.stored(id)
                        .at("/registrations/0/solutionDetails/0/pricingModel")
                        .asText());
    }

    @Test
    void aDealThatWasWonWithinThreeDaysCannotBeRegistered() throws Exception {
        String id = fixture.deal().path("id").asText();
        wonAfter(id, "PT71H");
        Client.Answer early =
                fixture.patch(id, Deals.patch(Deals.operation("add", "/registrations/-", registration("84000"))));
        assertEquals(400, early.status());
        assertEquals("/closedDateTime", early.json().at("/error/target").asText());
    }

    @Test
    void microsoftGoesOnWithARegistrationStepByStep() throws Exception {
        String id = fixture.deal().path("id").asText();
        wonAfter(id, "P4D");
        fixture.patch(id, Deals.patch(Deals.operation("add", "/registrations/-", registration("84000"))));
        String path = "partner-center/referrals/" + id + "/registration";
        fixture.control("POST", path, "{\"status\":\"ActionRequired\",\"reason\":\"Contract missing\"}");
        JsonNode deal = fixture.stored(id);
        assertEquals("ActionRequired", deal.path("registrationStatus").asText());
        assertEquals(
                "Contract missing", deal.at("/registrations/0/statusReason").asText());
        assertTrue(
                deal.at("/registrations/0/statusHistory/actionRequiredDateTime").isTextual());
    }

    /** As if the deal had been made so long before. */
    private void wonAfter(String id, String time) throws Exception {
        String made = Instant.now().minus(Duration.parse(time)).toString();
        fixture.control("POST", "partner-center/referrals/" + id + "/edit", "{\"createdDateTime\":\"" + made + "\"}");
        fixture.patch(id, Deals.move("Closed", "Won"));
    }

    @Test
    void aRegistrationObeysTheProgramRules() throws Exception {
        String id = fixture.deal().path("id").asText();
        wonAfter(id, "P4D");
        Client.Answer small =
                fixture.patch(id, Deals.patch(Deals.operation("add", "/registrations/-", registration("24999"))));
        assertEquals(400, small.status());
        assertEquals(
                "/registrations/contract/value",
                small.json().at("/error/target").asText());
    }

    private static String registration(String value) {
        String day = Instant.now().toString().substring(0, 10) + "T00:00:00Z";
        return """
                {"type": "AzureIPCoSell",
                 "contract": {"value": %s, "currency": "DKK", "term": "Perpetual",
                              "signDateTime": "%s", "startDateTime": "%s"},
                 "solutionDetails": [{"id": "SOL-90001-NWC", "value": 20000, "currency": "DKK",
                                      "isDeployedOnAzure": true, "primaryDeploymentOn": "Partner",
                                      "pricingModel": "Other"}]}""".formatted(value, day, day).replace("\n", "");
    }

    private void assertInvalid(String target, String operation) throws Exception {
        Client.Answer answer = fixture.patch(fixture.deal().path("id").asText(), Deals.patch(operation));
        assertEquals(400, answer.status(), answer.json().toString());
        assertEquals("invalidRequest", answer.json().at("/error/code").asText());
        assertEquals(target, answer.json().at("/error/target").asText());
    }
}
