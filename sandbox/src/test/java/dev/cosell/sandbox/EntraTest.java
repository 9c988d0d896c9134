package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntraTest {
    /** By S256. */
    private static final String VERIFIER_HASH = "-sd67BjSDY0GnKB1qxqLLaCPEY-B3MGaa4Trrr8dr_c";

    @TempDir
    private Path data;

    private Fixture fixture;
    private Sandbox sandbox;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        sandbox = fixture.sandbox();
        client = fixture.client();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void theAuthorityIsDiscoverable() throws Exception {
        JsonNode openId = client.send(
                        "GET",
                        sandbox.address("login").resolve("/organizations/v2.0/.well-known/openid-configuration"),
                        "")
                .json();
        assertEquals(
                sandbox.address("login") + "/organizations/oauth2/v2.0/token",
                openId.path("token_endpoint").asText());
        JsonNode instance = client.send("GET", sandbox.address("login").resolve("/common/discovery/instance"), "")
                .json();
        assertEquals(
                sandbox.address("login").getAuthority(),
                instance.at("/metadata/0/aliases/0").asText());
    }

    @Test
    void aRefreshTokenGivesAnAccessTokenForEitherAudience() throws Exception {
        assertNotEquals("", client.userToken(Client.PARTNER_CENTER));
        assertNotEquals("", client.userToken(Client.WEBHOOKS));
    }

    @Test
    void theOldEndpointWritesNumbersAsTexts() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        form.put("resource", "https://api.partner.microsoft.com");
        JsonNode answer = client.send(
                        "POST",
                        URI.create(sandbox.address("login") + "/common/oauth2/token"),
                        Client.encode(form),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .json();
        assertTrue(answer.path("expires_in").isTextual(), answer.toString());
        assertEquals(
                "https://api.partner.microsoft.com", answer.path("resource").asText());
    }

    @Test
    void aWrongSecretIsNamed() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        form.put("client_secret", "nonsense");
        assertRefused(401, "invalid_client", 7000215, client.token(form));
    }

    @Test
    void anUnusedRefreshTokenExpires() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        client.control("POST", "clock", "{\"advance\":\"P91D\"}");
        assertRefused(400, "invalid_grant", 700082, client.token(form));
    }

    @Test
    void aRevokedRefreshTokenIsRefused() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        assertEquals(
                204, client.control("POST", "login/revoke-refresh-tokens", "").status());
        assertRefused(400, "invalid_grant", 70008, client.token(form));
    }

    @Test
    void aRotatedRefreshTokenWorksOnce() throws Exception {
        client.control("PATCH", "login/settings", "{\"rotateRefreshTokens\":true}");
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        String next = client.token(form).json().path("refresh_token").asText();
        assertRefused(400, "invalid_grant", 70008, client.token(form));
        assertEquals(200, client.token(refreshForm(next)).status());
    }

    @Test
    void aTenantMayDemandASecondFactor() throws Exception {
        client.control("PATCH", "login/settings", "{\"secondFactorRequired\":true}");
        String weak = client.control("POST", "login/refresh-tokens", "{\"multiFactor\":false}")
                .json()
                .path("refreshToken")
                .asText();
        assertRefused(400, "invalid_grant", 50076, client.token(refreshForm(weak)));
    }

    @Test
    void aScopeOfNobodyIsRefused() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        form.put("scope", "https://elsewhere.example/.default");
        assertRefused(400, "invalid_resource", 500011, client.token(form));
    }

    @Test
    void credentialsSurviveARestart() throws Exception {
        String secret = client.credential("clientSecret");
        String refreshToken = client.credential("refreshToken");
        fixture.restart();
        client = fixture.client();
        assertEquals(secret, client.credential("clientSecret"));
        assertEquals(200, client.token(refreshForm(refreshToken)).status());
    }

    @Test
    void aPersonSignsInByCodeAndVerifierOnce() throws Exception {
        Map<String, String> form =
                codeForm(code("state-1", VERIFIER_HASH), "verifier-of-at-least-forty-three-characters-1");
        JsonNode tokens = client.token(form).json();
        assertEquals(
                200,
                client.token(refreshForm(tokens.path("refresh_token").asText())).status());
        assertRefused(400, "invalid_grant", 54005, client.token(form));
    }

    @Test
    void aCodeIsNoGoodToWhoeverDidNotAskForIt() throws Exception {
        assertRefused(400, "invalid_grant", 501481, client.token(codeForm(code("s", VERIFIER_HASH), "another")));
        Map<String, String> elsewhere =
                codeForm(code("s", VERIFIER_HASH), "verifier-of-at-least-forty-three-characters-1");
        elsewhere.put("redirect_uri", "https://elsewhere.example/");
        assertRefused(400, "invalid_grant", 500112, client.token(elsewhere));
        Map<String, String> late = codeForm(code("s", VERIFIER_HASH), "verifier-of-at-least-forty-three-characters-1");
        client.control("POST", "clock", "{\"advance\":\"PT11M\"}");
        assertRefused(400, "invalid_grant", 70008, client.token(late));
    }

    @Test
    void whoDeclinesConsentComesBackWithoutACodeUntilAnAdministratorConsents() throws Exception {
        client.control("PATCH", "login/settings", "{\"consentGiven\":false}");
        assertTrue(authorize("s", VERIFIER_HASH).contains("error=access_denied"));
        String consent = client.send(
                        "GET",
                        URI.create(sandbox.address("login") + "/" + client.credential("tenantId")
                                + "/adminconsent?redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&client_id="
                                + client.credential("clientId")),
                        "")
                .header("location");
        assertTrue(consent.contains("admin_consent=True"), consent);
        assertTrue(authorize("s", VERIFIER_HASH).contains("code="));
    }

    @Test
    void aRedirectThatTheAppDoesNotHaveIsRefusedOnThePage() throws Exception {
        client.control("PATCH", "login/settings", "{\"redirects\":[\"https://other.example/\"]}");
        assertRefused(400, "invalid_request", 50011, client.send("GET", authorizeAddress("s", VERIFIER_HASH), ""));
    }

    @Test
    void aReplacedClientSecretIsTheOnlyOne() throws Exception {
        Map<String, String> form = refreshForm(client.credential("refreshToken"));
        String secret = client.control("POST", "login/client-secret", "")
                .json()
                .path("clientSecret")
                .asText();
        assertRefused(401, "invalid_client", 7000215, client.token(form));
        form.put("client_secret", secret);
        assertEquals(200, client.token(form).status());
    }

    private URI authorizeAddress(String state, String challenge) {
        return URI.create(sandbox.address("login") + "/" + client.credential("tenantId")
                + "/oauth2/v2.0/authorize?response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&client_id="
                + client.credential("clientId") + "&scope=" + Client.PARTNER_CENTER.replace(":", "%3A")
                + "%20offline_access&state=" + state + "&code_challenge=" + challenge + "&code_challenge_method=S256");
    }

    private String authorize(String state, String challenge) throws Exception {
        return client.send("GET", authorizeAddress(state, challenge), "").header("location");
    }

    private String code(String state, String challenge) throws Exception {
        String back = authorize(state, challenge);
        assertTrue(back.endsWith("&state=" + state), back);
        return back.replaceFirst(".*[?&]code=", "").replaceFirst("&.*", "");
    }

    private Map<String, String> codeForm(String code, String verifier) {
        Map<String, String> form = refreshForm("");
        form.put("grant_type", "authorization_code");
        form.remove("refresh_token");
        form.put("code", code);
        form.put("redirect_uri", "https://app.example/callback");
        form.put("code_verifier", verifier);
        return form;
    }

    private Map<String, String> refreshForm(String refreshToken) {
        return new HashMap<>(Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                client.credential("clientId"),
                "client_secret",
                client.credential("clientSecret"),
                "refresh_token",
                refreshToken,
                "scope",
                Client.PARTNER_CENTER));
    }

    private static void assertRefused(int status, String error, int number, Client.Answer answer) {
        assertEquals(status, answer.status(), answer.json().toString());
        assertEquals(error, answer.json().path("error").asText());
        assertEquals(number, answer.json().at("/error_codes/0").asInt());
        assertTrue(answer.json().path("error_description").asText().startsWith("AADSTS" + number + ":"));
    }
}
