package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in, and what a token is good for. */
class OAuthTest {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final Org org = new Org();
    private final Map<String, String> app = org.salesforce.credentials();

    private String newKey() {
        return org.control("POST", "connected-app-keys", "")
                .expect(201)
                .json()
                .get("privateKey")
                .asText();
    }

    private Assertion assertion() {
        return new Assertion(
                app.get("consumerKey"),
                "integration@fabrikam.example",
                "https://login.salesforce.com",
                Long.toString(org.now().plusSeconds(180).getEpochSecond()));
    }

    private Org.Reply jwt(String assertion) {
        return org.token(Map.of("grant_type", JWT_BEARER, "assertion", assertion));
    }

    private static void denied(Org.Reply reply, String error, String description) {
        assertEquals(400, reply.status(), reply.text());
        assertEquals(error, reply.json().get("error").asText());
        assertEquals(description, reply.json().get("error_description").asText());
    }

    @Test
    void aSignedAssertionIsATokenForItsUser() {
        JsonNode token = jwt(assertion().signed(newKey())).expect(200).json();
        String organization = app.get("organizationId");
        assertTrue(token.get("access_token").asText().startsWith(organization.substring(0, 15) + "!"));
        assertEquals(Org.HOST, token.get("instance_url").asText());
        assertEquals(
                Org.HOST + "/id/" + organization + "/" + org.user("integration@fabrikam.example"),
                token.get("id").asText());
        assertFalse(token.has("expires_in"));
        assertFalse(token.has("refresh_token"));
        org.call(
                        "GET",
                        "limits",
                        "",
                        "Authorization",
                        "Bearer " + token.get("access_token").asText())
                .expect(200);
    }

    @Test
    void expiryMayBeATextOrMillisecondsAndTheAudienceThisHost() {
        String key = newKey();
        Assertion good = assertion();
        String milliseconds = Long.toString(org.now().toEpochMilli() + 300);
        jwt(new Assertion(good.issuer(), good.subject(), Org.HOST, "\"" + good.expiry() + "\"").signed(key))
                .expect(200);
        jwt(new Assertion(good.issuer(), good.subject(), "https://test.salesforce.com", milliseconds).signed(key))
                .expect(200);
    }

    @Test
    void aWrongAssertionIsDeniedByItsFault() {
        String key = newKey();
        Assertion good = assertion();
        String expired = Long.toString(org.now().minusSeconds(1).getEpochSecond());
        denied(jwt("nonsense"), "invalid_grant", "invalid assertion");
        denied(jwt("a.b.c"), "invalid_grant", "invalid assertion");
        denied(jwt(good.signed(key) + "A"), "invalid_grant", "invalid assertion");
        denied(
                jwt(new Assertion("other", good.subject(), good.audience(), good.expiry()).signed(key)),
                "invalid_client_id",
                "client identifier invalid");
        denied(
                jwt(new Assertion(good.issuer(), good.subject(), "https://example.com", good.expiry()).signed(key)),
                "invalid_grant",
                "audience is invalid");
        denied(
                jwt(new Assertion(good.issuer(), good.subject(), good.audience(), expired).signed(key)),
                "invalid_grant",
                "expired authorization code");
        denied(
                jwt(new Assertion(good.issuer(), "mara.lindqvist@fabrikam.example", good.audience(), good.expiry())
                        .signed(key)),
                "invalid_grant",
                "user hasn't approved this consumer");
    }

    @Test
    void anotherKeyThanTheUploadedOneSignsNothing() {
        String first = newKey();
        newKey();
        denied(jwt(assertion().signed(first)), "invalid_grant", "invalid assertion");
    }

    @Test
    void anAdministratorApprovesUsersAndUploadsTheCertificate() {
        JsonNode key = org.control("POST", "connected-app-keys", "").json();
        org.control("POST", "connected-app-keys", "");
        String pem = key.get("certificate").asText().replace("\n", "\\n");
        org.control(
                        "PATCH",
                        "connected-app",
                        "{\"certificate\": \"%s\", \"approvedUsers\": [\"MARA.lindqvist@fabrikam.example\"]}"
                                .formatted(pem))
                .expect(204);
        Assertion good = assertion();
        Assertion mara =
                new Assertion(good.issuer(), "mara.lindqvist@fabrikam.example", good.audience(), good.expiry());
        jwt(mara.signed(key.get("privateKey").asText())).expect(200);
        org.control("PATCH", "connected-app", "{\"certificate\": \"nonsense\"}").expect(400);
    }

