package dev.cosell.localhost.http;

import com.microsoft.azure.functions.HttpMethod;
import com.sun.net.httpserver.HttpExchange;
import dev.cosell.localhost.invoke.RequestHead;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns an exchange of the JDK's server into what the real host hands to a worker. */
final class RequestReader {
    private RequestReader() {}

    /** Nothing for a method outside HTTP's own. */
    static Optional<HttpMethod> method(HttpExchange exchange) {
        return Arrays.stream(HttpMethod.values())
                .filter(known -> known.name().equals(exchange.getRequestMethod()))
                .findAny();
    }

    /** Decoded parts of the path; an encoded slash stays encoded, as in ASP.NET, so that it cannot add a part. */
    static List<String> path(HttpExchange exchange) {
        return Route.split(exchange.getRequestURI().getRawPath()).stream()
                .map(part ->
                        decode(part.replace("+", "%2B").replace("%2F", "%252F").replace("%2f", "%252f")))
                .toList();
    }

    /** @throws IllegalArgumentException if host header and path make no URI */
    static RequestHead head(HttpExchange exchange, HttpMethod method) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElseGet(() -> "127.0.0.1:" + exchange.getLocalAddress().getPort());
        URI uri = URI.create("http://" + host + exchange.getRequestURI());
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new RequestHead(uri, method, Map.copyOf(headers), query(exchange.getRequestURI()));
    }

    /** The announced size; nothing for a request without body, or one sent in chunks (see {@link HttpListener}). */
    static Optional<Long> contentLength(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Length"))
                .map(Long::valueOf)
                .filter(length -> length > 0);
    }

    static byte[] body(HttpExchange exchange, long length) throws IOException {
        return exchange.getRequestBody().readNBytes(Math.toIntExact(length));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = Optional.ofNullable(uri.getRawQuery()).orElse("");
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                query.merge(
                        decode(pair.substring(0, equals)),
                        decode(pair.substring(equals + 1)),
                        (one, other) -> one + "," + other);
            }
        }
        return Map.copyOf(query);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
