package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of the sandbox as an outsider would write it: JDK only, trusting {@code ca.pem}. */
final class Client {
    static final String PARTNER_CENTER = "https://api.partner.microsoft.com/.default";
    static final String WEBHOOKS = "https://api.partnercenter.microsoft.com/.default";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;
    private final HttpClient http;

    Client(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(sandbox))
                .build();
    }

    /** @param json an empty node for an empty body */
    record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    Answer send(String method, URI uri, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    }

    byte[] bytes(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    Answer control(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, URI.create(sandbox.address("control") + "/_sandbox/" + path), body);
    }

    Answer token(Map<String, String> form) throws IOException, InterruptedException {
        return send(
                "POST",
                URI.create(sandbox.address("login") + "/" + credential("tenantId") + "/oauth2/v2.0/token"),
                encode(form),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    /** An access token of the integration user. */
    String userToken(String scope) throws IOException, InterruptedException {
        return userToken(scope, credential("refreshToken"));
    }

    String userToken(String scope, String refreshToken) throws IOException, InterruptedException {
        return token(Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        credential("clientId"),
                        "client_secret",
                        credential("clientSecret"),
                        "refresh_token",
                        refreshToken,
                        "scope",
                        scope))
                .json()
                .path("access_token")
                .asText();
    }

    String appToken(String scope) throws IOException, InterruptedException {
        return token(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        credential("clientId"),
                        "client_secret",
                        credential("clientSecret"),
                        "scope",
                        scope))
                .json()
                .path("access_token")
                .asText();
    }

    String credential(String name) {
        return sandbox.description().at("/credentials/login/" + name).asText();
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static SSLContext trusting(Sandbox sandbox) {
        try (InputStream pem = Files.newInputStream(sandbox.trustedRoots())) {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                roots.setCertificateEntry("root" + roots.size(), root);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot trust the sandbox", e);
        }
    }
}
