package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlException;
import dev.cosell.sandbox.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One fault of the transport in front of a service.
 *
 * @param system name of the service
 * @param method whole verb to match
 * @param path to be found somewhere in the path with query
 */
record Fault(String id, String system, Pattern method, Pattern path, Effect effect, Odds odds) {

    /** What happens to the call. */
    sealed interface Effect {
        record Latency(Duration delay) implements Effect {}

        /** @param body empty for the service's own error shape */
        record Answer(boolean afterCommit, int status, Map<String, String> headers, Optional<JsonNode> body)
                implements Effect {}

        /** The connection ends without an answer. */
        record Drop(boolean afterCommit) implements Effect {}

        /** The token of the call expires just before it arrives. */
        record ExpiredToken() implements Effect {}
    }

    static Fault read(String id, JsonNode json) {
        return new Fault(
                id,
                json.path("system").asText(),
                pattern(json, "method"),
                pattern(json, "path"),
                effect(json),
                Odds.read(json));
    }

    boolean matches(String name, Request request) {
        return system.equals(name)
                && method.matcher(request.method()).matches()
                && path.matcher(pathAndQuery(request)).find();
    }

    ObjectNode describe() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", id).put("system", system).put("method", method.pattern()).put("path", path.pattern());
        out.put("effect", effect.toString());
        odds.describe(out);
        return out;
    }

    private static String pathAndQuery(Request request) {
        String query = request.uri().getQuery();
        return query == null ? request.path() : request.path() + "?" + query;
    }

    private static Pattern pattern(JsonNode json, String member) {
        try {
            return Pattern.compile(json.path(member).asText(".*"));
        } catch (PatternSyntaxException e) {
            throw new ControlException(400, member + ": expected a regular expression, found " + e.getMessage());
        }
    }

    private static Effect effect(JsonNode json) {
        String effect = json.path("effect").asText();
        return switch (effect) {
            case "status" -> answer(false, json);
            case "statusAfterCommit" -> answer(true, json);
            case "drop" -> new Effect.Drop(false);
            case "dropAfterCommit" -> new Effect.Drop(true);
            case "latency" ->
                new Effect.Latency(Duration.ofMillis(json.path("millis").asLong(1000)));
            case "expiredToken" -> new Effect.ExpiredToken();
            default ->
                throw new ControlException(
                        400,
                        "effect: expected status, statusAfterCommit, drop, dropAfterCommit, latency or expiredToken, found "
                                + effect);
        };
    }

    private static Effect answer(boolean afterCommit, JsonNode json) {
        int status = json.path("status").asInt(500);
        if (status < 400 || status > 599) {
            throw new ControlException(400, "status: expected 400 to 599, found " + status);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        if (json.has("retryAfter")) {
            headers.put("Retry-After", json.get("retryAfter").asText());
        }
        return new Effect.Answer(afterCommit, status, headers, Optional.ofNullable(json.get("body")));
    }
}
