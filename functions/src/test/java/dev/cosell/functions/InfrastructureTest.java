package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.Setting;
import dev.cosell.functions.NodeTool.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Bicep templates, checked by {@code tools/bicep-check}; skipped where node is missing, except in CI. */
class InfrastructureTest {
    private static NodeTool tool;

    /** Set by hand while a secret is replaced, or only on a developer's computer; a connection has members instead. */
    private static final Set<String> NOT_IN_AZURE = Set.of(
            "COSELL_STORAGE",
            "PARTNER_CENTER_REFRESH_TOKEN",
            "SECRETS_FOLDER",
            "DYNAMICS_WEBHOOK_SECRET_NEXT",
            "SALESFORCE_EVENTS_SECRET_NEXT",
            "TRUSTED_CERTIFICATES");

    /** The same for every partner, or made by the templates themselves. */
    private static final Set<String> NOT_CHOSEN = Set.of(
            "CRM_UPDATES_QUEUE",
            "PARTNER_CENTER_UPDATES_QUEUE",
            "SWEEP_SCHEDULE",
            "HELD_RETRY_SCHEDULE",
            "RECONCILE_SCHEDULE",
            "RECONCILE_ALL_SCHEDULE",
            "SOLUTION_CATALOGUE_SCHEDULE",
            "MAP_CHECK_SCHEDULE",
            "AUTO_SHARE_SCHEDULE",
            "WEBHOOK_CHECK_SCHEDULE",
            "WEBHOOK_POLL_SCHEDULE",
            "RELAY_QUEUE",
            "RELAY_URLS",
            "POISON_REQUEUE_SCHEDULE",
            "BACKFILL_SCHEDULE",
            "NOTICE_SCHEDULE",
            "NOTICE_WATCH_SCHEDULE",
            "LOGIN_URL",
            "PARTNER_CENTER_URL",
            "PARTNER_CENTER_SCOPE",
            "PARTNER_CENTER_WEBHOOKS_URL",
            "PARTNER_CENTER_WEBHOOKS_SCOPE",
            "PARTNER_CENTER_CERTIFICATE_HOSTS",
            "PARTNER_CENTER_CLIENT_SECRET",
            "KEY_VAULT_URL",
            "TOKEN_WATCH_SCHEDULE",
            "DYNAMICS_CLIENT_SECRET",
            "DYNAMICS_WEBHOOK_SECRET",
            "DYNAMICS_WEBHOOK_HEADER",
            "SALESFORCE_CLIENT_SECRET",
            "SALESFORCE_PRIVATE_KEY",
            "SALESFORCE_EVENTS_SECRET",
            "NOTICE_URL",
            "NOTICE_SECRET");

    @BeforeAll
    static void install() throws Exception {
        tool = NodeTool.installed("bicep-check");
    }

    @Test
    void theTemplatesHaveNoFinding() throws Exception {
        Ran check = tool.run("npm", "run", "--silent", "check");
        assertEquals(0, check.status(), check.output());
    }

    @Test
    void theCheckFindsWhatItPromisesToFind() throws Exception {
        Ran tests = tool.run("npm", "test", "--silent");
        assertEquals(0, tests.status(), tests.output());
    }

    @Test
    void theAppGetsEverySettingThatTheCodeReads() throws Exception {
        Ran settings = tool.run("npm", "run", "--silent", "settings");
        Set<String> given = settings.output().lines().map(String::strip).collect(Collectors.toSet());
        Set<String> missing = Arrays.stream(Setting.values())
                .map(Enum::name)
                .filter(name -> !NOT_IN_AZURE.contains(name) && !given.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "settings that infra-bicep does not give to the app");
    }

    /** What is set by hand is gone after the next provisioning, so what people choose has to come through azd. */
    @Test
    void everySettingThatPeopleChooseIsSetWithAzd() throws IOException {
        String parameters = Files.readString(NodeTool.ROOT.resolve("infra-bicep/main.parameters.json"));
        String choices = Files.readString(NodeTool.ROOT.resolve("docs/deploy.md"));
        Set<String> missing = Arrays.stream(Setting.values())
                .map(Enum::name)
                .filter(name -> !NOT_IN_AZURE.contains(name) && !NOT_CHOSEN.contains(name))
                .filter(name -> !parameters.matches("(?s).*\\$\\{" + name + "[=}].*") || !choices.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "settings that main.parameters.json or docs/deploy.md does not name");
    }
}
