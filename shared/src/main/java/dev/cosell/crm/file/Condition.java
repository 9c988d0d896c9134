package dev.cosell.crm.file;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A condition on what a record shows: a JSONata expression ({@code https://docs.jsonata.org}) over its columns, such as
 * {@code value > 5000 and stage = 'Active'}. All records of one query together have a few seconds, and the
 * expression some depth. Both are looked at between the steps of the expression: a single step, such as a regular expression,
 * runs to its end. Filters are an operator's, and trusted that far.
 */
final class Condition {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int DEPTH = 100;

    private final Jsonata parsed;
    private final InstantSource clock;
    private final Instant end;

    private Condition(Jsonata parsed, InstantSource clock) {
        this.parsed = parsed;
        this.clock = clock;
        this.end = clock.instant().plus(LONGEST);
    }

    /**
     * For one query, which begins now.
     *
     * @throws Failure {@code INVALID_VALUE} if it is no expression
     */
    static Condition parse(String text, InstantSource clock) {
        try {
            return new Condition(Jsonata.jsonata(text), clock);
        } catch (RuntimeException unreadable) {
            throw refused("a JSONata expression", reason(unreadable), unreadable);
        }
    }

    /**
     * Whether it is true of a record. What is empty or unknown is nothing, of which no comparison is true.
     *
     * @throws Failure {@code INVALID_VALUE} if it gives anything but true or false, or the query takes too long
     */
    boolean holds(Map<String, JsonNode> shown) {
        Map<String, Object> record = new LinkedHashMap<>();
        shown.forEach((column, value) -> plain(value).ifPresent(object -> record.put(column, object)));
        Optional<Object> answer = answer(record);
        if (answer.isPresent() && !(answer.get() instanceof Boolean)) {
            throw Problem.of(
                            ProblemCode.INVALID_VALUE,
                            "expected a condition that is true or false, found one that gives something else")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return answer.equals(Optional.of(true));
    }

    private Optional<Object> answer(Map<String, Object> record) {
        long left = Duration.between(clock.instant(), end).toMillis();
        if (left <= 0) {
            throw Problem.of(
                            ProblemCode.INVALID_VALUE,
                            "expected a condition that is decided for all records within " + LONGEST.toSeconds()
                                    + " seconds, found one that takes longer")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        try {
            Jsonata.Frame frame = parsed.createFrame();
            frame.setRuntimeBounds(left, DEPTH);
            return Optional.ofNullable(parsed.evaluate(record, frame));
        } catch (RuntimeException failed) {
            throw refused("a condition that can be decided for every record", reason(failed), failed);
        } catch (StackOverflowError tooDeep) {
            throw refused("a condition that can be decided for every record", "one that goes too deep", tooDeep);
        }
    }

    private static Optional<Object> plain(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (value.isNumber()) {
            return Optional.of(value.doubleValue());
        }
        return Optional.of(value.isBoolean() ? value.booleanValue() : value.asText());
    }

    private static Failure refused(String expected, String found, Throwable cause) {
        return Problem.of(ProblemCode.INVALID_VALUE, "expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure(cause);
    }

    private static String reason(RuntimeException failed) {
        String said = failed instanceof JException known ? known.getDetailedErrorMessage() : failed.getMessage();
        return Optional.ofNullable(said)
                .map(String::strip)
                .orElse(failed.getClass().getSimpleName());
    }
}
