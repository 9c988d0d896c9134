package dev.cosell.problem;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One occurrence of an entry of the catalogue.
 *
 * @param code the entry
 * @param detail what was expected and what was found, for people; never a secret, never a stack trace
 * @param field name of the mapped field it is about, if it is about one
 * @param system the remote system that gave it, if one did
 * @param retryAfter how long the remote system asked us to wait, if it did
 * @param outcomeUnknown true if the call may have taken effect all the same (timeout, 5xx after sending)
 */
public record Problem(
        ProblemCode code,
        String detail,
        Optional<String> field,
        Optional<RemoteSystem> system,
        Optional<Duration> retryAfter,
        boolean outcomeUnknown) {
    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public Problem on(String fieldName) {
        return new Problem(code, detail, Optional.of(fieldName), system, retryAfter, outcomeUnknown);
    }

    public Problem from(RemoteSystem remote) {
        return new Problem(code, detail, field, Optional.of(remote), retryAfter, outcomeUnknown);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(code, detail, field, system, Optional.of(wait), outcomeUnknown);
    }

    public Problem withoutRetryAfter() {
        return new Problem(code, detail, field, system, Optional.empty(), outcomeUnknown);
    }

    public Problem withOutcomeUnknown() {
        return new Problem(code, detail, field, system, retryAfter, true);
    }

    /**
     * The same, with what a quoted code means in plain words, where it stops a whole system: whoever has to put that right
     * reads the detail. What stops one deal is told by the catalogue already.
     */
    public Problem explained() {
        return handling() == Handling.SYSTEM
                ? new Problem(code, KnownError.explained(detail), field, system, retryAfter, outcomeUnknown)
                : this;
    }

    public Handling handling() {
        return code.handling();
    }

    public Failure failure() {
        return new Failure(this);
    }

    public Failure failure(Throwable cause) {
        return new Failure(this, cause);
    }

    @Override
    public String toString() {
        return code.code() + " " + code.title() + field.map(f -> " (" + f + ")").orElse("") + ": " + detail;
    }
}
