package dev.cosell.sandbox.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** One HTTP or HTTPS port on the loopback interface. It is bound at once, and served from {@link #serve} on. */
public final class Listener implements AutoCloseable {
    static {
        // Without it each answer waits for the client's delayed acknowledgement, about 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int BACKLOG = 512;
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(2);

    private final HttpServer server;
    private final String scheme;
    private final String host;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Listener(HttpServer server, String scheme, String host) {
        this.server = server;
        this.scheme = scheme;
        this.host = host;
        server.setExecutor(threads);
    }

    /** Answers a request; nothing means that the connection ends without an answer. */
    public interface Handler {
        Optional<Response> handle(Request request);
    }

    /** @param port 0 for a free one */
    public static Listener https(int port, SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(address(port), BACKLOG);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new Listener(server, "https", "localhost");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** @param port 0 for a free one */
    public static Listener http(int port) {
        try {
            return new Listener(HttpServer.create(address(port), BACKLOG), "http", "127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** For instance {@code https://localhost:40123}. */
    public URI address() {
        return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort());
    }

    public void serve(Handler handler) {
        server.createContext("/", exchange -> exchange(exchange, handler));
        server.start();
    }

    /** Lets running requests finish for a moment, then ends. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }

    private void exchange(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Optional<Response> answer = handler.handle(request(exchange));
            if (answer.isPresent()) {
                send(exchange, answer.get());
            }
        }
    }

    private Request request(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        String asked = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse(address().getAuthority());
        URI uri = URI.create(scheme + "://" + asked + exchange.getRequestURI().getRawPath()
                + Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                        .map(query -> "?" + query)
                        .orElse(""));
        return new Request(
                exchange.getRequestMethod(),
                uri,
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
