package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.TraceContext;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Defect;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import dev.cosell.operate.RequestQuery;
import dev.cosell.operate.TextFile;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;

/** Carries an HTTP request to an operation and its reply, or its problem, back. */
final class Http {
    /** Who is told what of a problem. What the answer has is not logged: it may quote the request, or a record. */
    private enum Caller {
        OPERATOR {
            @Override
            Reply refusal(Problem problem, String correlation) {
                return Reply.of(problem, correlation);
            }

            @Override
            boolean isToldDetail(Problem problem) {
                return true;
            }
        },
        STRANGER {
            @Override
            Reply refusal(Problem problem, String correlation) {
                return Reply.toStranger(problem, correlation);
            }

            @Override
            boolean isToldDetail(Problem problem) {
                return problem.handling() == Handling.PERSON;
            }
        };

        abstract Reply refusal(Problem problem, String correlation);

        abstract boolean isToldDetail(Problem problem);
    }

    private Http() {}

    /**
     * For operators, who have a key.
     *
     * @param parameters that the address may have; any other, and one without a value, is refused
     */
    static HttpResponseMessage answer(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            Supplier<Reply> operation,
            String... parameters) {
        return response(request, allowed(request, context, Right.of(request.getHttpMethod()), operation, parameters));
    }

    /** The same for a request that begins something, though it only asks for an address. */
    static HttpResponseMessage answerActing(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return response(request, allowed(request, context, Right.ACT, operation));
    }

    /**
     * The one place that decides who may do what. Whom the platform signed in may do what their roles give, also with a key;
     * nobody signed in means that the host has seen a key, and then everything is allowed.
     */
    private static Reply allowed(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            Right needed,
            Supplier<Reply> operation,
            String... parameters) {
        return reply(context, Caller.OPERATOR, () -> {
            person(request).ifPresent(person -> person.require(needed));
            RequestQuery.check(request.getQueryParameters(), List.of(parameters));
            return operation.get();
        });
    }

    /** For an address that anybody can call: what is wrong with the app is not told. */
    static HttpResponseMessage answerStranger(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return response(request, reply(context, Caller.STRANGER, operation));
    }

    private static Reply reply(ExecutionContext context, Caller caller, Supplier<Reply> operation) {
        try {
            return operation.get();
        } catch (Failure failure) {
            Problem problem = failure.problem();
            Level level = problem.handling() == Handling.PERSON ? Level.INFO : Level.WARNING;
            String title = problem.code().code() + " " + problem.code().title();
            log(context, level, "problem=" + (caller.isToldDetail(problem) ? title : problem.toString()));
            return caller.refusal(problem, context.getInvocationId());
        } catch (RuntimeException defect) {
            // Without its message, which may quote the request.
            log(context, Level.SEVERE, "failed: " + Defect.describe(defect));
            Problem problem = Problem.of(ProblemCode.UNEXPECTED, "the log has it under the correlation id");
            return caller.refusal(problem, context.getInvocationId());
        }
    }

    /** A page for anybody to read. What goes wrong is answered as everywhere else. */
    static HttpResponseMessage page(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<String> html) {
        String[] written = {""};
        Reply reply = reply(context, Caller.STRANGER, () -> {
            written[0] = html.get();
            return Reply.empty(200);
        });
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

    /** Lines of JSON for operators, to be kept as a file; what goes wrong is answered as everywhere else. */
    static HttpResponseMessage lines(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            Supplier<String> lines,
            String... parameters) {
        Supplier<TextFile> whole = () -> TextFile.whole(lines.get());
        return file(
                request, context, "application/x-ndjson; charset=utf-8", "parked-messages.ndjson", whole, parameters);
    }

    /** A file for a spreadsheet. If there is more, header {@code Cosell-Next} says how to ask for it. */
    static HttpResponseMessage csv(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            String name,
            Supplier<TextFile> file,
            String... parameters) {
        return file(request, context, "text/csv; charset=utf-8", name, file, parameters);
    }

    private static HttpResponseMessage file(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            String type,
            String name,
            Supplier<TextFile> file,
            String... parameters) {
        List<TextFile> written = new ArrayList<>();
        Supplier<Reply> writing = () -> {
            written.add(file.get());
            return Reply.empty(200);
        };
        Reply reply = allowed(request, context, Right.LOOK, writing, parameters);
        if (reply.status() != 200) {
            return response(request, reply);
        }
        HttpResponseMessage.Builder answer = request.createResponseBuilder(HttpStatus.OK)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Type", type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        written.getFirst().next().ifPresent(next -> answer.header("Cosell-Next", next));
        return answer.body(written.getFirst().text()).build();
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
     * The body of an operator's command. Where it can name who asks, and the platform knows that, it names nobody else.
     *
     * @throws Failure as {@link RequestForm#read}
     */
    static JsonNode command(HttpRequestMessage<Optional<String>> request, RequestForm form) {
        JsonNode command = form.read(request.getBody().orElse(""));
        Optional<String> known = signedIn(request);
        if (known.isPresent() && form.namesAsker() && command instanceof ObjectNode named) {
            named.put("by", Asker.of(known, command).name());
        }
        return command;
    }

    /** The name under which the platform signed the caller in; absent where callers only show a key. */
    static Optional<String> signedIn(HttpRequestMessage<Optional<String>> request) {
        return person(request).map(SignedIn::name);
    }

    /** Whom the platform signed in; nobody where callers only show a key. */
    static Optional<SignedIn> person(HttpRequestMessage<Optional<String>> request) {
        return SignedIn.of(request.getHeaders(), authentication());
    }

    /** What the platform says of signing people in. */
    static Optional<String> authentication() {
        return Optional.ofNullable(System.getenv(SignedIn.SWITCH));
    }

    static Optional<String> query(HttpRequestMessage<Optional<String>> request, String name) {
        return Optional.ofNullable(request.getQueryParameters().get(name)).filter(value -> !value.isBlank());
    }

    /** Where a request stands in a trace, as the platform says, which knows what it came with; else as it says itself. */
    static String trace(HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        return Optional.ofNullable(context.getTraceContext())
                .map(TraceContext::getTraceparent)
                .filter(parent -> !parent.isEmpty())
                .orElseGet(() -> request.getHeaders().getOrDefault("traceparent", ""));
    }
}
