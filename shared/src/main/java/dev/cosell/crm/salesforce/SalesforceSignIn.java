package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.JsonApi;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.HttpProblems;
import dev.cosell.http.IssuedToken;
import dev.cosell.http.SignIn;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Signs the connector in to Salesforce, without a person and without a password.
 *
 * <p>The JWT bearer flow: an assertion of ours, signed with the private key whose certificate the app in Salesforce has. It
 * is a fixed header and four claims, which the platform's own classes sign in a few lines. Or the client credentials flow:
 * key and secret of the app, whose administrator says as whom it runs.
 *
 * <p>Salesforce does not say how long a token is good: that is the organisation's session timeout, 15 minutes at least,
 * which begins anew with each call. One that is not good any more is refused, and a new one asked for.
 */
public final class SalesforceSignIn implements SignIn {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration ASSERTION_IS_GOOD_FOR = Duration.ofMinutes(3);
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final URI token;
    private final Transport transport;
    private final InstantSource clock;
    private final Supplier<Map<String, String>> form;

    private SalesforceSignIn(
            URI organization, Transport transport, InstantSource clock, Supplier<Map<String, String>> form) {
        this.token = URI.create(organization.toString().replaceFirst("/+$", "") + "/services/oauth2/token");
        this.transport = transport;
        this.clock = clock;
        this.form = form;
    }

    /**
     * By client credentials.
     *
     * @param organization its address (My Domain); no other host knows this flow
     * @param transport which should meter nowhere: sign-ins are no API calls
     */
    public static SalesforceSignIn clientCredentials(
            URI organization, String consumerKey, String consumerSecret, Transport transport, InstantSource clock) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", consumerKey);
        form.put("client_secret", consumerSecret);
        return new SalesforceSignIn(organization, transport, clock, () -> form);
    }

    /**
     * By an assertion.
     *
     * @param key the app's consumer key, and as whom the connector works
     * @param transport as above
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if the private key cannot be read
     */
    public static SalesforceSignIn jwtBearer(URI organization, JwtKey key, Transport transport, InstantSource clock) {
        PrivateKey signer = key.signer();
        return new SalesforceSignIn(organization, transport, clock, () -> {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", JWT_BEARER);
            form.put("assertion", key.assertion(signer, clock.instant().plus(ASSERTION_IS_GOOD_FOR)));
            return form;
        });
    }

    /**
     * What an assertion says, and with what it is signed.
     *
     * @param consumerKey of the app in Salesforce
     * @param username as whom the connector works
     * @param audience {@code https://login.salesforce.com}, {@code https://test.salesforce.com} or the organisation's address
     * @param privateKey RSA in PKCS #8 as PEM; secret
     */
    public record JwtKey(String consumerKey, String username, String audience, String privateKey) {
        @Override
        public String toString() {
            return "key of " + username;
        }

        private String assertion(PrivateKey signer, Instant end) {
            String claims = RestApi.JSON
                    .createObjectNode()
                    .put("iss", consumerKey)
                    .put("sub", username)
                    .put("aud", audience)
                    .put("exp", end.getEpochSecond())
                    .toString();
            String signed = part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + part(claims);
            try {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(signer);
                signature.update(signed.getBytes(StandardCharsets.US_ASCII));
                return signed + "." + URL.encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an RSA key that was read can sign", e);
            }
        }

        private PrivateKey signer() {
            String base64 = privateKey.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s+", "");
            try {
                return KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "expected the private key for Salesforce as PEM, -----BEGIN PRIVATE KEY-----, found "
                                        + (privateKey.isBlank() ? "none" : "another text"))
                        .from(RemoteSystem.CRM)
                        .failure(e);
            }
        }

        private static String part(String json) {
            return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public IssuedToken signIn() {
        byte[] body = form.get().entrySet().stream()
                .map(field -> field.getKey() + "=" + Soql.encode(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
        Answer answer = transport.send(new Call(
                RemoteSystem.CRM,
                "POST",
                token,
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                body,
                Call.DEFAULT_TIMEOUT));
        String value = JsonApi.parse(answer)
                .map(json -> json.path("access_token").asText(""))
                .orElse("");
        if (!answer.ok() || value.isEmpty()) {
            throw refusal(answer).failure();
        }
        return new IssuedToken(value, clock.instant().plus(SHORTEST_SESSION));
    }

    /** A sign-in that failed says nothing about the write it was made for: that one was never sent. */
    private Problem refusal(Answer answer) {
        if (answer.status() == 429 || answer.status() >= 500) {
            return HttpProblems.of(
                    RemoteSystem.CRM, answer, false, "Salesforce could not sign the connector in", clock.instant());
        }
        String said = JsonApi.parse(answer)
                .filter(JsonNode::isObject)
                .map(json -> json.path("error").asText("") + ": "
                        + json.path("error_description").asText(""))
                .orElse("no JSON; is " + token.getHost() + " the organisation's address?");
        return Problem.of(
                        ProblemCode.SIGN_IN_REFUSED,
                        "expected a token from Salesforce, found HTTP " + answer.status() + ", " + said)
                .from(RemoteSystem.CRM)
                .explained();
    }
}
