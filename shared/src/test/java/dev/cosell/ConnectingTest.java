package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.azurite.Azurite;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sandbox.Sandbox;
import dev.cosell.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole connector, connected to a Partner Center and a Dynamics 365 that are simulated, by a person with a browser. */
class ConnectingTest {
    private static final String PUBLIC = "https://app.example";
    private static final String REFUSED = "AUTH-08";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path data;

    private static Azurite azurite;
    private static Sandbox sandbox;
    private static HttpClient browser;

    @TempDir
    private Path secrets;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeAll
    static void start() {
        azurite = Azurite.start();
        sandbox = Sandbox.start(SandboxOptions.in(data));
        browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(new TrustStore(Optional.of(sandbox.trustedRoots())).sslContext())
                .build();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        azurite.close();
    }

    @BeforeEach
    void settings() throws Exception {
        control("PATCH", "login/settings", "{\"secondFactorShown\":true,\"consentGiven\":true}");
        JsonNode credentials = sandbox.description().path("credentials").path("login");
        settings.put("COSELL_STORAGE", azurite.connectionString());
        settings.put("LOGIN_URL", sandbox.address("login").toString());
        settings.put("PARTNER_CENTER_URL", sandbox.address("partnerCenter") + "/v1.0/engagements");
        settings.put("PARTNER_CENTER_WEBHOOKS_URL", sandbox.address("webhooks") + "/webhooks/v1");
        settings.put("PARTNER_CENTER_TENANT_ID", credentials.path("tenantId").asText());
        settings.put("PARTNER_CENTER_CLIENT_ID", credentials.path("clientId").asText());
        settings.put(
                "PARTNER_CENTER_CLIENT_SECRET", credentials.path("clientSecret").asText());
        settings.put("DYNAMICS_URL", sandbox.address("dynamics").toString());
        settings.put("DYNAMICS_TENANT_ID", credentials.path("tenantId").asText());
        settings.put("DYNAMICS_CLIENT_ID", credentials.path("clientId").asText());
        settings.put("DYNAMICS_CLIENT_SECRET", credentials.path("clientSecret").asText());
        settings.put("DYNAMICS_WEBHOOK_SECRET", "hook");
        settings.put("TRUSTED_CERTIFICATES", sandbox.trustedRoots().toString());
        settings.put("PUBLIC_URL", PUBLIC);
        settings.put("SECRETS_FOLDER", secrets.resolve("kept").toString());
    }

    @Test
    void s19_oneSignInInABrowserIsAllAFreshAccountNeeds() throws Exception {
        Connector connector = connector();
        assertEquals(503, connector.signIns().reconnect().reconnect().status(), "nobody signed in yet");

        String page = connector.signIns().desk().end(signsIn(connector));

        assertTrue(page.contains("Signed in"), page);
        Reply connected = connector.signIns().reconnect().reconnect();
        assertEquals(200, connected.status(), connected.toString());
        assertEquals("account=ok alarms=0", connector.signIns().watch().run());
        assertEquals("ok", account(connector).path("state").asText());
    }

