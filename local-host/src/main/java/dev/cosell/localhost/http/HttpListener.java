package dev.cosell.localhost.http;

import com.microsoft.azure.functions.HttpMethod;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Listener;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * HTTP/1.1 on 127.0.0.1.
 *
 * <p>A request body sent in chunks (without Content-Length) arrives empty, because it does on the real host
 * (azure-functions-host issue 7930): whoever needs such a body finds out here.
 */
public final class HttpListener implements Listener {
    private final HttpServer server;
    private final ExecutorService threads;
    private final FunctionEndpoint functions;
    private final AdminEndpoint admin;
    private final HostLog log;
    /** One party for the listener itself, one for each request in progress. */
    private final Phaser requests = new Phaser(1);

    private volatile boolean stopping;

    /**
     * @param functions by name
     * @param starters functions that are not HTTP, by lower-case name
     * @param maxOutstanding requests in flight before 429; nothing when unlimited
     * @param bodyLimit bytes; a larger body is 413
     */
    public record Parts(
            RouteTable routes,
            Map<String, FunctionMethod> functions,
            Map<String, Consumer<String>> starters,
            Invoker invoker,
            Keys keys,
            OptionalInt maxOutstanding,
            long bodyLimit) {}

    private HttpListener(HttpServer server, ExecutorService threads, Parts parts, HostLog log) {
        this.server = server;
        this.threads = threads;
        this.functions = new FunctionEndpoint(parts, log);
        this.admin = new AdminEndpoint(parts.starters(), parts.bodyLimit());
        this.log = log;
    }

    /**
     * @param port 0 for a free one
     * @throws UncheckedIOException if the port is taken
     */
    public static HttpListener start(int port, Parts parts, HostLog log) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("http-", 0).factory());
            HttpListener listener = new HttpListener(server, threads, parts, log);
            server.setExecutor(threads);
            server.createContext("/", listener::handle);
            server.start();
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not listen on 127.0.0.1:" + port, e);
        }
    }

    /** Without a slash at the end. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** New requests are answered 503 until {@link #close}. */
    @Override
    public void stop() {
        stopping = true;
        requests.arriveAndDeregister();
    }

    @Override
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        try {
            requests.awaitAdvanceInterruptibly(0, limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        }
    }

    /** Drops all connections; nobody listens on the port any more. */
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean open = !stopping && requests.register() >= 0;
        try (exchange) {
            (open ? answer(exchange) : Reply.empty(503)).send(exchange);
        } catch (RuntimeException e) {
            log.error(
                    "Could not answer " + exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getPath(),
                    e);
            Reply.empty(500).send(exchange);
        } finally {
            if (open) {
                requests.arriveAndDeregister();
            }
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        List<String> path = RequestReader.path(exchange);
        Optional<HttpMethod> method = RequestReader.method(exchange);
        if (path.isEmpty() && method.equals(Optional.of(HttpMethod.GET))) {
            return Reply.text(200, "The functions app is running.");
        }
        if (!path.isEmpty() && path.getFirst().equalsIgnoreCase("admin") && method.isPresent()) {
            return functions.isMaster(exchange, method.get())
                    ? admin.answer(exchange, path.subList(1, path.size()))
                    : Reply.empty(401);
        }
        return functions.answer(exchange, path);
    }
}
