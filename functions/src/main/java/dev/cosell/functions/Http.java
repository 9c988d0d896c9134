package dev.cosell.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.cosell.operate.Defect;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.logging.Level;

/** Carries an HTTP request to an operation and its reply, or its problem, back. */
final class Http {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LARGEST_COMMAND = 64 * 1024;

    private Http() {}

    /** For operators, who have a key. */
    static HttpResponseMessage answer(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return response(request, reply(context, operation, Reply::of));
    }

    /** For an address that anybody can call: what is wrong with the app is not told. */
    static HttpResponseMessage answerStranger(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return response(request, reply(context, operation, Reply::toStranger));
    }

    private static Reply reply(
            ExecutionContext context, Supplier<Reply> operation, BiFunction<Problem, String, Reply> refusal) {
        try {
            return operation.get();
        } catch (Failure failure) {
            Problem problem = failure.problem();
            Level level = problem.handling() == Handling.PERSON ? Level.INFO : Level.WARNING;
            log(context, level, "problem=" + problem);
            return refusal.apply(problem, context.getInvocationId());
        } catch (RuntimeException defect) {
            // Without its message, which may quote the request.
            log(context, Level.SEVERE, "failed: " + Defect.describe(defect));
            Problem problem = Problem.of(ProblemCode.UNEXPECTED, "the log has it under the correlation id");
            return refusal.apply(problem, context.getInvocationId());
        }
    }

    /** A page for anybody to read. What goes wrong is answered as everywhere else. */
    static HttpResponseMessage page(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<String> html) {
        String[] written = {""};
        Reply reply = reply(
                context,
                () -> {
                    written[0] = html.get();
                    return Reply.empty(200);
                },
                Reply::toStranger);
        return reply.status() != 200
                ? response(request, reply)
                : request.createResponseBuilder(HttpStatus.OK)
                        .header("Cache-Control", "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Content-Security-Policy", "default-src 'none'")
                        .header("Content-Type", "text/html; charset=utf-8")
                        .body(written[0])
                        .build();
    }

    /** Tells the log what an operator did. */
    static void note(ExecutionContext context, String text) {
        log(context, Level.INFO, text);
    }

    /** On one line, whatever a request made us quote. */
    private static void log(ExecutionContext context, Level level, String text) {
        context.getLogger().log(level, context.getFunctionName() + " " + text.replaceAll("\\p{Cntrl}+", " "));
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

    /** An answer in XML. */
    static HttpResponseMessage xml(HttpRequestMessage<Optional<String>> request, String body) {
        return request.createResponseBuilder(HttpStatus.OK)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Type", "text/xml; charset=utf-8")
                .body(body)
                .build();
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

    /** The name under which the platform signed the caller in; absent where callers only show a key. */
    static Optional<String> signedIn(HttpRequestMessage<Optional<String>> request) {
        return Optional.ofNullable(request.getHeaders().get("x-ms-client-principal-name"))
                .filter(name -> !name.isBlank());
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
