package dev.cosell.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our transport, as MSAL calls it: so that the same certificates, limits and no-retry rule hold for sign-ins. */
public final class MsalTransport implements IHttpClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In bytes; three tokens of a user in many groups are below 32 KiB. */
    private static final int LARGEST_ANSWER = 256 * 1024;

    /** JSON in Base64 that MSAL would read to name an account, which nobody here asks for. */
    private static final Set<String> NOT_READ = Set.of("id_token", "client_info");

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
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(plain(answer));
        Map<String, List<String>> received = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> received.put(name, List.of(value)));
        response.addHeaders(received);
        return response;
    }

    /**
     * What MSAL is given to read: its own parser never ends on some lists and on JSON that is cut off inside of a token, so it
     * gets the plain members only. A refusal without a JSON object says enough by its status.
     */
    private String plain(Answer answer) {
        Optional<JsonNode> object = object(answer.body());
        if (object.isEmpty() && answer.ok()) {
            throw unreadable(system, "a JSON object", answer.body().length + " other bytes");
        }
        if (object.isEmpty() && (answer.status() == 429 || answer.status() >= 500)) {
            throw HttpProblems.of(system, answer, false, "the identity platform", Instant.now())
                    .failure();
        }
        ObjectNode plain = JSON.createObjectNode();
        object.ifPresent(said -> said.properties().stream()
                .filter(member -> member.getValue().isValueNode() && !NOT_READ.contains(member.getKey()))
                .forEach(member -> plain.set(member.getKey(), member.getValue())));
        return plain.toString();
    }

    private static Optional<JsonNode> object(byte[] body) {
        if (body.length > LARGEST_ANSWER) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    /** An answer that MSAL could make nothing of. */
    static Failure unreadable(RemoteSystem system, String expected, String found) {
        return Problem.of(
                        ProblemCode.UNAVAILABLE, "expected " + expected + " from the identity platform, found " + found)
                .from(system)
                .failure();
    }
}
