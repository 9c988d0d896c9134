package dev.cosell.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.JsonText;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A CRM's HTTP API as every CRM has it: calls with a token and JSON, and what its answers hold. */
public final class JsonApi {
    /** Keeps decimals exact both ways: sums must neither pass through binary floating point nor be sent as 1E+2. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final ObjectReader READER = JSON.reader();

    private static final byte[] NO_BODY = {};
    private static final int LONGEST_MESSAGE = 1000;

    private final Transport transport;
    private final TokenSource tokens;

    public JsonApi(Transport transport, TokenSource tokens) {
        this.transport = transport;
        this.tokens = tokens;
    }

    /** One call without a body, whatever the status. */
    public Answer send(String method, URI address, Map<String, String> headers) {
        return send(method, address, headers, NO_BODY);
    }

    /** One call with a JSON body, whatever the status. */
    public Answer send(String method, URI address, Map<String, String> headers, JsonNode body) {
        try {
            return send(method, address, headers, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** A 401 was refused before anything happened, so one repetition with a fresh token is safe. */
    private Answer send(String method, URI address, Map<String, String> headers, byte[] body) {
        Answer answer = transport.send(call(method, address, headers, body));
        if (answer.status() == 401) {
            tokens.refused();
            return transport.send(call(method, address, headers, body));
        }
        return answer;
    }

    private Call call(String method, URI address, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Authorization", "Bearer " + tokens.token());
        all.put("Accept", "application/json");
        if (body.length > 0) {
            all.put("Content-Type", "application/json; charset=utf-8");
        }
        all.putAll(headers);
        return new Call(RemoteSystem.CRM, method, address, all, body, Call.DEFAULT_TIMEOUT);
    }

    /** @throws IOException if it is not JSON */
    public static JsonNode read(byte[] json) throws IOException {
        return JsonText.read(READER, json);
    }

    /** JSON in whatever encoding JSON allows; nothing if it is not JSON. */
    public static Optional<JsonNode> parse(Answer answer) {
        try {
            return Optional.of(read(answer.body())).filter(node -> !node.isMissingNode());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The body of a successful answer.
     *
     * @param what was called, without ids and values
     * @throws Failure {@code UNAVAILABLE} if it is no JSON object; of a write the outcome is unknown then
     */
    public static JsonNode object(Answer answer, String method, String what) {
        return parse(answer)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(method, what).failure());
    }

    private static Problem unreadable(String method, String what) {
        Problem problem = Problem.of(
                        ProblemCode.UNAVAILABLE, method + " " + what + ": expected a JSON object, found something else")
                .from(RemoteSystem.CRM);
        return method.equals("GET") ? problem : problem.withOutcomeUnknown();
    }

    /** What an answer is that does not say what is wrong. */
    public static String contentType(Answer answer) {
        return answer.body().length == 0
                ? "an empty body"
                : answer.header("content-type").orElse("a body without content type");
    }

    /** A CRM's own words, as long as people read them. */
    public static String abridged(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "\u2026";
    }
}
