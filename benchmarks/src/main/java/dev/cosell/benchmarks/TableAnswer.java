package dev.cosell.benchmarks;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.DateTimeRfc1123;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer of the table service, whole in memory. */
final class TableAnswer extends HttpResponse {
    private final int status;
    private final HttpHeaders headers = new HttpHeaders();
    private final byte[] body;

    TableAnswer(HttpRequest request, int status, String type, byte[] body) {
        super(request);
        this.status = status;
        this.body = body;
        headers.set(HttpHeaderName.CONTENT_TYPE, type);
        headers.set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(body.length));
        headers.set(HttpHeaderName.DATE, DateTimeRfc1123.toRfc1123String(OffsetDateTime.now(ZoneOffset.UTC)));
    }

    TableAnswer with(HttpHeaderName name, String value) {
        headers.set(name, value);
        return this;
    }

    int size() {
        return body.length;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(body, charset));
    }
}
