package dev.cosell.crm.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.salesforce.SalesforceSignIn.JwtKey;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.SignIn;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The connector signs in to Salesforce without a person and without a password. */
class SalesforceSignInTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    private final List<Call> calls = new ArrayList<>();

    @Test
    void theAssertionSaysForWhomAndIsSignedWithTheKey() throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        SalesforceSignIn signIn = SalesforceSignIn.jwtBearer(
                SandboxSalesforce.ADDRESS,
                new JwtKey("3MVG9key", "sync@fabrikam.example", "https://login.salesforce.com", pem(pair)),
                call -> answer(call, 200, "{\"access_token\": \"00D!token\"}"),
                CLOCK);
        assertEquals("00D!token", signIn.signIn().value());
        String form = new String(calls.getFirst().body(), StandardCharsets.UTF_8);
        assertTrue(form.startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="));
        String[] parts = URLDecoder.decode(form.substring(form.lastIndexOf('=') + 1), StandardCharsets.UTF_8)
                .split("\\.");
        JsonNode claims = RestApi.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertEquals("3MVG9key", claims.path("iss").asText());
        assertEquals("sync@fabrikam.example", claims.path("sub").asText());
        assertEquals("https://login.salesforce.com", claims.path("aud").asText());
        assertEquals(
                Instant.parse("2026-11-22T10:03:00Z").getEpochSecond(),
                claims.path("exp").asLong());
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(check.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    @Test
    void aKeyThatIsNoneIsSaidAtOnceAndNotShown() {
        JwtKey key = new JwtKey("3MVG9key", "sync@fabrikam.example", "https://login.salesforce.com", "secret, no PEM");
        Problem problem = assertThrows(
                        Failure.class,
                        () -> SalesforceSignIn.jwtBearer(
                                SandboxSalesforce.ADDRESS, key, call -> answer(call, 200, ""), CLOCK))
                .problem();
        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertFalse(problem.toString().contains("secret"), problem::toString);
        assertFalse(key.toString().contains("secret"), key::toString);
    }

    @Test
    void aRefusalIsToldInSalesforcesOwnWords() {
        Problem problem = refused(400, """
                {"error": "invalid_grant", "error_description": "user hasn't approved this consumer"}""");
        assertEquals(ProblemCode.SIGN_IN_REFUSED, problem.code());
        assertTrue(problem.detail().contains("invalid_grant: user hasn't approved this consumer"), problem.detail());
    }

    @Test
    void s14_anAddressThatIsNoOrganisationIsAskedAbout() {
        Problem problem = refused(404, "<html>not here</html>");
        assertEquals(ProblemCode.SIGN_IN_REFUSED, problem.code());
        assertTrue(problem.detail().contains("is fabrikam.my.salesforce.test the organisation's address?"));
    }

    @Test
    void anOutageIsNoRefusal() {
        assertEquals(ProblemCode.UNAVAILABLE, refused(503, "").code());
    }

    @Test
    void theOrganisationTakesClientCredentials() {
        SandboxSalesforce salesforce = new SandboxSalesforce();
        assertFalse(salesforce.signIn().signIn().value().isEmpty());
        SignIn wrong = SalesforceSignIn.clientCredentials(
                SandboxSalesforce.ADDRESS, salesforce.credential("consumerKey"), "wrong", salesforce::answered, CLOCK);
        assertEquals(
                ProblemCode.SIGN_IN_REFUSED,
                assertThrows(Failure.class, wrong::signIn).problem().code());
    }

    private Problem refused(int status, String body) {
        SignIn signIn = SalesforceSignIn.clientCredentials(
                SandboxSalesforce.ADDRESS, "3MVG9key", "secret", call -> answer(call, status, body), CLOCK);
        return assertThrows(Failure.class, signIn::signIn).problem();
    }

    private Answer answer(Call call, int status, String body) {
        calls.add(call);
        return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
