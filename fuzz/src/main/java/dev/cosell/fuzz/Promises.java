package dev.cosell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What holds for every answer, whatever was asked.
 *
 * @param secrets that no answer and no line of a log may have
 * @param log of the process
 */
record Promises(List<String> secrets, AppLog log) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CODES =
            Arrays.stream(ProblemCode.values()).map(ProblemCode::code).collect(Collectors.toSet());
    private static final Pattern INTERNALS =
            Pattern.compile("\\.java:\\d|\\tat |dev\\.cosell\\.|com\\.azure\\.|java\\.lang\\.|jackson");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    /** @throws BrokenPromise that names which one */
    void check(HttpCall.Answered answer, Invocation invocation) {
        int status = answer.status().value();
        if (status >= 500) {
            throw new BrokenPromise("answered " + status + ": " + answer.body() + ", log " + invocation.lines());
        }
        if (answer.body().length() > LARGEST_ANSWER) {
            throw new BrokenPromise("answered " + answer.body().length() + " characters");
        }
        if (INTERNALS.matcher(answer.body()).find()) {
            throw new BrokenPromise("told internals: " + answer.body());
        }
        if (status >= 400) {
            checkRefusal(answer);
        }
        answer.headers().forEach((name, value) -> {
            if (CONTROL.matcher(name + value).find()) {
                throw new BrokenPromise("a header with a control character: " + name);
            }
        });
        checkSecrets("the answer", answer.headers() + answer.body());
        checkLog(invocation);
    }

    /** @throws BrokenPromise if a line is more than one, or holds a secret */
    void checkLog(Invocation invocation) {
        log.taken().forEach(line -> checkSecrets("the log", line));
        for (String line : invocation.lines()) {
            if (CONTROL.matcher(line).find()) {
                throw new BrokenPromise("a line of the log with a control character: " + line);
            }
            checkSecrets("the log", line);
        }
    }

    private void checkSecrets(String where, String text) {
        for (String secret : secrets) {
            if (text.contains(secret)) {
                throw new BrokenPromise("a secret in " + where);
            }
        }
    }

    /** Of a route that is for another CRM, the answer is the host's own for a route that is not there: no body. */
    private static void checkRefusal(HttpCall.Answered answer) {
        if (answer.status().value() == 404 && answer.body().isEmpty()) {
            return;
        }
        try {
            JsonNode error = JSON.readTree(answer.body()).path("error");
            boolean whole = CODES.contains(error.path("code").asText())
                    && error.path("detail").isTextual()
                    && error.path("fix").isTextual()
                    && error.path("correlationId").isTextual();
            if (!whole) {
                throw new BrokenPromise("refused without a problem: " + answer.status() + " " + answer.body());
            }
        } catch (JsonProcessingException noJson) {
            throw new BrokenPromise("refused without JSON: " + answer.status() + " " + answer.body());
        }
    }
}
