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
    private static final long MOST_RETRY_SECONDS = 3600;

    public static Reply empty(int status) {
        return new Reply(status, Optional.empty(), Optional.empty());
    }

    public static Reply of(int status, JsonNode body) {
        return new Reply(status, Optional.of(body), Optional.empty());
    }

    /**
     * It is kept and will be done.
     *
     * @param id under which it can be followed: of a pair, a referral or a record
     */
    public static Reply accepted(String id) {
        return of(202, following(id));
    }

    /** The body of {@link #accepted}, for an answer that says more. */
    public static ObjectNode following(String id) {
        return JsonNodeFactory.instance.objectNode().put("accepted", true).put("follow", "/api/referrals/" + id);
    }

    /**
     * The answer that a problem gives to an operator: its code, what was expected and found, and who can fix it.
     *
     * @param correlation id under which the log has the rest
     */
    public static Reply of(Problem problem, String correlation) {
        return of(problem, problem.detail(), correlation);
    }

    /**
     * The answer that a problem gives to somebody who may be anybody: what is wrong with the request is told, what is
     * wrong with us (settings, storage, defects) is only named.
     */
    public static Reply toStranger(Problem problem, String correlation) {
        boolean aboutTheRequest = problem.handling() == Handling.PERSON;
        return of(problem, aboutTheRequest ? problem.detail() : "the log has it under the correlation id", correlation);
    }

    private static Reply of(Problem problem, String detail, String correlation) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", problem.code().code())
                .put("title", problem.code().title())
                .put("detail", detail)
                .put("fix", problem.code().fix())
                .put("fixer", problem.code().fixer().name())
                .put("correlationId", correlation);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        boolean passes = problem.handling() == Handling.TRANSIENT || problem.handling() == Handling.SYSTEM;
        return new Reply(
                status(problem), Optional.of(body), passes ? Optional.of(retrySeconds(problem)) : Optional.empty());
    }

    private static long retrySeconds(Problem problem) {
        return problem.retryAfter()
                .map(wait -> Math.clamp(wait.toSeconds(), RETRY_SECONDS, MOST_RETRY_SECONDS))
                .orElse(RETRY_SECONDS);
    }

    private static int status(Problem problem) {
        return switch (problem.code()) {
            case SIGNATURE_INVALID, SECRET_WRONG, NOT_SIGNED_IN -> 401;
            case ROLE_MISSING -> 403;
            case REQUEST_UNREADABLE -> 400;
            case TOO_LARGE -> 413;
            case NOT_FOUND, RECORD_GONE, REFERRAL_GONE, CUSTOMER_NOT_FOUND -> 404;
            case REGISTRATION_FOREIGN,
                    REGISTRATION_NOT_KEPT,
                    STAGING_READS_ONLY,
                    MESSAGE_UNREADABLE,
                    ILLEGAL_MOVE,
                    REFERRAL_CLOSED,
                    NOTHING_TO_DECIDE,
                    NOT_READY,
                    WARNINGS_FOUND,
                    REPORT_MISSING,
                    BACKFILL_UNDER_WAY,
                    MICROSOFTS_CONNECTOR_RUNS,
                    NOT_POSSIBLE -> 409;
            default ->
                switch (problem.handling()) {
                    case TRANSIENT, SYSTEM -> 503;
                    case PERSON -> 422;
                    case BUG -> 500;
                };
        };
    }
}
