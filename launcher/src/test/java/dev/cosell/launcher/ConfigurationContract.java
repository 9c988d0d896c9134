package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.launcher.crm.CrmProduct;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody deploys the app and has set nothing yet. */
abstract class ConfigurationContract extends EndToEnd {
    ConfigurationContract(CrmProduct crm) {
        super(crm);
    }

    @Test
    void everyMissingSettingIsReportedAtOnceAndNoneOfAnotherCrm() {
        Stack stack = RunningStack.with(crm).stack();
        // The host itself needs its storage and its timers; all that the connector needs is missing.
        Map<String, String> bare = Map.ofEntries(
                Map.entry("FUNCTIONS_WORKER_RUNTIME", "java"),
                Map.entry("AzureWebJobsStorage", stack.storage()),
                Map.entry("COSELL_STORAGE", stack.storage()),
                Map.entry("CRM", crm.word()),
                Map.entry("CRM_UPDATES_QUEUE", "bare-crm-updates"),
                Map.entry("PARTNER_CENTER_UPDATES_QUEUE", "bare-partner-center-updates"),
                Map.entry("SWEEP_SCHEDULE", "0 0 4 * * *"),
                Map.entry("HELD_RETRY_SCHEDULE", "0 0 3 * * *"),
                Map.entry("AUTO_SHARE_SCHEDULE", "0 5 4 * * *"),
                Map.entry("POISON_REQUEUE_SCHEDULE", "0 0 9 * * *"),
                Map.entry("BACKFILL_SCHEDULE", "0 0 9 * * *"),
                Map.entry("NOTICE_SCHEDULE", "0 0 10 * * *"),
                Map.entry("NOTICE_WATCH_SCHEDULE", "0 0 11 * * *"),
                Map.entry("RECONCILE_SCHEDULE", "0 0 5 * * *"),
                Map.entry("SOLUTION_CATALOGUE_SCHEDULE", "0 0 7 * * *"),
                Map.entry("MAP_CHECK_SCHEDULE", "0 0 8 * * *"),
                Map.entry("WEBHOOK_CHECK_SCHEDULE", "0 0 9 * * *"),
                Map.entry("WEBHOOK_POLL_SCHEDULE", "0 0 10 * * *"),
                Map.entry("RELAY_QUEUE", "bare-partner-center-relay"),
                Map.entry("RECONCILE_ALL_SCHEDULE", "0 0 6 * * *"),
                Map.entry("LOCAL_HOST_MASTER_KEY", "master-of-a-test"),
                Map.entry("LOCAL_HOST_FUNCTION_KEY", "key-of-a-test"));
        try (ChildProcess host = stack.startHost("bare", 0, bare)) {
            JsonClient app = new JsonClient(
                    URI.create(host.awaitReady()), Map.of("x-functions-key", bare.get("LOCAL_HOST_FUNCTION_KEY")));

            String report = app.call("GET", "/api/status", "", Map.of()).body().toString();
            for (String setting :
                    List.of("PARTNER_CENTER_TENANT_ID", "PARTNER_CENTER_CLIENT_ID", "PARTNER_CENTER_REFRESH_TOKEN")) {
                assertTrue(report.contains(setting), () -> "expected " + setting + " in " + report);
            }
            Differences.requiredSettings(crm)
                    .forEach(setting ->
                            assertTrue(report.contains(setting), () -> "expected " + setting + " in " + report));
            Arrays.stream(CrmProduct.values())
                    .filter(other -> other != crm)
                    .forEach(other -> assertFalse(report.contains(other.name() + "_"), report));
            JsonAnswer health = app.call("GET", "/api/health", "", Map.of());
            assertEquals(503, health.status());
            assertEquals("false", health.body().path("ready").asText());
        }
    }
}
