package dev.cosell.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferralsApiTest {
    private static final String ID = "0fa1c2d3-0000-4000-8000-aabbccddeeff";
    private static final String BASE = "https://api.partner.microsoft.com/v1.0/engagements/referrals";
    private static final String ONE = BASE + "/" + ID;
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Map<String, JsonNode> CHANGE = Map.of("/details/notes", TextNode.valueOf("new"));

    private final FakeTransport transport = new FakeTransport();
    private final FakeTokens tokens = new FakeTokens();
    private final ReferralsApi api = new ReferralsApi(
            transport,
            tokens,
            ReferralsApi.DEFAULT_BASE,
            FieldMapFile.dynamics().pointers(),
            () -> NOW);

    @Test
    void readingIsOneCallWithTheDocumentedHeaders() {
        transport.answers(200, referral(ID, "v1"));

        Referral referral = api.read(ID);

        assertEquals(Optional.of("\"v1\""), referral.eTag());
        assertEquals(List.of("GET " + ONE), transport.sent());
        assertEquals("Bearer token-0", transport.header(0, "Authorization"));
        assertEquals("application/json", transport.header(0, "Content-Type"));
        for (String id : List.of("client-request-id", "MS-CorrelationId", "MS-RequestId")) {
            assertEquals(36, transport.header(0, id).length(), id);
        }
        assertEquals(RemoteSystem.PARTNER_CENTER, transport.calls.getFirst().system());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.partnercenter.microsoft.com/engagements/v1/referrals/" + ID,
                "https://api.partner.microsoft.com/v1.0/engagements/referrals/" + ID
            })
    void s85_bothFormsOfAnEventsAddressLeadToTheSameCall(String address) {
        transport.answers(200, referral(ID, "v1"));
        byte[] event = ("{\"EventName\":\"referral-updated\",\"ResourceUri\":\"" + address
                        + "\",\"ResourceName\":\"referral\"}")
                .getBytes(UTF_8);

        api.read(Callback.parse(event).referralId().orElseThrow());

        assertEquals(List.of("GET " + ONE), transport.sent());
        assertEquals("Bearer token-0", transport.header(0, "Authorization"));
    }

    @Test
    void eachCallHasIdsOfItsOwn() {
        transport.answers(200, referral(ID, "v1")).answers(200, referral(ID, "v1"));

        api.read(ID);
        api.read(ID);

        assertNotEquals(transport.header(0, "client-request-id"), transport.header(1, "client-request-id"));
    }

    @Test
    void aReferralThatIsNotShownIsGone() {
        transport.answers(404, "{\"error\":{\"code\":\"itemNotFound\",\"message\":\"No such referral\"}}");

        Problem problem = problem(() -> api.read(ID));

        assertEquals(ProblemCode.REFERRAL_GONE, problem.code());
        assertEquals("HTTP 404: itemNotFound: No such referral", problem.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a?b", "a'b", "a b", "%2e", "{{ReferralID}}"})
    void anIdThatIsNoneNeverReachesAnAddress(String id) {
        assertEquals(ProblemCode.REFERRAL_GONE, problem(() -> api.read(id)).code());
        assertEquals(
                ProblemCode.REFERRAL_GONE, problem(() -> api.inEngagement(id)).code());
        assertEquals(
                ProblemCode.REFERRAL_GONE,
                problem(() -> api.patch(id, "\"v1\"", CHANGE)).code());
        assertEquals(List.of(), transport.sent());
    }

    @Test
    void aPatchIsConditionalAndShowsWhatTheReferralIsNow() {
        transport.answers(200, referral(ID, "v2"));

        Written.Done done = assertInstanceOf(Written.Done.class, api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(Optional.of("\"v2\""), done.now().version());
        assertEquals(List.of("PATCH " + ONE), transport.sent());
        assertEquals("\"v1\"", transport.header(0, "If-Match"));
        assertEquals("return=representation", transport.header(0, "Prefer"));
        assertEquals("[{\"op\":\"replace\",\"path\":\"/details/notes\",\"value\":\"new\"}]", transport.body(0));
    }

    @Test
    void statusGoesBeforeSubstatusAndBothAfterTheValues() {
        transport.answers(200, referral(ID, "v2"));
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("/substatus", TextNode.valueOf("Won"));
        values.put("/status", TextNode.valueOf("Closed"));
        values.put("/details/dealValue", DecimalNode.valueOf(new BigDecimal("1E+5")));
        values.put("/team/-", JsonNodeFactory.instance.objectNode());

        api.patch(ID, "\"v1\"", values);

        assertEquals(
                "[{\"op\":\"replace\",\"path\":\"/details/dealValue\",\"value\":100000},"
                        + "{\"op\":\"add\",\"path\":\"/team/-\",\"value\":{}},"
                        + "{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"Closed\"},"
                        + "{\"op\":\"replace\",\"path\":\"/substatus\",\"value\":\"Won\"}]",
                transport.body(0));
    }

    @Test
    void aPatchAnsweredWithoutRepresentationCostsOneFurtherRead() {
        transport.answers(204, "").answers(200, referral(ID, "v2"));

        Written.Done done = assertInstanceOf(Written.Done.class, api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(Optional.of("\"v2\""), done.now().version());
        assertEquals(List.of("PATCH " + ONE, "GET " + ONE), transport.sent());
    }

    @Test
    void aPatchWhoseResultCannotBeReadMayHaveTakenEffect() {
        transport.answers(204, "").answers(503, "");

        Problem problem = problem(() -> api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(ProblemCode.UNAVAILABLE, problem.code());
        assertTrue(problem.outcomeUnknown());
    }

    @Test
    void aPatchOfAnOldVersionIsStale() {
        transport.answers(412, "{\"error\":{\"code\":\"preconditionFailed\"}}");

        assertEquals(new Written.Stale(), api.patch(ID, "\"v1\"", CHANGE));
    }

    @Test
    void microsoftsHalfIsNeverWritten() {
        Map<String, JsonNode> values = Map.of("/microsoft/trackingInfo/microsoftMsxId", TextNode.valueOf("7-A"));

        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                problem(() -> api.patch(ID, "\"v1\"", values)).code());
        assertEquals(List.of(), transport.sent());
    }

    @Test
    void aCreateSendsTheGivenRequestIdAndTakesAny2xx() {
        for (int status : List.of(200, 201, 202)) {
            transport.answers(status, referral(ID, "v1"));
            assertEquals(
                    ID,
                    api.create(JsonNodeFactory.instance.objectNode().put("name", "Deal"), "11111111-aaaa")
                            .id());
        }
        assertEquals("POST " + BASE, transport.sent().getFirst());
        assertEquals("11111111-aaaa", transport.header(0, "MS-RequestId"));
        assertEquals("{\"name\":\"Deal\"}", transport.body(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "<html>", "{\"id\":\"../x\"}"})
    void aCreateWithoutReadableReferralHasAnUnknownOutcome(String body) {
        transport.answers(201, body);

        Problem problem = problem(() -> api.create(JsonNodeFactory.instance.objectNode(), "r"));

        assertEquals(ProblemCode.UNAVAILABLE, problem.code());
        assertTrue(problem.outcomeUnknown());
    }

    @Test
    void aServerErrorOnAWriteHasAnUnknownOutcome() {
        transport.answers(500, "{\"error\":{\"code\":\"generalException\",\"message\":\"oops\"}}");

        Problem problem = problem(() -> api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(ProblemCode.UNAVAILABLE, problem.code());
        assertTrue(problem.outcomeUnknown());
    }

    @Test
    void aRefusedTokenIsReplacedOnce() {
        transport.answers(401, "").answers(200, referral(ID, "v2"));

        assertInstanceOf(Written.Done.class, api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(1, tokens.refusals);
        assertEquals("Bearer token-1", transport.header(1, "Authorization"));
        assertEquals(transport.body(0), transport.body(1));
    }

    @Test
    void aFreshTokenThatIsRefusedStopsTheSystem() {
        transport.answers(401, "").answers(401, "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"no\"}}");

        Problem problem = problem(() -> api.read(ID));

        assertEquals(ProblemCode.TOKEN_REFUSED, problem.code());
        assertEquals(Optional.of(RemoteSystem.PARTNER_CENTER), problem.system());
        assertEquals(2, transport.calls.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":900421,\"description\":\"MFA required\"}",
                "{\"code\":\"900421\",\"description\":\"MFA required\"}",
                "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"MFA required (900421)\"}}"
            })
    void aTokenWithoutSecondFactorIsNotTriedAgain(String body) {
        transport.answers(401, body);

        assertEquals(ProblemCode.MFA_MISSING, problem(() -> api.read(ID)).code());
        assertEquals(0, tokens.refusals);
    }

    @ParameterizedTest
    @CsvSource({"403,ACCESS_DENIED", "409,MOVED_ON", "423,LOCKED", "500,UNAVAILABLE", "503,UNAVAILABLE", "504,TIMED_OUT"
    })
    void otherRefusalsAreNamed(int status, ProblemCode code) {
        transport.answers(status, "{\"code\":900308,\"description\":\"Insufficient privileges\",\"data\":[]}");

        Problem problem = problem(() -> api.read(ID));

        assertEquals(code, problem.code());
        assertTrue(
                problem.detail().startsWith("HTTP " + status + ": 900308: Insufficient privileges"), problem.detail());
        assertFalse(problem.outcomeUnknown());
    }

    @Test
    void throttlingSaysHowLongToWait() {
        transport.answers(
                429, Map.of("retry-after", "57"), "{\"statusCode\":429,\"message\":\"Rate limit is exceeded.\"}");

        Problem problem = problem(() -> api.read(ID));

        assertEquals(ProblemCode.THROTTLED, problem.code());
        assertEquals(Optional.of(Duration.ofSeconds(57)), problem.retryAfter());
        assertEquals("HTTP 429: Rate limit is exceeded.", problem.detail());
    }

    @Test
    void aRefusedValueIsExplainedInPartnerCentersOwnWords() {
        transport.answers(400, """
                {"error":{"code":"invalidRequest","message":"The request is not valid.","target":"/details/currency",
                "innerError":{"code":"badCurrency","message":"Expected an ISO code,\\nfound XYZ."}}}""");

        Problem problem = problem(() -> api.patch(ID, "\"v1\"", CHANGE));

        assertEquals(ProblemCode.INVALID_VALUE, problem.code());
        assertEquals(
                "HTTP 400: invalidRequest: The request is not valid. / Expected an ISO code, found XYZ."
                        + " (/details/currency)",
                problem.detail());
        assertFalse(problem.outcomeUnknown());
    }

    @Test
    void theInnermostDocumentedCodeCounts() {
        transport.answers(400, """
                {"error":{"code":"generalException","message":"a","innerError":{"code":"invalidRequest","message":"b",
                "innerError":{"code":"something","message":"b"}}}}""");

        assertEquals(
                "HTTP 400: invalidRequest: a / b", problem(() -> api.read(ID)).detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The transition from Closed to Active is not allowed.|/status|ILLEGAL_MOVE",
                "Not a value for this status.|/substatus|ILLEGAL_MOVE",
                "The referral is closed.|/status|REFERRAL_CLOSED",
                "It is Closed/Won; only its registrations can be edited.||REFERRAL_CLOSED",
                "The closing date lies in the past.|/details/closingDateTime|INVALID_VALUE"
            })
    void brokenRulesOfTheStatusAreRecognised(String message, String target, ProblemCode code) {
        String about = target == null ? "" : ",\"target\":\"" + target + "\"";
        transport.answers(
                400, "{\"error\":{\"code\":\"invalidRequest\",\"message\":\"" + message + "\"" + about + "}}");

        assertEquals(code, problem(() -> api.patch(ID, "\"v1\"", CHANGE)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "<html>proxy</html>",
                "{\"id\":7.5}",
                "{\"id\":null}",
                "{\"id\":\"another-id\"}",
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"id\":\"0fa1c2d3-0000-4000-8000-aabbccddeeff\"} trailing",
                "{\"id\":"
            })
    void anAnswerThatIsNotTheReferralIsAFailureWithAName(String body) {
        transport.answers(200, body);

        Problem problem = problem(() -> api.read(ID));

        assertEquals(ProblemCode.UNAVAILABLE, problem.code());
        assertFalse(problem.outcomeUnknown());
    }

    @Test
    void deepNestingIsAFailureWithAName() {
        transport.answers(200, "{\"id\":\"" + ID + "\",\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}");

        assertEquals(ProblemCode.UNAVAILABLE, problem(() -> api.read(ID)).code());
    }

    @Test
    void aHostileErrorBodyStaysShort() {
        transport.answers(400, "{\"error\":{\"code\":\"x\",\"message\":\"" + "m".repeat(100_000) + "\"}}");

        assertTrue(problem(() -> api.read(ID)).detail().length() < 600);
    }

    @Test
    void listingStopsAtTheFirstOlderReferral() {
        transport
                .answers(200, page(created("a", "10:00"), created("b", "09:00")))
                .answers(200, lastPage(created("c", "08:00"), created("d", "07:00"), created("e", "09:30")));

        List<String> ids = api.createdSince(Instant.parse("2026-02-28T08:00:00Z")).stream()
                .map(Referral::id)
                .toList();

        assertEquals(List.of("a", "b", "c"), ids);
        assertEquals(
                List.of("GET " + BASE + "?$orderby=createdDateTime%20desc", "GET " + BASE + "?$skiptoken=2"),
                transport.sent());
    }

    @Test
    void microsoftsHalvesAreNotOwnReferrals() {
        transport.answers(
                200,
                lastPage("{\"id\":\"m\",\"organizationId\":\"msft\",\"createdDateTime\":\"2026-03-01T00:00:00Z\"}"));

        assertEquals(List.of(), api.createdSince(Instant.EPOCH));
    }

    @Test
    void bothHalvesOfAnEngagementAreFoundByTheDocumentedFilter() {
        transport.answers(200, lastPage(created("a", "10:00"), created("m", "11:00")));

        assertEquals(2, api.inEngagement("e-1").size());
        assertEquals(List.of("GET " + BASE + "?$filter=engagementId%20eq%20%27e-1%27"), transport.sent());
    }

    @Test
    void aNextLinkLikeTheDocumentedOneIsFollowedAtTheRightPlace() {
        String asPrinted = "http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=a b";
        transport
                .answers(200, pageBefore(asPrinted, created("a", "10:00")))
                .answers(404, "")
                .answers(200, lastPage(created("b", "09:00")));

        assertEquals(2, api.inEngagement("e-1").size());
        assertEquals(
                List.of(
                        "GET https://api.partner.microsoft.com/v1.0/referrals?$skiptoken=a%20b",
                        "GET " + BASE + "?$skiptoken=a%20b"),
                transport.sent().subList(1, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1.0/engagements/referrals?$skiptoken=2",
                "https://api.partner.microsoft.com.evil.example/referrals",
                "https://api.partner.microsoft.com@evil.example/referrals",
                "https://user@api.partner.microsoft.com/referrals",
                "https://api.partner.microsoft.com:8443/referrals",
                "mailto:a",
                "https://[broken"
            })
    void aNextLinkToAnotherPlaceGetsNoToken(String link) {
        transport.answers(200, pageBefore(link, created("a", "10:00")));

        assertEquals(
                ProblemCode.UNAVAILABLE, problem(() -> api.inEngagement("e-1")).code());
        assertEquals(1, transport.calls.size());
    }

    @Test
    void aPathThatLooksLikeAHostStaysAPath() {
        transport
                .answers(200, pageBefore("https://api.partner.microsoft.com//evil.example/x?$skiptoken=2"))
                .answers(200, lastPage());

        api.inEngagement("e-1");

        assertEquals("api.partner.microsoft.com", transport.calls.get(1).uri().getHost());
    }

    @Test
    void pagingInACircleEnds() {
        for (int i = 0; i < 201; i++) {
            transport.answers(200, page(created("a", "10:00")));
        }

        assertEquals(
                ProblemCode.UNAVAILABLE, problem(() -> api.inEngagement("e-1")).code());
    }

    @Test
    void aListingThatIsNotFoundIsAWrongAddress() {
        transport.answers(404, "");

        assertEquals(
                ProblemCode.MISCONFIGURED,
                problem(() -> api.inEngagement("e-1")).code());
    }

    @Test
    void aListWithoutListIsAFailureWithAName() {
        transport.answers(200, "{\"value\":{}}");

        assertEquals(
                ProblemCode.UNAVAILABLE, problem(() -> api.inEngagement("e-1")).code());
    }

    @Test
    void theAddressIsASetting() {
        ReferralsApi local = new ReferralsApi(
                transport,
                tokens,
                URI.create("https://localhost:7443/v1.0/engagements"),
                FieldMapFile.dynamics().pointers(),
                () -> NOW);
        transport
                .answers(200, pageBefore("https://localhost:7443/v1.0/engagements/referrals?$skiptoken=2"))
                .answers(200, lastPage());

        local.inEngagement("e-1");

        assertEquals(
                "GET https://localhost:7443/v1.0/engagements/referrals?$skiptoken=2",
                transport.sent().get(1));
    }

    @Test
    void aTransportFailurePassesThrough() {
        transport.fails(
                Problem.of(ProblemCode.TIMED_OUT, "late").withOutcomeUnknown().failure());

        assertTrue(problem(() -> api.patch(ID, "\"v1\"", CHANGE)).outcomeUnknown());
    }

    private static Problem problem(Runnable call) {
        return assertThrows(Failure.class, call::run).problem();
    }

    private static String referral(String id, String version) {
        return "{\"id\":\"" + id + "\",\"eTag\":\"\\\"" + version + "\\\"\",\"organizationId\":\"us\"}";
    }

    private static String created(String id, String time) {
        return "{\"id\":\"" + id + "\",\"createdDateTime\":\"2026-02-28T" + time + ":00.1234567Z\"}";
    }

    /** A page that is followed by another of the same listing. */
    private static String page(String... items) {
        return pageBefore(BASE + "?$skiptoken=2", items);
    }

    private static String lastPage(String... items) {
        return "{\"@odata.context\":\"x\",\"value\":[" + String.join(",", items) + "]}";
    }

    private static String pageBefore(String link, String... items) {
        return "{\"value\":[" + String.join(",", items) + "],\"@odata.nextLink\":\"" + link + "\"}";
    }
}
