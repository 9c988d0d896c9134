package dev.cosell.http;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a status means when the system's own error body says nothing more precise. */
public final class HttpProblems {
    /** No system gets to make us wait longer than this with one header. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private HttpProblems() {}

    /**
     * The problem behind an unsuccessful answer.
     *
     * @param writing whether the call could change anything: a 5xx after a write leaves its outcome unknown
     * @param now against which a Retry-After date is measured
     */
    public static Problem of(RemoteSystem system, Answer answer, boolean writing, String detail, Instant now) {
        Problem problem = Problem.of(code(answer.status()), "HTTP " + answer.status() + ": " + detail)
                .from(system);
        if (writing && answer.status() >= 500) {
            problem = problem.withOutcomeUnknown();
        }
        return retryAfter(answer, now).map(problem::retryAfter).orElse(problem);
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 401 -> ProblemCode.TOKEN_REFUSED;
            case 403 -> ProblemCode.ACCESS_DENIED;
            case 408, 504 -> ProblemCode.TIMED_OUT;
            case 429 -> ProblemCode.THROTTLED;
            case 423 -> ProblemCode.LOCKED;
            case 409, 412 -> ProblemCode.MOVED_ON;
            default -> status >= 500 ? ProblemCode.UNAVAILABLE : ProblemCode.INVALID_VALUE;
        };
    }

    /** Retry-After in seconds or as an HTTP date; an unreadable or negative one counts as absent. */
    public static Optional<Duration> retryAfter(Answer answer, Instant now) {
        return answer.header("retry-after")
                .flatMap(value -> parse(value.strip(), now))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (value.chars().allMatch(Character::isDigit) && !value.isEmpty() && value.length() < 10) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            return Optional.of(Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
