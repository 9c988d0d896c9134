package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import java.util.Optional;

/**
 * An answer to an HTTP request.
 *
 * @param body JSON; absent for an empty answer
 * @param retryAfterSeconds when the caller should try again, if it should
 */
public record Reply(int status, Optional<JsonNode> body, Optional<Long> retryAfterSeconds) {
    private static final long RETRY_SECONDS = 5;

    public static Reply empty(int status) {
        return new Reply(status, Optional.empty(), Optional.empty());
    }

    public static Reply of(int status, JsonNode body) {
        return new Reply(status, Optional.of(body), Optional.empty());
    }

    /**
     * The answer that a problem gives: its code, what was expected and found, and who can fix it; no internals.
     *
     * @param correlation id under which the log has the rest
     */
    public static Reply of(Problem problem, String correlation) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", problem.code().code())
                .put("title", problem.code().title())
                .put("detail", problem.detail())
                .put("fix", problem.code().fix())
                .put("fixer", problem.code().fixer().name())
                .put("correlationId", correlation);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        boolean passes = problem.handling() == Handling.TRANSIENT || problem.handling() == Handling.SYSTEM;
        return new Reply(status(problem), Optional.of(body), passes ? Optional.of(RETRY_SECONDS) : Optional.empty());
    }

    private static int status(Problem problem) {
        return switch (problem.code()) {
            case SIGNATURE_INVALID, SECRET_WRONG -> 401;
            case REQUEST_UNREADABLE -> 400;
            case TOO_LARGE -> 413;
            case NOT_FOUND -> 404;
            case REGISTRATION_FOREIGN, MESSAGE_UNREADABLE -> 409;
            default ->
                switch (problem.handling()) {
                    case TRANSIENT, SYSTEM -> 503;
                    case PERSON -> 422;
                    case BUG -> 500;
                };
        };
    }
}
