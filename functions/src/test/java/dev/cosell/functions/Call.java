package dev.cosell.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A request as the Java worker hands it to a function, and everything the function said. */
final class Call {
    static final String INVOCATION = "2f4e6a8c-0000-4000-8000-000000000001";

    /** What a caller sees. */
    record Answered(int status, Map<String, String> headers, String body) {}

    final List<LogRecord> log = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private Optional<String> body = Optional.empty();
    private HttpMethod method = HttpMethod.GET;
    private Answered answered;

    Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** As the platform tells of somebody whom it signed in. */
    Call signedIn(String name, String... roles) {
        ObjectNode principal = JsonNodeFactory.instance.objectNode();
        principal.put("auth_typ", "aad").put("name_typ", "name").put("role_typ", "roles");
        ArrayNode claims = principal.putArray("claims");
        claims.addObject().put("typ", "name").put("val", name);
        for (String role : roles) {
            claims.addObject().put("typ", "roles").put("val", role);
        }
        return header("x-ms-client-principal-name", name)
                .header(
                        "x-ms-client-principal",
                        Base64.getEncoder().encodeToString(principal.toString().getBytes(StandardCharsets.UTF_8)));
    }

    Call query(String name, String value) {
        query.put(name, value);
        return this;
    }

    Call body(String text) {
        body = Optional.of(text);
        return this;
    }

    Call method(HttpMethod verb) {
        method = verb;
        return this;
    }

    Map<String, String> headers() {
        return headers;
    }

    ExecutionContext context() {
        Logger logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(line);
            }

            @Override
            public void flush() {
                // Nothing is buffered.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });
        ExecutionContext context = mock(ExecutionContext.class);
        when(context.getLogger()).thenReturn(logger);
        when(context.getInvocationId()).thenReturn(INVOCATION);
        when(context.getFunctionName()).thenReturn("TheFunction");
        return context;
    }

    @SuppressWarnings("unchecked")
    HttpRequestMessage<Optional<String>> request() {
        HttpRequestMessage<Optional<String>> request = mock(HttpRequestMessage.class);
        when(request.getHeaders()).thenReturn(headers);
        when(request.getQueryParameters()).thenReturn(query);
        when(request.getBody()).thenReturn(body);
        when(request.getHttpMethod()).thenReturn(method);
        when(request.createResponseBuilder(any(HttpStatus.class)))
                .thenAnswer(made -> new Building(made.getArgument(0)));
        return request;
    }

    Answered answered() {
        return answered;
    }

    /** Every line of the log, thrown exceptions included. */
    String logged() {
        StringBuilder lines = new StringBuilder();
        log.forEach(
                line -> lines.append(line.getMessage()).append(line.getThrown() == null ? "" : " " + line.getThrown()));
        return lines.toString();
    }

    private final class Building implements HttpResponseMessage.Builder {
        private final Map<String, String> sent = new HashMap<>();
        private HttpStatusType status;
        private Object content;

        private Building(HttpStatusType status) {
            this.status = status;
        }

        @Override
        public HttpResponseMessage.Builder status(HttpStatusType other) {
            status = other;
            return this;
        }

        @Override
        public HttpResponseMessage.Builder header(String name, String value) {
            sent.put(name, value);
            return this;
        }

        @Override
        public HttpResponseMessage.Builder body(Object text) {
            content = text;
            return this;
        }

        @Override
        public HttpResponseMessage build() {
            answered = new Answered(status.value(), sent, content == null ? "" : (String) content);
            HttpResponseMessage message = mock(HttpResponseMessage.class);
            when(message.getStatusCode()).thenReturn(status.value());
            return message;
        }
    }
}
