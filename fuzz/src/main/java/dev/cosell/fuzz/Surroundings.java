package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.sandbox.Sandbox;
import dev.cosell.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an app finds around it: the sandbox, and a storage account in memory. */
final class Surroundings implements AutoCloseable {
    /** What nobody may ever see again, in an answer or in a log. */
    static final String HOOK_SECRET = "hook-secret-that-nobody-may-see";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Sandbox sandbox;
    private final MemoryStorage storage = new MemoryStorage();

    /** @param folder for the sandbox's keys and state */
    Surroundings(Path folder) {
        this.folder = folder;
        sandbox = Sandbox.start(SandboxOptions.in(folder));
        control(sandbox.address(Sandbox.CONTROL), "PATCH", "login/settings", "{\"tokenLifeSeconds\": 86400}");
    }

    URI control() {
        return sandbox.address(Sandbox.CONTROL);
    }

    URI storage() {
        return storage.address();
    }

    /** The app's settings, as environment variables. */
    Map<String, String> settings(String crm) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("WEBSITE_AUTH_ENABLED", "True");
        settings.put("COSELL_STORAGE", storage.connectionString());
        settings.put("LOGIN_URL", sandbox.address("login").toString());
        settings.put("PARTNER_CENTER_URL", sandbox.address("partnerCenter") + "/v1.0/engagements");
        settings.put("PARTNER_CENTER_SCOPE", sandbox.address("partnerCenter") + "/.default");
        settings.put("PARTNER_CENTER_WEBHOOKS_URL", sandbox.address("webhooks") + "/webhooks/v1");
        settings.put("PARTNER_CENTER_WEBHOOKS_SCOPE", sandbox.address("webhooks") + "/.default");
        settings.put("PARTNER_CENTER_CERTIFICATE_HOSTS", sandbox.address("certificates").getAuthority());
        settings.put("PARTNER_CENTER_TENANT_ID", credential("login", "tenantId"));
        settings.put("PARTNER_CENTER_CLIENT_ID", credential("login", "clientId"));
        settings.put("PARTNER_CENTER_CLIENT_SECRET", credential("login", "clientSecret"));
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", signIn());
        settings.put("SECRETS_FOLDER", folder.resolve("secrets").toString());
        settings.put("PUBLIC_URL", "https://cosell.partner.example");
        settings.put("TRUSTED_CERTIFICATES", sandbox.trustedRoots().toString());
        settings.put("CRM", crm);
        settings.putAll(crm.equals("salesforce") ? salesforce() : dynamics());
        return settings;
    }

    @Override
    public void close() {
        sandbox.close();
        storage.close();
    }

    /**
     * Asks the sandbox for something that only a person could do.
     *
     * @param path below {@code /_sandbox/}
     */
    static JsonNode control(URI control, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control + "/_sandbox/" + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sandbox was asked", e);
        }
    }

    private Map<String, String> dynamics() {
        return Map.of(
                "DYNAMICS_URL", sandbox.address("dynamics").toString(),
                "DYNAMICS_TENANT_ID", credential("login", "tenantId"),
                "DYNAMICS_CLIENT_ID", credential("login", "clientId"),
                "DYNAMICS_CLIENT_SECRET", credential("login", "clientSecret"),
                "DYNAMICS_WEBHOOK_SECRET", HOOK_SECRET);
    }

    private Map<String, String> salesforce() {
        return Map.of(
                "SALESFORCE_URL", sandbox.address("salesforce").toString(),
                "SALESFORCE_ORGANIZATION_ID", credential("salesforce", "organizationId"),
                "SALESFORCE_CLIENT_ID", credential("salesforce", "consumerKey"),
                "SALESFORCE_CLIENT_SECRET", credential("salesforce", "consumerSecret"),
                "SALESFORCE_CURRENCY", "USD",
                "SALESFORCE_EVENTS_SECRET", HOOK_SECRET);
    }

    private String signIn() {
        return control(
                        control(),
                        "POST",
                        "login/refresh-tokens",
                        "{\"user\": \"integration@partner.example\", \"multiFactor\": true}")
                .path("refreshToken")
                .asText();
    }

    private String credential(String system, String member) {
        return sandbox.description()
                .at("/credentials/" + system + "/" + member)
                .asText();
    }
}
