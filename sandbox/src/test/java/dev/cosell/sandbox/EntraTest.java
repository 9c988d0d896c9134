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