    @Test
    void clientCredentialsComeInTheFormOrInTheHeader() {
        JsonNode token = org.token(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", app.get("consumerKey"),
                        "client_secret", app.get("consumerSecret")))
                .expect(200)
                .json();
        assertTrue(token.get("issued_at").asText().matches("\\d{13}"));
        String basic = Base64.getEncoder()
                .encodeToString(
                        (app.get("consumerKey") + ":" + app.get("consumerSecret")).getBytes(StandardCharsets.UTF_8));
        org.token(Map.of("grant_type", "client_credentials"), "Authorization", "Basic " + basic)
                .expect(200);
    }

    @Test
    void wrongCredentialsAreDenied() {
        denied(
                org.token(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", app.get("consumerKey"),
                        "client_secret", "wrong")),
                "invalid_client",
                "invalid client credentials");
        denied(
                org.token(Map.of("grant_type", "client_credentials", "client_id", "wrong", "client_secret", "wrong")),
                "invalid_client_id",
                "client identifier invalid");
        denied(org.token(Map.of("grant_type", "password")), "unsupported_grant_type", "grant type not supported");
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        org.call("GET", "limits", "", "Authorization", "").expect(401, "INVALID_SESSION_ID");
        org.call("GET", "limits", "", "Authorization", "Bearer nonsense").expect(401, "INVALID_SESSION_ID");
    }

    @Test
    void aSessionLivesAsLongAsItIsUsed() {
        String token =
                jwt(assertion().signed(newKey())).json().get("access_token").asText();
        String[] bearer = {"Authorization", "Bearer " + token};
        org.pass(Duration.ofMinutes(110)).call("GET", "limits", "", bearer).expect(200);
        org.pass(Duration.ofMinutes(110)).call("GET", "limits", "", bearer).expect(200);
        org.pass(Duration.ofMinutes(121)).call("GET", "limits", "", bearer).expect(401, "INVALID_SESSION_ID");
    }

    @Test
    void sessionsEndWhenAnAdministratorEndsThem() {
        org.control("POST", "expire-sessions", "").expect(204);
        org.get("limits").expect(401, "INVALID_SESSION_ID");
    }

    @Test
    void aColleagueWhoLeftIsSignedInNoLonger() {
        String user = org.user("integration@fabrikam.example");
        org.control("PATCH", "records/User/" + user, "{\"IsActive\": false}").expect(200);
        org.get("limits").expect(401, "INVALID_SESSION_ID");
        denied(jwt(assertion().signed(newKey())), "invalid_grant", "user hasn't approved this consumer");
    }

    @Test
    void aTokenTellsWhoItBelongsTo() {
        JsonNode token = jwt(assertion().signed(newKey())).json();
        String identity = token.get("id").asText().substring(Org.HOST.length());
        String query = "?format=json&oauth_token="
                + Org.encode(token.get("access_token").asText());
        JsonNode who = org.call("GET", identity + query, "", "Authorization", "")
                .expect(200)
                .json();
        assertEquals("integration@fabrikam.example", who.get("username").asText());
        assertEquals(app.get("organizationId"), who.get("organization_id").asText());
        JsonNode info = org.get("/services/oauth2/userinfo").expect(200).json();
        assertEquals(who.get("user_id"), info.get("user_id"));
    }

    @Test
    void aRevokedTokenIsOver() {
        String token =
                jwt(assertion().signed(newKey())).json().get("access_token").asText();
        org.call("POST", "/services/oauth2/revoke", "token=" + Org.encode(token))
                .expect(200);
        org.call("GET", "limits", "", "Authorization", "Bearer " + token).expect(401, "INVALID_SESSION_ID");
    }
}