    @Test
    void s19_theSignInOutlivesTheProcessAndIsNowhereButInItsFile() throws Exception {
        Connector connector = connector();
        connector.signIns().desk().end(signsIn(connector));

        assertEquals(200, connector().signIns().reconnect().reconnect().status());
        Path file = secrets.resolve("kept").resolve("partner-center-refresh-token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        String token = JSON.readTree(file.toFile()).path("token").asText();
        assertFalse(token.isEmpty());
        assertFalse(connector.watching().health().report().toString().contains(token));
        assertFalse(connector.signIns().desk().begin().toString().contains(token));
    }

    @Test
    void s18_theAddressesToOpenAreExact() {
        JsonNode begun = connector().signIns().desk().begin().body().orElseThrow();
        String login = settings.get("LOGIN_URL") + "/" + settings.get("PARTNER_CENTER_TENANT_ID");
        String redirect = "redirect_uri=https%3A%2F%2Fapp.example%2Fapi%2Fsign-in%2Fcallback";
        assertEquals(
                login + "/adminconsent?client_id=" + settings.get("PARTNER_CENTER_CLIENT_ID") + "&" + redirect,
                begun.path("adminConsent").asText());
        String open = begun.path("open").asText();
        assertTrue(open.startsWith(login + "/oauth2/v2.0/authorize?"), open);
        for (String part : List.of(
                redirect,
                "response_type=code",
                "code_challenge_method=S256",
                "prompt=login",
                "scope=https%3A%2F%2Fapi.partner.microsoft.com%2F.default%20offline_access")) {
            assertTrue(open.contains(part), part + " in " + open);
        }
    }

    @Test
    void aCallOfTheCallbackThatNobodyBeganChangesNothingAndSaysNothing() throws Exception {
        Connector connector = connector();
        Map<String, String> good = signsIn(connector);
        for (Map<String, String> hostile : List.of(
                Map.<String, String>of(),
                Map.of("code", "1.code.x"),
                Map.of("code", "1.code.x", "state", "' or 1 eq 1"),
                Map.of("code", good.get("code"), "state", "A".repeat(43)))) {
            assertRefused(connector, hostile);
        }
        assertFalse(Files.exists(secrets.resolve("kept")));
        connector.signIns().desk().end(good);
        assertRefused(connector, good);
        assertEquals("account=ok alarms=0", connector.signIns().watch().run());
    }

    @Test
    void s64_aSignInWithoutASecondFactorIsNotKeptAndNamed() throws Exception {
        Connector connector = connector();
        control("PATCH", "login/settings", "{\"secondFactorShown\":false}");

        assertRefused(connector, signsIn(connector));

        assertFalse(Files.exists(secrets.resolve("kept")));
        assertTrue(account(connector).at("/lastSignIn/problem").asText().startsWith("AUTH-03"));
    }

    @Test
    void s64_aTokenThatLostItsSecondFactorIsANamedFinding() throws Exception {
        String weak = JSON.readTree(control("POST", "login/refresh-tokens", "{\"multiFactor\":false}"))
                .path("refreshToken")
                .asText();
        settings.put("PARTNER_CENTER_REFRESH_TOKEN", weak);
        Connector connector = connector();

        assertEquals(
                "account=refused problem=AUTH-03 alarms=0",
                connector.signIns().watch().run());
        assertEquals("second factor missing", account(connector).path("state").asText());
        assertEquals(
                "AUTH-03",
                connector
                        .watching()
                        .health()
                        .report()
                        .body()
                        .orElseThrow()
                        .at("/systems/PARTNER_CENTER")
                        .asText());
    }

    @Test
    void whoDeclinesIsToldToOperatorsOnly() throws Exception {
        Connector connector = connector();
        control("PATCH", "login/settings", "{\"consentGiven\":false}");

        assertRefused(connector, signsIn(connector));

        JsonNode last = account(connector).path("lastSignIn");
        assertTrue(last.path("problem").asText().contains("AADSTS65004"), last.toString());
        assertTrue(last.path("advice").asText().contains("consent"), last.toString());
    }

    @Test
    void s38_aRevokedSignInIsNoticedByTheNextLookAndOneSignInPutsItRight() throws Exception {
        assertEquals("0 */5 * * * *", Setting.TOKEN_WATCH_SCHEDULE.otherwise(), "every five minutes");
        Connector connector = connector();
        connector.signIns().desk().end(signsIn(connector));
        assertEquals("account=ok alarms=0", connector.signIns().watch().run());
        control("POST", "login/revoke-refresh-tokens", "");

        assertEquals(
                "account=refused problem=AUTH-01 alarms=0",
                connector.signIns().watch().run());
        JsonNode status = connector.watching().health().report().body().orElseThrow();
        assertEquals("AUTH-01", status.at("/systems/PARTNER_CENTER").asText());
        assertEquals("refused", status.at("/connections/account/state").asText());
        assertTrue(
                status.at("/connections/account/advice").asText().startsWith("Sign in to Partner Center again"),
                status.toString());
        assertFalse(connector.watching().health().isWell());

        connector.signIns().desk().end(signsIn(connector));

        assertEquals("account=ok alarms=0", connector.signIns().watch().run());
        assertTrue(connector.watching().health().isWell());
        assertEquals(200, connector.signIns().reconnect().reconnect().status());
    }

    @Test
    void s38_whenTheSignInAndTheSecretsEndIsForetold() throws Exception {
        settings.put("PARTNER_CENTER_CLIENT_SECRET_EXPIRES", "2020-02-29");
        Connector connector = connector();
        connector.signIns().desk().end(signsIn(connector));

        String line = connector.signIns().watch().run();

        JsonNode ends =
                connector.watching().health().report().body().orElseThrow().at("/connections/ends");
        assertEquals("PARTNER_CENTER_CLIENT_SECRET", ends.path(0).path("what").asText());
        assertEquals("2020-03-01T00:00:00Z", ends.path(0).path("at").asText());
        assertTrue(line.startsWith("account=ok"), line);
        assertEquals("account=ok alarms=0", connector.signIns().watch().run(), "told once");
    }

    @Test
    void s16_aReplacedSecretIsTakenUpByReconnectWithoutANewDeployment() throws Exception {
        Connector connector = connector();
        connector.signIns().desk().end(signsIn(connector));
        assertEquals(200, connector.signIns().reconnect().reconnect().status());
        String secret = JSON.readTree(control("POST", "login/client-secret", ""))
                .path("clientSecret")
                .asText();
        assertEquals(503, connector.signIns().reconnect().reconnect().status(), "the old secret is no good any more");

        Files.writeString(secrets.resolve("kept").resolve("partner-center-client-secret"), secret);
        Files.writeString(secrets.resolve("kept").resolve("dynamics-client-secret"), secret);

        Reply reconnected = connector.signIns().reconnect().reconnect();
        assertEquals(200, reconnected.status(), reconnected.toString());
        assertTrue(connector.watching().health().isWell());
    }

    @Test
    void s16_theSecretOfTheCrmsEventsIsReplacedWithoutADeploymentAndWithoutAMoment() throws Exception {
        Connector connector = connector();
        assertTrue(takes(connector, "hook"));
        assertFalse(takes(connector, "newer"));

        Files.createDirectories(secrets.resolve("kept"));
        Files.writeString(secrets.resolve("kept").resolve("dynamics-webhook-secret-next"), "newer");
        connector.signIns().reconnect().reconnect();
        assertTrue(takes(connector, "hook"), "the CRM still sends the old one");
        assertTrue(takes(connector, "newer"));

        Files.writeString(secrets.resolve("kept").resolve("dynamics-webhook-secret"), "newer");
        Files.delete(secrets.resolve("kept").resolve("dynamics-webhook-secret-next"));
        connector.signIns().reconnect().reconnect();
        assertFalse(takes(connector, "hook"));
        assertTrue(takes(connector, "newer"));
        assertFalse(takes(connector, ""));
    }

    /** Whether an event with this secret is believed; one of a table that concerns nobody. */
    private static boolean takes(Connector connector, String secret) {
        Map<String, String> headers = Map.of("x-cosell-secret", secret, "x-ms-dynamics-entity-name", "task");
        try {
            connector.intakes().dynamics().orElseThrow().accept(headers, new byte[0], "");
            return true;
        } catch (Failure refused) {
            assertEquals(ProblemCode.SECRET_WRONG, refused.problem().code());
            return false;
        }
    }

    @Test
    void s25_asLongAsOneProbeFailsEverySwitchStaysOff() throws Exception {
        settings.put("LIVE_AT_START", "false");
        settings.put("SYNC_LEADS", "true");
        settings.put("PARTNER_CENTER_SCOPE", sandbox.address("partnerCenter") + "/.default");
        settings.put("PARTNER_CENTER_WEBHOOKS_SCOPE", sandbox.address("webhooks") + "/.default");
        Connector connector = connector();
        JsonNode all = JSON.readTree("{\"inbound\":true,\"outbound\":true,\"leads\":true}");

        Reply notReady = connector.live().goLive().turn(all, new Asker("Ada"), "id");

        assertEquals(409, notReady.status());
        assertTrue(
                notReady.body().orElseThrow().at("/error/detail").asText().contains("partner-center-sign-in (AUTH-01)"),
                notReady.toString());
        JsonNode still = connector.live().goLive().show().body().orElseThrow();
        for (String name : List.of("inbound", "outbound", "leads")) {
            assertFalse(still.path(name).asBoolean(), name);
        }
        connector.signIns().desk().end(signsIn(connector));
        connector.webhook().registration().register(JSON.readTree("{}"));
        ObjectNode accepting = (ObjectNode) all.deepCopy();
        accepting.putArray("acceptWarnings").add("solutions").add("work");
        Reply turned = connector.live().goLive().turn(accepting, new Asker("Ada"), "id");
        assertEquals(200, turned.status(), turned.toString());
        JsonNode on = turned.body().orElseThrow();
        for (String name : List.of("inbound", "outbound", "leads")) {
            assertTrue(on.path(name).asBoolean(), name);
        }
        assertEquals("Ada", on.path("by").asText());
        connector
                .live()
                .goLive()
                .turn(JSON.readTree("{\"inbound\":false,\"outbound\":false,\"leads\":false}"), new Asker("Ada"), "id");
    }

    @Test
    void s38_noSourceOfTheProductKnowsAPasswordSignIn() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> guilty = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file)
                            .toLowerCase(Locale.ROOT)
                            .matches("(?s).*(grant_type\"?[=,] ?\"?password|usernamepassword|ropc).*"))
                    .toList();
            assertEquals(List.of(), guilty);
        }
    }

    private static void assertRefused(Connector connector, Map<String, String> query) {
        Failure failure =
                assertThrows(Failure.class, () -> connector.signIns().desk().end(query));
        assertEquals(REFUSED, failure.problem().code().code());
        String told = Reply.toStranger(failure.problem(), "id").toString();
        query.values().stream()
                .filter(value -> value.length() > 6)
                .forEach(value -> assertFalse(told.contains(value), told));
        assertFalse(told.contains("AADSTS"), told);
    }

    /** What the browser brings back from the page that {@code GET /api/sign-in} names. */
    private Map<String, String> signsIn(Connector connector) throws Exception {
        String open = connector
                .signIns()
                .desk()
                .begin()
                .body()
                .orElseThrow()
                .path("open")
                .asText();
        HttpResponse<String> answer =
                browser.send(HttpRequest.newBuilder(URI.create(open)).build(), HttpResponse.BodyHandlers.ofString());
        String location = answer.headers().firstValue("location").orElseThrow(() -> new AssertionError(answer.body()));
        assertTrue(location.startsWith(PUBLIC + "/api/sign-in/callback?"), location);
        Map<String, String> query = new HashMap<>();
        for (String pair : URI.create(location).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static JsonNode account(Connector connector) {
        return connector.watching().health().report().body().orElseThrow().at("/connections/account");
    }

    private static String control(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.address("control") + "/_sandbox/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = browser.send(request, HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() < 300, answer.body());
        return answer.body();
    }

    private Connector connector() {
        return new Connector(name -> Optional.ofNullable(settings.get(name)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
