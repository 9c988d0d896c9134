package dev.cosell.fuzz;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the Java worker hands it to a function.
 *
 * @param path values of the route's variable parts, by name
 * @param headers by lower-case name
 */
record HttpCall(
        HttpMethod method,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Optional<String> body)
        implements HttpRequestMessage<Optional<String>> {
    /** What a function answered. */
    record Answered(HttpStatusType status, Map<String, String> headers, String body) implements HttpResponseMessage {
        @Override
        public HttpStatusType getStatus() {
            return status;
        }

        @Override
        public String getHeader(String name) {
            return headers.get(name);
        }

        @Override
        public Object getBody() {
            return body;
        }
    }

    private static final class Building implements HttpResponseMessage.Builder {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpStatusType status;
        private String body = "";

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
            headers.put(name, value);
            return this;
        }

        @Override
        public HttpResponseMessage.Builder body(Object content) {
            body = String.valueOf(content);
            return this;
        }

        @Override
        public HttpResponseMessage build() {
            return new Answered(status, headers, body);
        }
    }

    @Override
    public URI getUri() {
        return URI.create("https://cosell.partner.example/api");
    }

    @Override
    public HttpMethod getHttpMethod() {
        return method;
    }

    @Override
    public Map<String, String> getHeaders() {
        return headers;
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return query;
    }

    @Override
    public Optional<String> getBody() {
        return body;
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
        return new Building(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
        return new Building(status);
    }
}
