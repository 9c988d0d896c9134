package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One outgoing HTTP call.
 *
 * @param system whom it is counted against
 * @param method in upper case
 * @param uri absolute, https (plain http is refused unless the host is this computer)
 * @param headers the access token included; never logged
 * @param body raw bytes; empty for none
 * @param timeout from start to the last byte of the answer
 */
public record Call(
        RemoteSystem system, String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    /** Time limit of one remote call; a write starts only if its lease outlives it. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Whether the call can change anything at the remote system. */
    public boolean writes() {
        return !method.equals("GET");
    }

    /** The same with another value of a header, if it has that header. */
    public Call replacing(String header, String value) {
        if (!headers.containsKey(header)) {
            return this;
        }
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.put(header, value);
        return new Call(system, method, uri, others, body, timeout);
    }
}
