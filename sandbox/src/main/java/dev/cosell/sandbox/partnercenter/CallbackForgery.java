package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlBody;
import dev.cosell.sandbox.ControlException;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.pki.Signer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends any callback to any address, rightly or wrongly signed, so that a receiver's checks can be tested. */
final class CallbackForgery {
    private static final String SENDER = "forgery";
    private static final int LIMIT_SECONDS = 40;

    private final EventSink events;
    private final Notary notary;
    private final ObjectMapper mapper;

    CallbackForgery(EventSink events, Notary notary, ObjectMapper mapper) {
        this.events = events;
        this.notary = notary;
        this.mapper = mapper;
    }

    /**
     * Sends once and waits for the receiver's answer.
     *
     * @return {@code {"status": 401}}; 0 when no answer came
     */
    Response send(Request request) {
        ObjectNode wish = ControlBody.read(request, mapper);
        URI target = URI.create(text(wish, "url")
                .orElseThrow(() -> new ControlException(400, "url: expected an address, found nothing")));
        byte[] body = text(wish, "rawBody")
                .orElseGet(() -> wish.path("body").toString())
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers(wish, body);
        wish.path("headers").properties().forEach(header -> set(headers, header.getKey(), header.getValue()));
        if (wish.path("tampered").asBoolean()) {
            // A space after the signed text: still the same JSON, no longer the same bytes.
            body = (new String(body, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
        }
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        events.deliver(
                SENDER,
                target,
                headers,
                body,
                (attempt, status) -> {
                    answer.complete(status);
                    return -1;
                },
                SENDER);
        return Response.json(200, mapper.createObjectNode().put("status", await(answer)));
    }

    private Map<String, String> headers(ObjectNode wish, byte[] body) {
        String signer = text(wish, "signer").orElse("dispatch");
        if (signer.equals("none")) {
            return Notary.unsigned();
        }
        try {
            Signer chosen = Signer.valueOf(signer.replace('-', '_').toUpperCase(Locale.ROOT));
            return notary.headers(body, chosen, wish.path("ownHeader").asBoolean());
        } catch (IllegalArgumentException e) {
            throw new ControlException(
                    400, "signer: expected none, dispatch, foreign, expired or other-organisation, found " + signer);
        }
    }

    /** Null takes a header away. */
    private static void set(Map<String, String> headers, String name, JsonNode value) {
        headers.keySet().removeIf(known -> known.equalsIgnoreCase(name));
        if (!value.isNull()) {
            headers.put(name, value.asText());
        }
    }

    private static int await(CompletableFuture<Integer> answer) {
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException(503, "the sandbox is closing");
        } catch (ExecutionException | TimeoutException e) {
            throw new ControlException(504, "the receiver did not answer within " + LIMIT_SECONDS + " s");
        }
    }

    private static Optional<String> text(ObjectNode wish, String member) {
        return Optional.ofNullable(wish.get(member)).map(JsonNode::asText);
    }
}
