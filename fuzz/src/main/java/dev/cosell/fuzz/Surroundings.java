package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.Directories;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.SandboxDescription;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.sandbox.Sandbox;
import dev.cosell.sandbox.SandboxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an app finds around it: the sandbox, and a storage account in memory. */
final class Surroundings implements AutoCloseable {
    /** What nobody may ever see again, in an answer or in a log. */
    static final String HOOK_SECRET = "hook-secret-that-nobody-may-see";

    /** The sandbox's keys and state, and where the app keeps its sign-in. */
    private final Path folder = Directories.temporary();

    private final Sandbox sandbox;
    private final MemoryStorage storage = new MemoryStorage();

    Surroundings() {
        sandbox = Sandbox.start(SandboxOptions.in(folder));
        ObjectNode day = JsonClient.JSON.createObjectNode().put("tokenLifeSeconds", 86_400);
        control("PATCH", "login/settings", day);
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
        settings.put(
                "PARTNER_CENTER_CERTIFICATE_HOSTS",
                sandbox.address("certificates").getAuthority());
        settings.put("PARTNER_CENTER_TENANT_ID", credential("login", "tenantId"));
        settings.put("PARTNER_CENTER_CLIENT_ID", credential("login", "clientId"));
        settings.put("PARTNER_CENTER_CLIENT_SECRET", credential("login", "clientSecret"));
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", signIn());
        settings.put("SECRETS_FOLDER", folder.resolve("secrets").toString());
        settings.put("PUBLIC_URL", "https://cosell.partner.example");
        settings.put("TRUSTED_CERTIFICATES", sandbox.trustedRoots().toString());
        CrmSandbox records = CrmProduct.named(crm)
                .inSandbox(
                        new SandboxDescription(sandbox.description()),
                        new JsonClient(control(), Map.of()),
                        HOOK_SECRET);
        records.prepare();
        settings.putAll(records.settings());
        return settings;
    }

    @Override
    public void close() {
        sandbox.close();
        storage.close();
        Directories.delete(folder);
    }

    private String signIn() {
        ObjectNode user = JsonClient.JSON
                .createObjectNode()
                .put("user", "integration@partner.example")
                .put("multiFactor", true);
        return control("POST", "login/refresh-tokens", user)
                .path("refreshToken")
                .asText();
    }

    /** What only a person could do. */
    private JsonNode control(String method, String path, ObjectNode body) {
        return new JsonClient(control(), Map.of()).send(method, "/_sandbox/" + path, body);
    }

    private String credential(String system, String member) {
        return sandbox.description().at("/credentials/" + system + "/" + member).asText();
    }
}
