package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The app settings that point the functions at the sandbox and Azurite. */
final class FunctionSettings {
    static final String SECRET_HEADER = "x-cosell-secret";
    static final String PARTNER_CENTER_API = "/v1.0/engagements";
    static final String REGISTRATION_API = "/webhooks/v1";

    private FunctionSettings() {}

    /**
     * All settings by name.
     *
     * @param sandbox the line by which the sandbox describes itself
     * @param storage Azurite's connection string
     */
    static Map<String, String> of(JsonNode sandbox, String storage, URI functions, Secrets secrets) {
        JsonNode login = sandbox.at("/credentials/login");
        String tenant = login.path("tenantId").asText();
        String client = login.path("clientId").asText();
        String clientSecret = login.path("clientSecret").asText();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("FUNCTIONS_WORKER_RUNTIME", "java");
        settings.put("AzureWebJobsStorage", storage);
        settings.put("COSELL_STORAGE", storage);
        settings.put("PARTNER_CENTER_URL", address(sandbox, "partnerCenter") + PARTNER_CENTER_API);
        settings.put("PARTNER_CENTER_SCOPE", scope(sandbox, "partnerCenter"));
        settings.put("PARTNER_CENTER_WEBHOOKS_URL", address(sandbox, "webhooks") + REGISTRATION_API);
        settings.put("PARTNER_CENTER_WEBHOOKS_SCOPE", scope(sandbox, "webhooks"));
        settings.put("PARTNER_CENTER_TENANT_ID", tenant);
        settings.put("PARTNER_CENTER_CLIENT_ID", client);
        settings.put("PARTNER_CENTER_CLIENT_SECRET", clientSecret);
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", login.path("refreshToken").asText());
        settings.put(
                "PARTNER_CENTER_CERTIFICATE_HOSTS",
                URI.create(address(sandbox, "certificates")).getAuthority());
        settings.put("LOGIN_URL", address(sandbox, "login"));
        settings.put("DYNAMICS_URL", address(sandbox, "dynamics"));
        settings.put("DYNAMICS_TENANT_ID", tenant);
        settings.put("DYNAMICS_CLIENT_ID", client);
        settings.put("DYNAMICS_CLIENT_SECRET", clientSecret);
        settings.put("DYNAMICS_WEBHOOK_HEADER", SECRET_HEADER);
        settings.put("DYNAMICS_WEBHOOK_SECRET", secrets.dynamicsWebhook());
        settings.put("PUBLIC_URL", functions.toString());
        settings.put("TRUSTED_CERTIFICATES", sandbox.path("caFile").asText());
        settings.put("SWEEP_SCHEDULE", "0 */10 * * * *");
        settings.put("HELD_RETRY_SCHEDULE", "0 0 3 * * *");
        settings.put("AUTO_SHARE_SCHEDULE", "0 5/15 * * * *");
        settings.put("RECONCILE_SCHEDULE", "0 */15 * * * *");
        settings.put("RECONCILE_ALL_SCHEDULE", "0 30 2 * * 0");
        settings.put("SOLUTION_CATALOGUE_SCHEDULE", "0 30 2 * * *");
        settings.put("MAP_CHECK_SCHEDULE", "0 15 4 * * *");
        settings.put("CRM_UPDATES_QUEUE", "crm-updates");
        settings.put("PARTNER_CENTER_UPDATES_QUEUE", "partner-center-updates");
        settings.put("LOCAL_HOST_MASTER_KEY", secrets.masterKey());
        settings.put("LOCAL_HOST_FUNCTION_KEY", secrets.functionKey());
        return settings;
    }

    static String address(JsonNode sandbox, String system) {
        String address = sandbox.path("addresses").path(system).asText();
        if (address.isEmpty()) {
            throw new LaunchFailure("Expected the sandbox to have a system " + system + ", found "
                    + sandbox.path("addresses").toString());
        }
        return address;
    }

    static String scope(JsonNode sandbox, String system) {
        return address(sandbox, system) + "/.default";
    }
}
