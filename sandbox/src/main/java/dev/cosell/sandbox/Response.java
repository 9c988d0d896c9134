package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer of a simulated service.
 *
 * @param headers one value per name
 * @param body the raw bytes; empty, never null
 * @param subject id of the referral or record the call was about, for the call counters; empty if none
 */
public record Response(int status, Map<String, String> headers, byte[] body, String subject) {
    public static Response of(int status) {
        return new Response(status, Map.of(), new byte[0], "");
    }

    /** An answer with a compact JSON body. */
    public static Response json(int status, JsonNode body) {
        return new Response(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                body.toString().getBytes(StandardCharsets.UTF_8),
                "");
    }

    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, body, subject);
    }

    public Response about(String id) {
        return new Response(status, headers, body, id);
    }
}
