package dev.cosell.launcher;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The app settings that point the functions at the sandbox's Partner Center and at Azurite. */
final class FunctionSettings {
    static final String PARTNER_CENTER_API = "/v1.0/engagements";
    static final String REGISTRATION_API = "/webhooks/v1";

    private FunctionSettings() {}

    /**
     * All settings by name, but those of the CRM.
     *
     * @param storage Azurite's connection string
     */
    static Map<String, String> of(SandboxDescription sandbox, String storage, URI functions, Secrets secrets) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("FUNCTIONS_WORKER_RUNTIME", "java");
        settings.put("AzureWebJobsStorage", storage);
        settings.put("COSELL_STORAGE", storage);
        settings.put("PARTNER_CENTER_URL", sandbox.address("partnerCenter") + PARTNER_CENTER_API);
        settings.put("PARTNER_CENTER_SCOPE", sandbox.scope("partnerCenter"));
        settings.put("PARTNER_CENTER_WEBHOOKS_URL", sandbox.address("webhooks") + REGISTRATION_API);
        settings.put("PARTNER_CENTER_WEBHOOKS_SCOPE", sandbox.scope("webhooks"));
        settings.put("PARTNER_CENTER_TENANT_ID", sandbox.login("tenantId"));
        settings.put("PARTNER_CENTER_CLIENT_ID", sandbox.login("clientId"));
        settings.put("PARTNER_CENTER_CLIENT_SECRET", sandbox.login("clientSecret"));
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", sandbox.login("refreshToken"));
        settings.put(
                "PARTNER_CENTER_CERTIFICATE_HOSTS",
                URI.create(sandbox.address("certificates")).getAuthority());
        settings.put("LOGIN_URL", sandbox.address("login"));
        settings.put("PUBLIC_URL", functions.toString());
        settings.put("TRUSTED_CERTIFICATES", sandbox.certificateFile());
        settings.put("SWEEP_SCHEDULE", "0 */10 * * * *");
        settings.put("HELD_RETRY_SCHEDULE", "0 0 3 * * *");
        settings.put("POISON_REQUEUE_SCHEDULE", "30 * * * * *");
        settings.put("BACKFILL_SCHEDULE", "50 * * * * *");
        settings.put("NOTICE_SCHEDULE", "10 */5 * * * *");
        settings.put("NOTICE_WATCH_SCHEDULE", "40 20 * * * *");
        settings.put("AUTO_SHARE_SCHEDULE", "0 5/15 * * * *");
        settings.put("RECONCILE_SCHEDULE", "0 */15 * * * *");
        settings.put("RECONCILE_ALL_SCHEDULE", "0 30 2 * * 0");
        settings.put("SOLUTION_CATALOGUE_SCHEDULE", "0 30 2 * * *");
        settings.put("MAP_CHECK_SCHEDULE", "0 15 4 * * *");
        settings.put("WEBHOOK_CHECK_SCHEDULE", "0 7 * * * *");
        settings.put("WEBHOOK_POLL_SCHEDULE", "30 * * * * *");
        settings.put("RELAY_QUEUE", "partner-center-relay");
        settings.put("TOKEN_WATCH_SCHEDULE", "0 */5 * * * *");
        settings.put("CRM_UPDATES_QUEUE", "crm-updates");
        settings.put("PARTNER_CENTER_UPDATES_QUEUE", "partner-center-updates");
        settings.put("LOCAL_HOST_MASTER_KEY", secrets.masterKey());
        settings.put("LOCAL_HOST_FUNCTION_KEY", secrets.functionKey());
        return settings;
    }
}
