package dev.cosell.launcher.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.launcher.LaunchFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands against an app that is not what it should be: it gets nothing, and does nothing to the terminal. */
class HostileAppTest {
    private static final String KEY = "s3cret-function-key==";
    /** Sets the window's title, clears the screen, in one byte, turns the direction, ends the line. */
    private static final String EVIL = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202egnorw\\r\\nok  storage";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    private final List<String> keysElsewhere = new ArrayList<>();
    private HttpServer server;
    private HttpServer elsewhere;

    @BeforeEach
    void start() throws IOException {
        server = server();
        elsewhere = server();
        elsewhere.createContext("/", exchange -> {
            keysElsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-functions-key")));
            answer(exchange, 200, "{}");
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
        elsewhere.stop(0);
    }

    @Test
    void whatMovesTheCursorNeverReachesTheTerminal() {
        answers("/api/doctor", 200, finding("failed", EVIL));

        assertFalse(examination().show(Optional.empty(), false));

        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("gnorw ok storage"), text);
        assertEquals(List.of(), suspicious(text));
        assertEquals(1, text.lines().filter(line -> line.startsWith("FAILED")).count());
        assertEquals(0, text.lines().filter(line -> line.startsWith("ok")).count(), "nobody adds a line");
    }

    @Test
    void theAnswerForProgramsIsAsciiAndStillSaysTheSame() {
        answers("/api/doctor", 200, finding("warning", EVIL));

        assertTrue(examination().show(Optional.empty(), true), "a warning is no failure");

        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.chars().allMatch(c -> c == '\n' || c == '\r' || c >= ' ' && c < 127), text);
        assertTrue(text.contains("\\u001B]0;owned"), text);
    }

    @Test
    void theKeyIsSentNowhereElse() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port(elsewhere) + "/api/doctor");
            answer(exchange, 302, "");
        });

        LaunchFailure refused = refused();

        assertTrue(refused.getMessage().contains("found 302, which leads elsewhere"), refused.getMessage());
        assertEquals(List.of(), keysElsewhere);
    }

    @Test
    void aKeyThatIsNotTakenIsNotShown() {
        answers("/api/doctor", 401, "");

        String said = refused().getMessage();

        assertTrue(said.contains("to take the key in COSELL_KEY, found 401"), said);
        assertFalse(said.contains(KEY), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "\"doctor\"", "{\"state\": 1}", "{\"state\": \"ok\"}"})
    void whatIsNoDoctorsAnswerIsNamed(String body) {
        answers("/api/doctor", 200, body);

        assertTrue(refused().getMessage().startsWith("Expected "));
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(much);
                }
            } catch (IOException closed) {
                exchange.close();
            }
        });

        assertTrue(refused().getMessage().contains("more than 4194304 bytes"));
    }

    @Test
    void aRefusalOfTheAppIsToldInItsOwnWordsWithoutWhatMovesTheCursor() {
        answers(
                "/api/doctor",
                503,
                "{\"error\":{\"code\":\"STO-01\",\"title\":\"Storage" + EVIL + "\",\"fix\":\"Wait.\"}}");

        String said = refused().getMessage();

        assertTrue(said.contains("found 503: STO-01 Storage"), said);
        assertEquals(List.of(), suspicious(said));
    }

    @Test
    void theEndOfASignInIsSeenWhileTheCrmIsOut() {
        answers(
                "/api/sign-in",
                200,
                "{\"open\":\"https://login.example/a\",\"adminConsent\":\"https://login.example/b\",\"account\":{}}");
        answers(
                "/api/status",
                503,
                "{\"ready\":false,\"connections\":{\"account\":{\"user\":\"kim@contoso.com\",\"signedInAt\":\"now\"}}}");
        answers("/api/doctor", 200, finding("ok", "ok"));

        assertTrue(new SignInGuide(app(), out).follow());

        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Signed in: kim@contoso.com"), text);
        assertFalse(text.contains("Still waiting"), text);
    }

    @Test
    void aRefusalIsNoReport() {
        answers("/api/status", 503, "{\"error\":{\"code\":\"STO-01\",\"title\":\"Storage\"}}");

        LaunchFailure refused = assertThrows(LaunchFailure.class, () -> app().status());

        assertTrue(refused.getMessage().contains("found 503: STO-01"), refused.getMessage());
    }

    @Test
    void anAppThatIsNotThereIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        DeployedApp app = new DeployedApp(AppAddress.read("--url", "http://127.0.0.1:" + free), KEY, "COSELL_KEY");

        LaunchFailure refused = assertThrows(LaunchFailure.class, () -> app.get("/api/doctor"));

        assertTrue(refused.getMessage().contains("cannot be reached"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "http://login.example/authorize",
                "https://login.example/\\u001b[2J",
                "https://user@login.example/",
                "file:///etc/passwd",
                ""
            })
    void nobodyIsToldToOpenWhatIsNoHttpsAddress(String address) {
        answers("/api/sign-in", 200, "{\"open\":\"" + address + "\",\"account\":{}}");

        LaunchFailure refused = assertThrows(LaunchFailure.class, () -> new SignInGuide(app(), out).follow());

        assertTrue(refused.getMessage().startsWith("Expected an https address in open"), refused.getMessage());
        assertEquals(List.of(), suspicious(refused.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cosell.example",
                "https://user:password@cosell.example",
                "https://cosell.example?code=key",
                "https://cosell.example#x",
                "https://cosell.example/api",
                "cosell:8443",
                "ftp://cosell.example",
                "cosell.example",
                "https://",
                "nothing"
            })
    void anAddressThatNoKeyMayBeSentToIsRefused(String address) {
        assertThrows(LaunchFailure.class, () -> AppAddress.read("--url", address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "line\nbreak"})
    void whatCannotBeAKeyIsRefusedAndNotShown(String key) {
        LaunchFailure refused = assertThrows(
                LaunchFailure.class,
                () -> new DeployedApp(AppAddress.read("--url", "https://cosell.example"), key, "COSELL_KEY"));

        assertTrue(refused.getMessage().contains("COSELL_KEY"));
        assertFalse(refused.getMessage().contains("two words"));
    }

    private static String finding(String state, String text) {
        return "{\"state\":\"" + state + "\",\"summary\":\"" + text + "\",\"findings\":[{\"check\":\"" + text
                + "\",\"state\":\"" + state + "\",\"code\":\"X\",\"title\":\"" + text + "\",\"detail\":\"" + text
                + "\",\"cause\":\"" + text + "\",\"fix\":\"" + text + "\",\"who\":\"CRM_ADMIN" + EVIL
                + "\",\"link\":\"https://x.example/" + text + "\"},{\"check\":\"y\",\"state\":\"" + text + "\"}]}";
    }

    private static List<String> suspicious(String text) {
        return text.codePoints()
                .filter(c -> c != '\n' && c != '\r' || !System.lineSeparator().contains(Character.toString(c)))
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
                .mapToObj(Integer::toHexString)
                .toList();
    }

    private LaunchFailure refused() {
        return assertThrows(LaunchFailure.class, () -> examination().show(Optional.empty(), false));
    }

    private Examination examination() {
        return new Examination(app(), out);
    }

    private DeployedApp app() {
        return new DeployedApp(AppAddress.read("--url", "http://127.0.0.1:" + port(server)), KEY, "COSELL_KEY");
    }

    private void answers(String path, int status, String body) {
        server.createContext(path, exchange -> answer(exchange, status, body));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }
}
