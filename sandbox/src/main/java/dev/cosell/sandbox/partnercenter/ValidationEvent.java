package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One test event that an administrator asked for, with the results of its delivery. Guarded by itself. */
final class ValidationEvent {
    /** Without a zone, as in the documents. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** .NET's names of the status codes a receiver is likely to answer. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "NoContent"),
            Map.entry(400, "BadRequest"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "NotFound"),
            Map.entry(405, "MethodNotAllowed"),
            Map.entry(500, "InternalServerError"),
            Map.entry(502, "BadGateway"),
            Map.entry(503, "ServiceUnavailable"));

    private final String correlationId;
    private final String callbackUrl;
    private final Instant created;
    private final List<Result> results = new ArrayList<>();

    private record Result(int status, Instant at) {}

    ValidationEvent(String correlationId, String callbackUrl, Instant created) {
        this.correlationId = correlationId;
        this.callbackUrl = callbackUrl;
        this.created = created;
    }

    Instant created() {
        return created;
    }

    /** Notes one attempt; status 0 means that no answer came. */
    synchronized void attempted(int status, Instant at) {
        results.add(new Result(status, at));
    }

    synchronized ObjectNode json(String partnerId) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("correlationId", correlationId).put("partnerId", partnerId);
        out.put("status", results.isEmpty() ? "pending" : "completed");
        out.put("callbackUrl", callbackUrl);
        ArrayNode list = out.putArray("results");
        results.forEach(result -> list.addObject()
                .put("responseCode", NAMES.getOrDefault(result.status(), Integer.toString(result.status())))
                .put("responseMessage", "")
                .put("systemError", result.status() == 0)
                .put("dateTimeUtc", TIME.format(result.at())));
        return out;
    }
}
