package dev.cosell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.azurite.Azurite;
import dev.cosell.operate.doctor.Doctor;
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
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The whole sandbox behind its addresses, with Azurite: what a connector finds on this computer. One for all tests. */
final class SandboxSystems {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String PLANTED_SECRET = "planted-hook-secret-7f3a";

    private static final class Running {
        private static final SandboxSystems ONE = new SandboxSystems();
    }

    private final Azurite azurite = Azurite.start();
    private final Sandbox sandbox;
    private final HttpClient http = HttpClient.newHttpClient();

    private SandboxSystems() {
        try {
            sandbox = Sandbox.start(SandboxOptions.in(Files.createTempDirectory("sandbox-of-doctor")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-sandbox-of-doctor"));
    }

    static SandboxSystems running() {
        return Running.ONE;
    }

    private void close() {
        sandbox.close();
        azurite.close();
    }

    URI address(String system) {
        return sandbox.address(system);
    }

    /** Takes back whatever a test changed. */
    void asInTheBeginning() {
        control("DELETE", "faults", "");
        control("PATCH", "login/settings", "{\"secondFactorRequired\": false}");
        control("PATCH", "partner-center/settings", "{\"multiFactorRequired\": true}");
        control("PUT", "dynamics/missing-privileges", "[]");
        control("PUT", "dynamics/column-security", "{}");
        control("PUT", "dynamics/organization-type", "{\"type\": \"Customer\"}");
        control("PUT", "salesforce/organization-kind", "{\"sandbox\": false}");
        control("PUT", "salesforce/object-permissions", "{}");
        control("PATCH", "salesforce/api-usage", "{\"others\": 0}");
    }

    /** @param path below {@code /_sandbox/} */
    JsonNode control(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.address(Sandbox.CONTROL) + "/_sandbox/" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A user who signed in, with a second factor or without. */
    String signIn(String user, boolean multiFactor) {
        return control(
                        "POST",
                        "login/refresh-tokens",
                        "{\"user\": \"" + user + "\", \"multiFactor\": " + multiFactor + "}")
                .path("refreshToken")
                .asText();
    }

    Map<String, String> withDynamics() {
        Map<String, String> settings = common();
        settings.put("DYNAMICS_URL", address("dynamics").toString());
        settings.put("DYNAMICS_TENANT_ID", credential("login", "tenantId"));
        settings.put("DYNAMICS_CLIENT_ID", credential("login", "clientId"));
        settings.put("DYNAMICS_CLIENT_SECRET", credential("login", "clientSecret"));
        settings.put("DYNAMICS_WEBHOOK_SECRET", PLANTED_SECRET);
        return settings;
    }

    Map<String, String> withSalesforce() {
        Map<String, String> settings = common();
        settings.put("CRM", "salesforce");
        settings.put("SALESFORCE_URL", address("salesforce").toString());
        settings.put("SALESFORCE_ORGANIZATION_ID", credential("salesforce", "organizationId"));
        settings.put("SALESFORCE_CLIENT_ID", credential("salesforce", "consumerKey"));
        settings.put("SALESFORCE_CLIENT_SECRET", credential("salesforce", "consumerSecret"));
        settings.put("SALESFORCE_CURRENCY", "USD");
        settings.put("SALESFORCE_EVENTS_SECRET", PLANTED_SECRET);
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("COSELL_STORAGE", azurite.connectionString());
        settings.put("LOGIN_URL", address("login").toString());
        settings.put("PARTNER_CENTER_URL", address("partnerCenter") + "/v1.0/engagements");
        settings.put("PARTNER_CENTER_SCOPE", address("partnerCenter") + "/.default");
        settings.put("PARTNER_CENTER_WEBHOOKS_URL", address("webhooks") + "/webhooks/v1");
        settings.put("PARTNER_CENTER_WEBHOOKS_SCOPE", address("webhooks") + "/.default");
        settings.put("PARTNER_CENTER_TENANT_ID", credential("login", "tenantId"));
        settings.put("PARTNER_CENTER_CLIENT_ID", credential("login", "clientId"));
        settings.put("PARTNER_CENTER_CLIENT_SECRET", credential("login", "clientSecret"));
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", signIn("integration@partner.example", true));
        settings.put("PUBLIC_URL", "https://cosell.partner.example");
        settings.put("TRUSTED_CERTIFICATES", sandbox.trustedRoots().toString());
        return settings;
    }

    String credential(String system, String member) {
        return sandbox.description().at("/credentials/" + system + "/" + member).asText();
    }

    static Connector connector(Map<String, String> settings) {
        return new Connector(name -> Optional.ofNullable(settings.get(name)));
    }

    /** As a function asks for it. */
    static Doctor doctor(Map<String, String> settings) {
        return Checkup.doctor(name -> Optional.ofNullable(settings.get(name)), () -> connector(settings));
    }
}
