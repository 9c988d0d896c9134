package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.operate.registration.Environment;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Admission;
import dev.cosell.referral.ReferralKind;
import dev.cosell.store.QueueNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Map<String, String> given = new HashMap<>(Map.of(
            "COSELL_STORAGE", "UseDevelopmentStorage=true",
            "PARTNER_CENTER_TENANT_ID", "tenant",
            "PARTNER_CENTER_CLIENT_ID", "client",
            "PARTNER_CENTER_REFRESH_TOKEN", "refresh",
            "DYNAMICS_URL", "https://contoso.crm4.dynamics.com",
            "DYNAMICS_WEBHOOK_SECRET", "hook"));

    @Test
    void whatIsNotSetHasItsDefault() {
        Settings settings = read();

        assertEquals(QueueNames.STANDARD, settings.queues());
        assertEquals(URI.create("https://login.microsoftonline.com"), settings.uri(Setting.LOGIN_URL));
        assertEquals("x-cosell-secret", settings.text(Setting.DYNAMICS_WEBHOOK_HEADER));
        assertEquals(Optional.empty(), settings.optional(Setting.PUBLIC_URL));
        assertFalse(settings.yes(Setting.SYNC_LEADS));
    }

    @Test
    void blankIsTheSameAsNotSetAndSpacesAroundDoNotCount() {
        given.put("DYNAMICS_WEBHOOK_HEADER", "  ");
        given.put("SYNC_LEADS", " TRUE ");
        Settings settings = read();

        assertEquals("x-cosell-secret", settings.text(Setting.DYNAMICS_WEBHOOK_HEADER));
        assertTrue(settings.yes(Setting.SYNC_LEADS));
    }

    @Test
    void s84_whatComesInIsReadAsARule() {
        given.put("SYNC_LEADS", "true");
        given.put("INBOUND_KINDS", "Qualified-Lead, co-sell-opportunity");
        given.put("INBOUND_QUALITY", "High");
        given.put("INBOUND_LOCATIONS", "4711; 4712");

        assertEquals(
                new Admission(
                        true,
                        Set.of(ReferralKind.QUALIFIED_LEAD, ReferralKind.CO_SELL_OPPORTUNITY),
                        false,
                        Optional.of(Admission.Quality.HIGH),
                        Set.of("4711", "4712")),
                read().admission());
        given.keySet().removeIf(name -> name.startsWith("INBOUND") || name.equals("SYNC_LEADS"));
        assertEquals(Admission.DEFAULT, read().admission());
    }

    @Test
    void aRuleThatNobodyCanReadIsAFault() {
        given.put("INBOUND_KINDS", "leads");
        given.put("INBOUND_QUALITY", "best");
        given.put("AUTO_SHARE_FILTER", "(statecode eq 0");
        String faults = assertThrows(Failure.class, this::read).problem().detail();

        assertTrue(faults.contains("INBOUND_KINDS: expected some of [marketplace-lead"), faults);
        assertTrue(faults.contains("INBOUND_QUALITY: expected one of [low, medium, high]"), faults);
        assertTrue(faults.contains("AUTO_SHARE_FILTER: filter: expected quotes and brackets"), faults);
    }

    @Test
    void s22_everyFaultIsReportedAtOnce() {
        given.remove("PARTNER_CENTER_TENANT_ID");
        given.remove("DYNAMICS_WEBHOOK_SECRET");
        given.remove("COSELL_STORAGE");
        given.put("DYNAMICS_URL", "contoso");
        given.put("SYNC_LEADS", "perhaps");
        given.put("CRM_UPDATES_QUEUE", "CRM Updates");
        given.put("TRUSTED_CERTIFICATES", "nowhere.pem");

        String detail = fault().detail();

        for (String name : new String[] {
            "PARTNER_CENTER_TENANT_ID: expected Tenant in which",
            "DYNAMICS_WEBHOOK_SECRET: expected Shared secret",
            "COSELL_STORAGE: expected a connection string",
            "DYNAMICS_URL: expected an https address",
            "SYNC_LEADS: expected true or false, found perhaps",
            "CRM_UPDATES_QUEUE: expected a queue name",
            "TRUSTED_CERTIFICATES: expected a file that can be read, found nowhere.pem"
        }) {
            assertTrue(detail.contains(name), name + " in " + detail);
        }
    }

    @Test
    void theValueOfASecretIsInNoMessage() {
        for (Setting setting : Setting.values()) {
            if (setting.kind().secret()) {
                given.put(setting.name(), "S3CRET");
            }
        }
        given.put("DYNAMICS_URL", "https://user:S3CRET@contoso.crm4.dynamics.com");
        given.put("PUBLIC_URL", "https://app.example/api?code=S3CRET");
        given.put("LOGIN_URL", "not an address?code=S3CRET");

        String detail = fault().detail();

        assertTrue(detail.contains("PUBLIC_URL") && detail.contains("DYNAMICS_URL") && detail.contains("LOGIN_URL"));
        assertTrue(detail.contains("COSELL_STORAGE"), detail);
        assertFalse(detail.contains("S3CRET"), detail);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void aKeyVaultReferenceThatDidNotResolveIsNamed(Setting setting) {
        given.put(setting.name(), "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s/)");
        Problem problem = fault();

        assertTrue(problem.detail().startsWith(setting.name() + ": expected "), problem.detail());
        assertTrue(problem.detail().contains("Key Vault reference"), problem.detail());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:7071",
                "http://127.0.0.1:7071",
                "HTTPS://contoso.example",
                "https://c.example/x/"
            })
    void addressesAreHttpsUnlessTheyAreThisComputer(String address) {
        given.put("PUBLIC_URL", address);

        assertEquals(
                address.replaceFirst("/$", ""), read().uri(Setting.PUBLIC_URL).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://contoso.example",
                "http://localhost.evil.example",
                "ftp://localhost",
                "https://",
                "https:///path",
                "http:nowhere",
                "http:///path",
                "contoso.example",
                "https://contoso.example#x"
            })
    void otherAddressesAreRefused(String address) {
        given.put("PUBLIC_URL", address);

        assertTrue(fault().detail().startsWith("PUBLIC_URL: expected an https address"), fault().detail());
    }

    @Test
    void s21_eachSystemHasOneConnectionNamedOnce() {
        for (String system : List.of("PARTNER_CENTER", "DYNAMICS", "SALESFORCE")) {
            for (String part : List.of("_URL", "_CLIENT_ID", "_CLIENT_SECRET")) {
                assertEquals(
                        1,
                        Arrays.stream(Setting.values())
                                .filter(setting -> setting.name().equals(system + part))
                                .count(),
                        system + part);
            }
            assertEquals(
                    1,
                    Arrays.stream(Setting.values())
                            .filter(setting -> setting.name().startsWith(system)
                                    && setting.name().endsWith("_CLIENT_ID"))
                            .count(),
                    system);
        }
    }

    @Test
    void theSignInIsKeptInOnePlace() {
        given.remove("PARTNER_CENTER_REFRESH_TOKEN");
        assertTrue(faults().contains("KEY_VAULT_URL: expected it, SECRETS_FOLDER or PARTNER_CENTER_REFRESH_TOKEN"));
        given.put("KEY_VAULT_URL", "https://kv.example/");
        assertEquals(URI.create("https://kv.example"), read().uri(Setting.KEY_VAULT_URL));
        given.put("SECRETS_FOLDER", "secrets");
        assertTrue(faults().contains("SECRETS_FOLDER: expected either it or KEY_VAULT_URL, found both"));
        given.put("SIGN_IN_VAULT_URL", given.remove("KEY_VAULT_URL"));
        assertTrue(faults().contains("SECRETS_FOLDER: expected either it or SIGN_IN_VAULT_URL, found both"));
        given.remove("SECRETS_FOLDER");
        assertEquals(URI.create("https://kv.example"), read().uri(Setting.SIGN_IN_VAULT_URL));
    }

    @Test
    void aDayIsADayAndHoldsUntilItsEnd() {
        given.put("PARTNER_CENTER_CLIENT_SECRET_EXPIRES", "2026-02-28");
        assertEquals(
                Optional.of(Instant.parse("2026-03-01T00:00:00Z")),
                read().endOf(Setting.PARTNER_CENTER_CLIENT_SECRET_EXPIRES));
        given.put("PARTNER_CENTER_CLIENT_SECRET_EXPIRES", "28.02.2026");
        assertTrue(faults().contains("expected a day as yyyy-MM-dd, found 28.02.2026"));
    }

    @Test
    void aSecretForDynamicsNeedsWhoseItIs() {
        given.put("DYNAMICS_CLIENT_SECRET", "S3CRET");

        assertEquals(
                "DYNAMICS_TENANT_ID: expected a value, because DYNAMICS_CLIENT_SECRET is set, found nothing; "
                        + "DYNAMICS_CLIENT_ID: expected a value, because DYNAMICS_CLIENT_SECRET is set, found nothing",
                fault().detail());
    }

    @Test
    void aFileOfCertificatesMustBeThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----");
        given.put("TRUSTED_CERTIFICATES", file.toString());

        assertEquals(file.toString(), read().text(Setting.TRUSTED_CERTIFICATES));

        given.put("TRUSTED_CERTIFICATES", "a\u0000b");
        assertTrue(fault().detail().startsWith("TRUSTED_CERTIFICATES: expected the path of a file"));
    }

    @Test
    void theSampleListsEverySettingWithItsDefault() throws IOException {
        JsonNode sample = new ObjectMapper()
                .readTree(Path.of("..", "local.settings.sample.json").toFile())
                .path("Values");
        Map<String, String> ofTheApp = new HashMap<>();
        sample.properties()
                .forEach(value -> ofTheApp.put(value.getKey(), value.getValue().asText()));
        assertEquals("java", ofTheApp.remove("FUNCTIONS_WORKER_RUNTIME"));
        assertEquals("UseDevelopmentStorage=true", ofTheApp.remove("AzureWebJobsStorage"));
        assertEquals("UseDevelopmentStorage=true", ofTheApp.put("COSELL_STORAGE", ""));
        Map<String, String> expected = new HashMap<>();
        for (Setting setting : Setting.values()) {
            expected.put(setting.name(), setting.otherwise());
        }

        assertEquals(expected, ofTheApp);
    }

    private Settings read() {
        return Settings.read(name -> Optional.ofNullable(given.get(name)));
    }

    private Problem fault() {
        Problem problem = assertThrows(Failure.class, this::read).problem();
        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        return problem;
    }

    @Test
    void s26_withoutAnyAddressPastedTheAppKnowsTheOneThatAzureGaveIt() {
        given.put("WEBSITE_HOSTNAME", "contoso-cosell.azurewebsites.net");
        assertEquals(Optional.of(URI.create("https://contoso-cosell.azurewebsites.net")), read().publicUrl());

        given.put("PUBLIC_URL", "https://cosell.contoso.com/");
        assertEquals(Optional.of(URI.create("https://cosell.contoso.com")), read().publicUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:7071", "localhost", "127.0.0.1", "evil.example/x", ""})
    void aHostNameThatIsNoPublicOneIsNoAddress(String host) {
        given.put("WEBSITE_HOSTNAME", host);

        assertEquals(Optional.empty(), read().publicUrl());
    }

    @Test
    void stagingSaysSoAndListsWhatItMayWrite() {
        assertEquals(Environment.PRODUCTION, read().environment());
        given.put("ENVIRONMENT", "Staging");
        given.put("STAGING_REFERRALS", " r1, r2 ,");
        assertEquals(Environment.STAGING, read().environment());
        assertEquals(Set.of("r1", "r2"), read().stagingReferrals());

        given.put("ENVIRONMENT", "test");
        assertTrue(fault().detail().contains("ENVIRONMENT: expected production or staging, found test"));
    }

    @Test
    void ourOwnAddressIsNoTargetOfTheRelayWhoeverGaveIt() {
        given.put("WEBSITE_HOSTNAME", "contoso-cosell.azurewebsites.net");
        given.put("RELAY_URLS", "https://contoso-cosell.azurewebsites.net/api/events/partner-center?code=S3CRET");

        String detail = fault().detail();

        assertTrue(detail.contains("RELAY_URLS: expected addresses of other systems"), detail);
        assertTrue(!detail.contains("S3CRET"), detail);
    }

    @Test
    void anAddressOfOursThatCannotBeReadIsOneFaultAndNotTheRelays() {
        given.put("PUBLIC_URL", "https://app example?code=S3CRET");
        given.put("RELAY_URLS", "https://billing.example/hook");

        String detail = fault().detail();

        assertFalse(detail.contains("RELAY_URLS") || detail.contains("S3CRET"), detail);
    }

    private String faults() {
        return assertThrows(Failure.class, this::read).problem().detail();
    }
}
