package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real, independent Dataverse client (npm {@code dynamics-web-api}) works with the simulated environment. */
class IndependentClientTest {
    private static final Path FOLDER =
            Path.of("..", "tools", "dynamics-web-api").toAbsolutePath().normalize();
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    /** What a program printed, both streams together. */
    private record Outcome(int exit, String output) {}

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void dynamicsWebApiFindsEveryPromiseKept() throws Exception {
        install();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI address = URI.create("http://localhost:" + server.getAddress().getPort());
        Dynamics dynamics = new Dynamics(
                () -> address,
                request -> request.header("authorization")
                        .filter("Bearer good"::equals)
                        .isPresent(),
                (service, target, headers, body, retry, subject) -> {},
                Clock.systemUTC(),
                Options.standard());
        server.createContext("/", exchange -> answer(exchange, dynamics, address));
        server.start();
        try {
            Outcome outcome = run(WINDOWS ? "node.exe" : "node", "check.mjs", address.toString());
            assertEquals(0, outcome.exit(), outcome.output());
            assertTrue(outcome.output().contains("kept: a batch is one transaction"), outcome.output());
        } finally {
            server.stop(0);
        }
    }

    private static void install() throws Exception {
        String npm = WINDOWS ? "npm.cmd" : "npm";
        for (String program : List.of(WINDOWS ? "node.exe" : "node", npm)) {
            boolean there = isThere(program);
            boolean needed = "true".equals(System.getenv("CI"));
            assumeTrue(
                    there || needed, program + " is not installed here: the independent client is checked in CI only");
            assertTrue(there, program + " is needed in CI");
        }
        if (!Files.exists(FOLDER.resolve("node_modules/dynamics-web-api/package.json"))) {
            Outcome outcome = run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            assertEquals(0, outcome.exit(), outcome.output());
        }
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return run(program, "--version").exit() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static void answer(HttpExchange exchange, Dynamics dynamics, URI address) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            Response response = dynamics.answer(new Request(
                    exchange.getRequestMethod(),
                    address.resolve(exchange.getRequestURI()),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            response.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (RuntimeException defect) {
            throw new AssertionError("the sandbox failed on " + exchange.getRequestURI(), defect);
        }
    }
}
