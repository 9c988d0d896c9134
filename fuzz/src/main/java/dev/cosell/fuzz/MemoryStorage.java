package dev.cosell.fuzz;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.benchmarks.OrderedTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A storage account in memory, over HTTP on this computer: tables as the benchmarks have them, and queues that take every
 * message and give none back, because here it only counts that there was one. The emulator would be a hundred times slower.
 */
final class MemoryStorage implements AutoCloseable {
    /** Answers {@code {"hints": n, "messages": n}}. */
    static final String COUNTS = "/counts";

    private static final String ACCOUNT = "fuzz";
    /** Of an account that is only here; it is looked for in answers and logs. */
    static final String KEY = "c3RvcmFnZS1rZXktdGhhdC1ub2JvZHktbWF5LXNlZQ==";

    private static final Pattern HINTS = Pattern.compile("/fuzz/cosellhints(\\(.*\\))?");
    private static final Pattern MESSAGES = Pattern.compile("/fuzz/[a-z-]+/messages");
    private final OrderedTables tables = new OrderedTables();
    private final AtomicLong hints = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final HttpServer server;

    MemoryStorage() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + ACCOUNT);
    }

    String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";TableEndpoint="
                + address() + ";QueueEndpoint=" + address();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals(COUNTS)) {
            text(exchange, 200, "{\"hints\": " + hints + ", \"messages\": " + messages + "}");
        } else if (MESSAGES.matcher(path).matches()) {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            queue(exchange);
        } else {
            table(exchange, path, body);
        }
    }

    private void queue(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            messages.incrementAndGet();
            String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
            text(
                    exchange,
                    201,
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList><QueueMessage><MessageId>"
                            + UUID.randomUUID() + "</MessageId><InsertionTime>" + now
                            + "</InsertionTime><ExpirationTime>"
                            + now + "</ExpirationTime><PopReceipt>AgAAAA</PopReceipt><TimeNextVisible>" + now
                            + "</TimeNextVisible></QueueMessage></QueueMessagesList>");
        } else {
            text(exchange, 200, "<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList></QueueMessagesList>");
        }
    }

    private void table(HttpExchange exchange, String path, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        if (String.valueOf(exchange.getRequestURI().getQuery()).contains("comp=metadata")) {
            exchange.getResponseHeaders().set("x-ms-approximate-messages-count", "0");
            text(exchange, 200, "");
            return;
        }
        if (HINTS.matcher(path).matches() && !method.equals("GET")) {
            hints.incrementAndGet();
        }
        HttpRequest request = new HttpRequest(
                HttpMethod.valueOf(method),
                address().resolve(exchange.getRequestURI()).toString());
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> request.setHeader(HttpHeaderName.fromString(name), String.join(",", values)));
        request.setBody(body);
        HttpResponse answer = tables.sendSync(request, Context.NONE);
        answer.getHeaders().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("Content-Length"))
                .forEach(header -> exchange.getResponseHeaders().set(header.getName(), header.getValue()));
        send(exchange, answer.getStatusCode(), answer.getBodyAsBinaryData().toBytes());
    }

    private static void text(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
