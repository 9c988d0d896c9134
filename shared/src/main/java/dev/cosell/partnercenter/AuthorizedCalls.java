package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Calls to one Partner Center host with its token and the headers it asks for.
 *
 * <p>A 401 is answered by one repetition with a fresh token, which is safe for a write too: the first one was never
 * let in. Nothing else is repeated.
 */
final class AuthorizedCalls {
    private static final byte[] NO_BODY = new byte[0];

    private final Transport transport;
    private final TokenSource tokens;
    private final InstantSource clock;

    AuthorizedCalls(Transport transport, TokenSource tokens, InstantSource clock) {
        this.transport = transport;
        this.tokens = tokens;
        this.clock = clock;
    }

    Answer get(URI uri) {
        return send("GET", uri, Map.of(), NO_BODY);
    }

    Answer send(String method, URI uri, Map<String, String> headers, JsonNode body) {
        return send(method, uri, headers, Documents.write(body));
    }

    /** A write without body. */
    Answer post(URI uri) {
        return send("POST", uri, Map.of(), NO_BODY);
    }

    private Answer send(String method, URI uri, Map<String, String> headers, byte[] body) {
        Answer answer = once(method, uri, headers, body);
        if (answer.status() != 401 || Refusal.in(answer).isForMissingMfa()) {
            return answer;
        }
        tokens.refused();
        return once(method, uri, headers, body);
    }

    private Answer once(String method, URI uri, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Authorization", "Bearer " + tokens.token());
        all.put("Accept", "application/json");
        all.put("Content-Type", "application/json");
        // Two generations of documentation ask for the first or for the other two.
        all.put("client-request-id", UUID.randomUUID().toString());
        all.put("MS-CorrelationId", UUID.randomUUID().toString());
        all.put("MS-RequestId", UUID.randomUUID().toString());
        all.putAll(headers);
        return transport.send(new Call(RemoteSystem.PARTNER_CENTER, method, uri, all, body, Call.DEFAULT_TIMEOUT));
    }

    /**
     * The failure behind an answer that is neither success nor anything the caller knows better.
     *
     * @param writing whether the call could change anything
     * @param absent what a 404 means for this call
     */
    Failure refused(Answer answer, boolean writing, ProblemCode absent) {
        return Refusal.in(answer)
                .problem(answer, writing, absent, clock.instant())
                .failure();
    }

    /**
     * The JSON of a successful answer.
     *
     * @throws Failure with {@code UNAVAILABLE} if it is none: something between us and Partner Center answered
     */
    static JsonNode json(Answer answer) {
        try {
            return Documents.read(answer.body());
        } catch (IOException e) {
            throw unreadable("JSON", "HTTP " + answer.status() + " with " + answer.body().length + " other bytes");
        }
    }

    /** Not chained to a parser's exception: those quote the document, which is somebody's deal. */
    static Failure unreadable(String expected, String found) {
        return Problem.of(ProblemCode.UNAVAILABLE, "expected " + expected + ", found " + found)
                .from(RemoteSystem.PARTNER_CENTER)
                .failure();
    }
}
