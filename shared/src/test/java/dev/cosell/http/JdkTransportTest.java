package dev.cosell.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTransportTest {
    private final List<String> metered = new CopyOnWriteArrayList<>();
    private final JdkTransport transport = transport(Optional.empty());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theAnswerComesBackWithStatusHeadersAndBody() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            answer(exchange, 503, "busy".getBytes(UTF_8));
        });

        Answer answer = transport.send(get("/"));

        assertEquals(503, answer.status());
        assertEquals(Optional.of("7"), answer.header("retry-after"));
        assertEquals("busy", answer.text());
        assertEquals(List.of("PARTNER_CENTER GET 503"), metered);
    }

    @Test
    void aCallThatIsNotAdmittedIsNeitherSentNorCounted() {
        List<String> arrived = new CopyOnWriteArrayList<>();
        serve("/", exchange -> {
            arrived.add("call");
            answer(exchange, 200, new byte[0]);
        });
        CallMeter spent = new Meter() {
            @Override
            public void admit(RemoteSystem system) {
                throw Problem.of(ProblemCode.BUDGET_SPENT, "spent").from(system).failure();
            }
        };

        Failure refused = assertThrows(Failure.class, () -> transport(spent).send(get("/")));

        assertEquals(ProblemCode.BUDGET_SPENT, refused.problem().code());
        assertEquals(List.of(), arrived);
        assertEquals(List.of(), metered);
    }

    @Test
    void theTimeThatASystemAsksForIsPassedOnBeforeTheAnswerIsCounted() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "57");
            answer(exchange, 429, new byte[0]);
        });

        transport(new Meter()).send(get("/"));

        assertEquals(List.of("PARTNER_CENTER asked for PT57S", "PARTNER_CENTER GET 429"), metered);
    }

    @Test
    void methodHeadersAndBodyArriveAsGiven() {
        serve(
                "/",
                exchange -> answer(
                        exchange,
                        200,
                        (exchange.getRequestMethod() + " "
                                        + exchange.getRequestHeaders().getFirst("If-Match") + " "
                                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8))
                                .getBytes(UTF_8)));

        Answer answer = transport.send(new Call(
                RemoteSystem.CRM,
                "PATCH",
                uri("/"),
                Map.of("If-Match", "\"v1\""),
                "[]".getBytes(UTF_8),
                Call.DEFAULT_TIMEOUT));

        assertEquals("PATCH \"v1\" []", answer.text());
        assertEquals(List.of("CRM PATCH 200"), metered);
    }

    @Test
    void aCompressedAnswerIsReadablePlain() {
        serve("/", exchange -> {
            assertEquals("gzip", exchange.getRequestHeaders().getFirst("Accept-Encoding"));
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer(exchange, 200, gzip("plain".getBytes(UTF_8)));
        });

        assertEquals("plain", transport.send(get("/")).text());
    }

    @Test
    void aCompressedAnswerIsNotInflatedBeyondTheLimit() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer(exchange, 200, gzip(new byte[100_000]));
        });

        assertRefused(ProblemCode.UNAVAILABLE, false, () -> small().send(get("/")));
        assertEquals(List.of("PARTNER_CENTER GET 200"), metered);
    }

    @Test
    void anEndlessAnswerIsCutOffAtTheLimit() {
        serve("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[1000]);
                }
            }
        });

        assertRefused(ProblemCode.UNAVAILABLE, false, () -> small().send(get("/")));
    }

    @Test
    void aRedirectIsAnAnswerNotAnOrder() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("Location", uri("/elsewhere").toString());
            answer(exchange, 302, new byte[0]);
        });

        assertEquals(302, transport.send(get("/")).status());
        assertEquals(1, metered.size());
    }

    @Test
    void aRefusedConnectionIsUnavailableAndItsOutcomeIsKnown() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Call call = post(URI.create("http://127.0.0.1:" + closed + "/"), Call.DEFAULT_TIMEOUT);

        assertRefused(ProblemCode.UNAVAILABLE, false, () -> transport.send(call));
        assertEquals(List.of("PARTNER_CENTER POST 0"), metered);
    }

    @Test
    void aWriteWithoutAnswerInTimeMayHaveTakenEffect() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        serve("/", exchange -> await(done));

        assertRefused(ProblemCode.TIMED_OUT, true, () -> transport.send(post(uri("/"), Duration.ofMillis(200))));
        assertEquals(List.of("PARTNER_CENTER POST 0"), metered);
        done.countDown();
    }

    @Test
    void theTimeLimitCoversTheLastByteOfTheBody() {
        CountDownLatch done = new CountDownLatch(1);
        serve("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(done);
        });
        Call call =
                new Call(RemoteSystem.PARTNER_CENTER, "GET", uri("/"), Map.of(), new byte[0], Duration.ofMillis(300));

        assertRefused(ProblemCode.TIMED_OUT, false, () -> transport.send(call));
        assertEquals(List.of("PARTNER_CENTER GET 200"), metered);
        done.countDown();
    }

    @Test
    void aCallOnADeadPooledConnectionIsNotRepeatedBehindOurBack() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeadConnection.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();

        assertEquals(2, Collections.frequency(lines, "received"), lines.toString());
        assertEquals(2, Collections.frequency(lines, "counted"), lines.toString());
        assertTrue(lines.contains("failed UNAVAILABLE"), lines.toString());
    }

    @Test
    void plainHttpIsRefusedUnlessItStaysOnThisComputer() {
        Call call = post(URI.create("http://api.partner.microsoft.com/"), Call.DEFAULT_TIMEOUT);

        assertRefused(ProblemCode.MISCONFIGURED, false, () -> transport.send(call));
        assertEquals(List.of(), metered, "what is not sent is not counted");
    }

    @Test
    void aMalformedHeaderIsRefusedWithoutRepeatingIt() {
        Call call = new Call(
                RemoteSystem.PARTNER_CENTER,
                "GET",
                uri("/"),
                Map.of("Authorization", "Bearer secret\r\nX: y"),
                new byte[0],
                Call.DEFAULT_TIMEOUT);

        Failure failure = assertThrows(Failure.class, () -> transport.send(call));

        assertEquals(ProblemCode.UNEXPECTED, failure.problem().code());
        assertFalse(failure.toString().contains("secret"));
    }

    @Test
    void aCertificateOfAnAdditionalAuthorityIsTrusted(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority("CN=Test");
        HttpsServer secure = secure(authority);
        try {
            Call call =
                    post(URI.create("https://localhost:" + secure.getAddress().getPort() + "/"), Call.DEFAULT_TIMEOUT);

            assertEquals(
                    204,
                    transport(Optional.of(authority.pemFile(folder))).send(call).status());
            assertRefused(ProblemCode.UNAVAILABLE, false, () -> transport.send(call));
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void anUnreadableTrustFileIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.pem"), "no certificate");

        Problem problem = assertRefused(
                ProblemCode.MISCONFIGURED,
                false,
                () -> transport(Optional.of(file)).send(get("/")));

        assertTrue(problem.detail().contains("wrong.pem"));
    }

    private static HttpsServer secure(TestAuthority authority) throws Exception {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.serverAtLocalhost()));
        secure.createContext("/", exchange -> answer(exchange, 204, new byte[0]));
        secure.start();
        return secure;
    }

    private static Problem assertRefused(ProblemCode code, boolean outcomeUnknown, Runnable call) {
        Problem problem = assertThrows(Failure.class, call::run).problem();
        assertEquals(code, problem.code(), problem.toString());
        assertEquals(outcomeUnknown, problem.outcomeUnknown(), problem.toString());
        return problem;
    }

    private JdkTransport transport(Optional<Path> additional) {
        return new JdkTransport(new TrustStore(additional), this::count);
    }

    private JdkTransport small() {
        return new JdkTransport(new TrustStore(Optional.empty()), this::count, 10_000);
    }

    private class Meter implements CallMeter {
        @Override
        public void askedToWait(RemoteSystem system, Duration time) {
            metered.add(system + " asked for " + time);
        }

        @Override
        public void count(RemoteSystem system, String method, int status) {
            metered.add(system + " " + method + " " + status);
        }
    }

    private static JdkTransport transport(CallMeter meter) {
        return new JdkTransport(new TrustStore(Optional.empty()), meter);
    }

    private void count(RemoteSystem system, String method, int status) {
        metered.add(system + " " + method + " " + status);
    }

    private Call get(String path) {
        return new Call(RemoteSystem.PARTNER_CENTER, "GET", uri(path), Map.of(), new byte[0], Call.DEFAULT_TIMEOUT);
    }

    private static Call post(URI uri, Duration timeout) {
        return new Call(RemoteSystem.PARTNER_CENTER, "POST", uri, Map.of(), "{}".getBytes(UTF_8), timeout);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void anAnswerWithoutBodyHasAnEmptyOne() {
        serve("/", exchange -> answer(exchange, 204, new byte[0]));

        assertArrayEquals(new byte[0], transport.send(get("/")).body());
    }
}
