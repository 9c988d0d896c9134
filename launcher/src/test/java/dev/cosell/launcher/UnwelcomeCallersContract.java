package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.crm.CrmProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who are not who they should be, or say what they should not. */
abstract class UnwelcomeCallersContract extends EndToEnd {
    private static final int OVER_ANY_LIMIT = 2_000_000;

    private final JsonClient stranger;

    UnwelcomeCallersContract(CrmProduct crm) {
        super(crm);
        stranger = running.stack().functionsWithoutKey();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "foreign", "expired", "other-organisation"})
    void aCallbackThatPartnerCenterDidNotSignIsRefused(String signer) {
        assertEquals(401, callback(event("referral-updated"), signer));
    }

    @Test
    void aCallbackChangedAfterSigningIsRefused() {
        ObjectNode wish = wish("dispatch").put("tampered", true);
        wish.set("body", event("referral-updated"));

        assertEquals(401, send(wish));
    }

    @Test
    void aSignedCallbackOfAnUnknownEventIsTakenAndLeftAlone() {
        assertEquals(202, callback(event("referral-framed-and-hung"), "dispatch"));
    }

    @Test
    void aSignedCallbackThatIsNoJsonIsRefused() {
        assertEquals(400, send(wish("dispatch").put("rawBody", "this is no JSON")));
    }

    @Test
    void anOversizedCallbackIsRefused() {
        assertEquals(413, send(wish("dispatch").put("rawBody", " ".repeat(OVER_ANY_LIMIT))));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "guessed, ''", "'', ?secret=guessed"})
    void anEventOfTheCrmWithoutTheSecretIsRefused(String header, String query) {
        Map<String, String> headers = header.isEmpty() ? Map.of() : Map.of("x-cosell-secret", header);

        assertEquals(
                401,
                stranger.call("POST", "/api/events/" + crm.word() + query, "{}", headers)
                        .status());
    }

    @Test
    void anEventOfAnotherCrmIsRefused() {
        for (CrmProduct other : CrmProduct.values()) {
            if (other != crm) {
                assertEquals(
                        404,
                        stranger.call("POST", "/api/events/" + other.word(), "{}", Map.of())
                                .status());
            }
        }
    }

    @Test
    void s24_everyOperatorRouteRefusesWithoutAKeyAndSaysNothing() throws IOException {
        List<JsonNode> triggers = keyed();
        assertTrue(triggers.size() > 50, () -> triggers.size() + " routes");

        for (JsonNode trigger : triggers) {
            String path = trigger.path("route").asText().replaceAll("\\{\\w+}", "some-id");
            for (JsonNode method : trigger.path("methods")) {
                JsonAnswer answer = stranger.call(method.asText(), "/api/" + path, "", Map.of());
                assertEquals(401, answer.status(), path);
                assertTrue(answer.body().isMissingNode(), path + ": " + answer.body());
                JsonAnswer toPeople = stranger.call(method.asText(), "/api/people/" + path, "", Map.of());
                assertEquals("AUTH-10", toPeople.body().at("/error/code").asText(), path);
                assertEquals(401, toPeople.status(), path);
            }
        }
    }

    /** As the platform finds them in the package. */
    private static List<JsonNode> keyed() throws IOException {
        try (Stream<Path> files = Files.walk(Project.current().functionsPackage())) {
            List<JsonNode> triggers = new ArrayList<>();
            for (Path file :
                    files.filter(each -> each.endsWith("function.json")).toList()) {
                JsonClient.JSON
                        .readTree(file.toFile())
                        .path("bindings")
                        .valueStream()
                        .filter(binding -> binding.path("authLevel").asText().equalsIgnoreCase("function"))
                        .forEach(triggers::add);
            }
            return triggers;
        }
    }

    @Test
    void healthTellsAStrangerOneWord() {
        JsonAnswer answer = stranger.call("GET", "/api/health", "", Map.of());

        assertEquals(200, answer.status());
        assertEquals(true, answer.body().path("ready").asBoolean());
    }

    private int callback(JsonNode body, String signer) {
        ObjectNode wish = wish(signer);
        wish.set("body", body);
        return send(wish);
    }

    private ObjectNode wish(String signer) {
        return JsonClient.JSON
                .createObjectNode()
                .put("url", stranger.base() + "/api/events/partner-center")
                .put("signer", signer);
    }

    private int send(ObjectNode wish) {
        return running.stack()
                .control()
                .send("POST", "/_sandbox/partner-center/callbacks", wish)
                .path("status")
                .asInt();
    }

    private static JsonNode event(String name) {
        return RunningStack.json(Map.of(
                "EventName",
                name,
                "ResourceUri",
                "https://api.partner.microsoft.com/v1.0/engagements/referrals/" + UUID.randomUUID(),
                "ResourceName",
                "referral",
                "AuditUri",
                "",
                "ResourceChangeUtcDate",
                "2026-11-22T10:00:00.0000000+00:00"));
    }
}
