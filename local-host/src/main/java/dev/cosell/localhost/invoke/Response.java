package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a function answers; one value per header, as in the real worker. */
public final class Response implements HttpResponseMessage {
    private final HttpStatusType status;
    private final Map<String, String> headers;
    private final Optional<Object> body;

    private Response(HttpStatusType status, Map<String, String> headers, Optional<Object> body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    @Override
    public HttpStatusType getStatus() {
        return status;
    }

    /** Null when absent: the contract of the functions API. */
    @Override
    public String getHeader(String name) {
        return headers.get(name);
    }

    /** Null when absent: the contract of the functions API. */
    @Override
    public Object getBody() {
        return body.orElse(null);
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Optional<Object> body() {
        return body;
    }

    static final class Builder implements HttpResponseMessage.Builder {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpStatusType status;
        private Optional<Object> body = Optional.empty();

        Builder(HttpStatusType status) {
            this.status = status;
        }

        @Override
        public Builder status(HttpStatusType newStatus) {
            status = newStatus;
            return this;
        }

        @Override
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        @Override
        public Builder body(Object newBody) {
            body = Optional.ofNullable(newBody);
            return this;
        }

        @Override
        public Response build() {
            Map<String, String> sealed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sealed.putAll(headers);
            return new Response(status, sealed, body);
        }
    }
}
