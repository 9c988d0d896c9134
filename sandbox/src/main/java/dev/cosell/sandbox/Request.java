package dev.cosell.sandbox;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as a simulated service sees it.
 *
 * @param method in upper case
 * @param uri the whole address the client asked for, host included
 * @param headers by lower-case name
 * @param body the raw bytes; empty, never null
 */
public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    /** The first value of a header; the name in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name))
                .flatMap(values -> values.stream().findFirst());
    }

    /** The decoded path, without query. */
    public String path() {
        return uri.getPath();
    }

    /** Decoded query parameters in the order they came; of a repeated one the last. */
    public Map<String, String> query() {
        return form(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    /** The decoded members of an {@code application/x-www-form-urlencoded} body. */
    public Map<String, String> form() {
        return form(text());
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                members.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return members;
    }
}
