package dev.cosell.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.PublicClientApplication;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One request of a user's sign-in by MSAL, which calls through our transport, so that the same certificates, limits and
 * no-retry rule hold. A new one for each request: its cache then holds that request's refresh token and nothing else.
 */
final class MsalClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The call and what MSAL does with its answer; should that never end, whoever waits does not wait for ever. */
    private static final Duration LONGEST = Call.DEFAULT_TIMEOUT.plusSeconds(5);

    /** In bytes; three tokens of a user in many groups are below 32 KiB. */
    private static final int LARGEST_ANSWER = 256 * 1024;

    /** JSON in Base64 that MSAL would read to name an account, which nobody here asks for. */
    private static final Set<String> NOT_READ = Set.of("id_token", "client_info");

    private final RemoteSystem system;
    private final AppRegistration app;
    private final Transport transport;

    MsalClient(RemoteSystem system, AppRegistration app, Transport transport) {
        this.system = system;
        this.app = app;
        this.transport = transport;
    }

    /**
     * Asks for tokens.
     *
     * @throws dev.cosell.problem.Failure as {@link SignIn#signIn}
     */
    GrantedTokens ask(Function<AbstractClientApplicationBase, CompletableFuture<IAuthenticationResult>> request) {
        try {
            AbstractClientApplicationBase client = client();
            IAuthenticationResult result = request.apply(client)
                    .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                    .join();
            if (result.accessToken() == null) {
                throw unreadable("an access token", "none");
            }
            return new GrantedTokens(
                    new IssuedToken(result.accessToken(), result.expiresOnDate().toInstant()), refreshToken(client));
        } catch (CompletionException e) {
            throw SignInProblem.of(system, e.getCause());
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "expected an https authority and a tenant, found " + authority() + ": " + e.getMessage())
                    .failure(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("MSAL's own cache is not JSON", e);
        }
    }

    private AbstractClientApplicationBase client() throws MalformedURLException {
        if (app.secret().isEmpty()) {
            return configured(PublicClientApplication.builder(app.clientId())).build();
        }
        return configured(ConfidentialClientApplication.builder(
                        app.clientId(),
                        ClientCredentialFactory.createFromSecret(app.secret().get())))
                .build();
    }

    /** The authority is taken as configured: asking Microsoft about it would fail for private clouds. */
    private <B extends AbstractClientApplicationBase.Builder<B>> B configured(B builder) throws MalformedURLException {
        return builder.authority(authority())
                .validateAuthority(false)
                .instanceDiscovery(false)
                .httpClient(this::send)
                .disableInternalRetries();
    }

    private String authority() {
        return app.authorityHost().resolve("/" + app.tenant() + "/").toString();
    }

    private IHttpResponse send(HttpRequest request) throws URISyntaxException {
        byte[] body = Optional.ofNullable(request.body()).orElse("").getBytes(StandardCharsets.UTF_8);
        Answer answer = transport.send(new Call(
                system,
                request.httpMethod().name(),
                request.url().toURI(),
                request.headers(),
                body,
                Call.DEFAULT_TIMEOUT));
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(plain(answer));
        Map<String, List<String>> received = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> received.put(name, List.of(value)));
        response.addHeaders(received);
        return response;
    }

    /**
     * What MSAL is given to read: its own parser never ends on some lists and on JSON that is cut off inside of a token, so it
     * gets the plain members only. A refusal without a JSON object says enough by its status.
     */
    private String plain(Answer answer) {
        Optional<JsonNode> object = object(answer.body());
        if (object.isEmpty() && answer.ok()) {
            throw unreadable("a JSON object", answer.body().length + " other bytes");
        }
        if (object.isEmpty() && (answer.status() == 429 || answer.status() >= 500)) {
            throw HttpProblems.of(system, answer, false, "the identity platform", Instant.now())
                    .failure();
        }
        ObjectNode plain = JSON.createObjectNode();
        object.ifPresent(said -> said.properties().stream()
                .filter(member -> member.getValue().isValueNode() && !NOT_READ.contains(member.getKey()))
                .forEach(member -> plain.set(member.getKey(), member.getValue())));
        return plain.toString();
    }

    private static Optional<JsonNode> object(byte[] body) {
        if (body.length > LARGEST_ANSWER) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    private Failure unreadable(String expected, String found) {
        return Problem.of(
                        ProblemCode.UNAVAILABLE, "expected " + expected + " from the identity platform, found " + found)
                .from(system)
                .failure();
    }

    /** MSAL shows the refresh token only in its serialised cache. */
    private static Optional<String> refreshToken(AbstractClientApplicationBase client) throws JsonProcessingException {
        JsonNode cached = JSON.readTree(client.tokenCache().serialize()).path("RefreshToken");
        return cached.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(cached.iterator().next().path("secret").asText(null));
    }
}
