package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.Map;

/** The request as a function sees it. */
final class Request<T> implements HttpRequestMessage<T> {
    private final RequestHead head;
    private final T body;

    Request(RequestHead head, T body) {
        this.head = head;
        this.body = body;
    }

    @Override
    public URI getUri() {
        return head.uri();
    }

    @Override
    public HttpMethod getHttpMethod() {
        return head.method();
    }

    @Override
    public Map<String, String> getHeaders() {
        return head.headers();
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return head.query();
    }

    @Override
    public T getBody() {
        return body;
    }

    @Override
    public Response.Builder createResponseBuilder(HttpStatus status) {
        return new Response.Builder(status);
    }

    @Override
    public Response.Builder createResponseBuilder(HttpStatusType status) {
        return new Response.Builder(status);
    }
}
