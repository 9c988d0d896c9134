package dev.cosell.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;

/** Carries an HTTP request to an operation and its reply, or its problem, back. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_COMMAND = 64 * 1024;

    private Http() {}

    static HttpResponseMessage answer(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return response(request, reply(context, operation));
    }

    private static Reply reply(ExecutionContext context, Supplier<Reply> operation) {
        try {
            return operation.get();
        } catch (Failure failure) {
            Problem problem = failure.problem();
            Level level = problem.handling() == Handling.PERSON ? Level.INFO : Level.WARNING;
            context.getLogger().log(level, () -> context.getFunctionName() + " problem=" + problem);
            return Reply.of(problem, context.getInvocationId());
        } catch (RuntimeException defect) {
            context.getLogger().log(Level.SEVERE, context.getFunctionName() + " failed", defect);
            Problem problem = Problem.of(ProblemCode.UNEXPECTED, "see the log under the correlation id");
            return Reply.of(problem, context.getInvocationId());
        }
    }

    private static HttpResponseMessage response(HttpRequestMessage<Optional<String>> request, Reply reply) {
        HttpResponseMessage.Builder builder = request.createResponseBuilder(HttpStatus.valueOf(reply.status()))
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
        reply.retryAfterSeconds().ifPresent(seconds -> builder.header("Retry-After", Long.toString(seconds)));
        reply.body()
                .ifPresent(body -> builder.header("Content-Type", "application/json; charset=utf-8")
                        .body(body.toString()));
        return builder.build();
    }

    /** The bytes of the body: JSON comes as UTF-8 text. */
    static byte[] bytes(HttpRequestMessage<Optional<String>> request) {
        return request.getBody().orElse("").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The body of an operator's command.
     *
     * @throws Failure {@code REQUEST_UNREADABLE} if it is no JSON object, {@code TOO_LARGE} above 64 KiB
     */
    static JsonNode command(HttpRequestMessage<Optional<String>> request) {
        String body = request.getBody().orElse("");
        if (body.length() > LARGEST_COMMAND) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected at most " + LARGEST_COMMAND + " characters, found " + body.length())
                    .failure();
        }
        try {
            JsonNode command = JSON.readTree(body.isBlank() ? "{}" : body);
            if (command.isObject()) {
                return command;
            }
        } catch (JsonProcessingException unreadable) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected a JSON object, found no JSON")
                    .failure(unreadable);
        }
        throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected a JSON object, found other JSON")
                .failure();
    }

    static Optional<String> query(HttpRequestMessage<Optional<String>> request, String name) {
        return Optional.ofNullable(request.getQueryParameters().get(name)).filter(value -> !value.isBlank());
    }

    /** The W3C trace context the request came with, to travel in the queue message; or empty. */
    static String trace(HttpRequestMessage<Optional<String>> request) {
        String parent = request.getHeaders().getOrDefault("traceparent", "");
        return parent.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}") ? parent : "";
    }
}
