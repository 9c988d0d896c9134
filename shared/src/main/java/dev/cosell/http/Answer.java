package dev.cosell.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a {@link Call}.
 *
 * @param headers first value of each, by lower-case name
 * @param body raw bytes, already decompressed; empty for none
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
