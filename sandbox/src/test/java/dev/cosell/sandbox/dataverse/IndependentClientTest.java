package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.sandbox.NodeClient;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void dynamicsWebApiFindsEveryPromiseKept() throws Exception {
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
            String output = new NodeClient("dynamics-web-api").check(Map.of(), address.toString());
            assertTrue(output.contains("kept: a batch is one transaction"), output);
        } finally {
            server.stop(0);
        }
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
