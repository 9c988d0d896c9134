package dev.cosell.http;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.cosell.problem.RemoteSystem;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our transport, as MSAL calls it: so that the same certificates, limits and no-retry rule hold for sign-ins. */
public final class MsalTransport implements IHttpClient {
    private final RemoteSystem system;
    private final Transport transport;

    /** @param system whom the calls are counted against */
    public MsalTransport(RemoteSystem system, Transport transport) {
        this.system = system;
        this.transport = transport;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws URISyntaxException {
        byte[] body = Optional.ofNullable(request.body()).orElse("").getBytes(StandardCharsets.UTF_8);
        Answer answer = transport.send(new Call(
                system,
                request.httpMethod().name(),
                request.url().toURI(),
                request.headers(),
                body,
                Call.DEFAULT_TIMEOUT));
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(answer.text());
        Map<String, List<String>> received = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> received.put(name, List.of(value)));
        response.addHeaders(received);
        return response;
    }
}
