package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.SandboxDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The sandbox's sign-in and webhook registration, as a program of the partner's uses them. */
final class Microsoft {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SandboxDescription sandbox;
    private final HttpClient http;

    Microsoft(SandboxDescription sandbox) {
        this.sandbox = sandbox;
        this.http = HttpClient.newBuilder().sslContext(trusting(trustStore())).build();
    }

    /** A file with the certificates to trust; its password is {@code changeit}. */
    Path trustStore() {
        return Path.of(sandbox.json().path("trustStore").asText());
    }

    /** A token of the partner's own user. */
    String userToken(String system) {
        return token(Map.of(
                "grant_type", "refresh_token",
                "refresh_token", sandbox.login("refreshToken"),
                "scope", sandbox.scope(system)));
    }

    /** A token of the app itself. */
    String appToken(String system) {
        return token(Map.of("grant_type", "client_credentials", "scope", sandbox.scope(system)));
    }

    /** Lets Partner Center's events go to an address, from now on. */
    void deliverTo(URI address) {
        Map<String, Object> registration = Map.of(
                "WebhookUrl",
                address.toString(),
                "WebhookEvents",
                List.of(
                        "referral-created",
                        "referral-updated",
                        "related-referral-created",
                        "related-referral-updated",
                        "test-created"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.address("webhooks") + "/webhooks/v1/registration"))
                .header("Authorization", "Bearer " + userToken("webhooks"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        JsonClient.JSON.valueToTree(registration).toString()))
                .build();
        send(request);
    }

    private String token(Map<String, String> grant) {
        Map<String, String> form = new TreeMap<>(grant);
        form.put("client_id", sandbox.login("clientId"));
        form.put("client_secret", sandbox.login("clientSecret"));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.address("login") + "/" + sandbox.login("tenantId") + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request).path("access_token").asText();
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() > 299) {
                throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JsonClient.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static SSLContext trusting(Path store) {
        try (InputStream file = Files.newInputStream(store)) {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(file, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's trust store cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The sandbox's trust store cannot be used", e);
        }
    }
}
