package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A sandbox of its own for one test, and a signed-in client. */
final class Fixture implements AutoCloseable {
    /** Making RSA keys takes a second; one set serves every test. */
    private static final AtomicReference<byte[]> KEYS = new AtomicReference<>();

    private final Path data;
    private final SandboxOptions options;
    private Sandbox sandbox;
    private Client client;
    private String token;

    Fixture(Path data) throws Exception {
        this(data, SandboxOptions.in(data));
    }

    Fixture(Path data, SandboxOptions options) throws Exception {
        this.data = data;
        this.options = options;
        if (KEYS.get() != null) {
            Files.write(data.resolve("keys.p12"), KEYS.get());
        }
        restart();
        KEYS.set(Files.readAllBytes(data.resolve("keys.p12")));
    }

    /** Stops the sandbox if it runs, and starts it again on the same data. */
    void restart() throws Exception {
        if (sandbox != null) {
            sandbox.close();
        }
        sandbox = Sandbox.start(options);
        client = new Client(sandbox);
        signIn();
    }

    void signIn() throws IOException, InterruptedException {
        token = client.userToken(Client.PARTNER_CENTER);
    }

    /** Undoes what tests of a shared sandbox switch. */
    void standardSettings() throws Exception {
        control(
                "PATCH",
                "partner-center/settings",
                "{\"createStatus\":201,\"nameIsPatchable\":false,\"customerContactFixedAfterSharing\":true}");
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Client client() {
        return client;
    }

    /** @param path below {@code /v1.0/engagements/referrals} */
    Client.Answer referrals(String method, String path, String body, String... headers) throws Exception {
        return client.send(method, address(path), body, withToken(token, headers));
    }

    Client.Answer referrals(String method, String path) throws Exception {
        return referrals(method, path, "");
    }

    Client.Answer patch(String id, String body, String... headers) throws Exception {
        return referrals("PATCH", "/" + id, body, headers);
    }

    Client.Answer list(String query) throws Exception {
        StringBuilder encoded = new StringBuilder("?");
        for (String option : query.split("&")) {
            String[] pair = option.split("=", 2);
            encoded.append(pair[0])
                    .append('=')
                    .append(URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
                    .append('&');
        }
        return referrals("GET", encoded.toString());
    }

    URI address(String path) {
        return URI.create(sandbox.address("partnerCenter") + "/v1.0/engagements/referrals" + path);
    }

    /** @param path below {@code /webhooks/v1/registration} */
    Client.Answer webhooks(String method, String path, String body) throws Exception {
        return client.send(
                method,
                URI.create(sandbox.address("webhooks") + "/webhooks/v1/registration" + path),
                body,
                withToken(client.userToken(Client.WEBHOOKS)));
    }

    Client.Answer control(String method, String path, String body) throws Exception {
        return client.control(method, path, body);
    }

    /** A new own deal. */
    JsonNode deal() throws Exception {
        Client.Answer answer = referrals("POST", "", Deals.request().toString());
        if (answer.status() != 201) {
            throw new AssertionError("expected 201, found " + answer.status() + " " + answer.json());
        }
        return answer.json();
    }

    /** An own deal with Microsoft invited; Microsoft's referral is returned. */
    JsonNode invitation() throws Exception {
        ObjectNode request = Deals.request();
        request.put("engagementId", deal().path("engagementId").asText());
        request.putArray("target")
                .addObject()
                .put("type", "BusinessProfileLocation")
                .put("id", "msft");
        return referrals("POST", "", request.toString()).json();
    }

    /** A referral that Microsoft sent. */
    JsonNode inbound() throws Exception {
        return control("POST", "partner-center/referrals", Deals.request().toString())
                .json();
    }

    JsonNode stored(String id) throws Exception {
        return control("GET", "partner-center/referrals/" + id, "").json();
    }

    void register(Receiver receiver, String... events) throws Exception {
        String list = "\"" + String.join("\",\"", events) + "\"";
        Client.Answer answer = webhooks(
                "POST", "", "{\"WebhookUrl\":\"" + receiver.address() + "\",\"WebhookEvents\":[" + list + "]}");
        if (answer.status() != 200) {
            throw new AssertionError("expected 200, found " + answer.status() + " " + answer.json());
        }
    }

    @Override
    public void close() {
        sandbox.close();
        try {
            Files.deleteIfExists(data.resolve("keys.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] withToken(String token, String... headers) {
        String[] all = new String[headers.length + 4];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        all[2] = "Content-Type";
        all[3] = "application/json";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return all;
    }
}
