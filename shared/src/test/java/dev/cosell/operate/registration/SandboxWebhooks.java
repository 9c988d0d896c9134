package dev.cosell.operate.registration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxClock;
import dev.cosell.sandbox.SandboxContext;
import dev.cosell.sandbox.Tokens;
import dev.cosell.sandbox.partnercenter.Certificates;
import dev.cosell.sandbox.partnercenter.Notary;
import dev.cosell.sandbox.partnercenter.Webhooks;
import dev.cosell.sandbox.pki.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The sandbox's registration service in this process, without a network, with the callbacks that it really signs. */
final class SandboxWebhooks implements Transport {
    private static final URI HERE = URI.create("https://webhooks.test");
    private static final URI CERTIFICATES = URI.create("https://certificates.test");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Making RSA keys takes a second; one set serves every test. */
    private static final class Keys {
        private static final KeyRing RING = ring();

        /** Reads all the computer's certificate authorities: once is enough. */
        private static final TrustStore TRUST = new TrustStore(Optional.of(RING.trustedRoots()));

        private static KeyRing ring() {
            try {
                Path folder = Files.createTempDirectory("sandbox-keys");
                folder.toFile().deleteOnExit();
                return KeyRing.open(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is at an address that is registered. */
    interface Receiver {
        /** @return HTTP status; 0 for no answer */
        int take(URI target, Map<String, String> headers, byte[] body);
    }

    /** Moves on with real time, and by jumps. */
    final SandboxClock clock = new SandboxClock();

    final List<Call> calls = new ArrayList<>();
    /** Before a reading of ours is answered. */
    Runnable onRead = () -> {};

    /** Before a write of ours arrives, and after it was done. */
    Runnable onWrite = () -> {};

    Runnable onWritten = () -> {};
    boolean away;
    Receiver receiver = (target, headers, body) -> 202;

    private final Webhooks webhooks = new Webhooks(
            new SandboxContext(
                    Map.of(Webhooks.NAME, HERE, Certificates.NAME, CERTIFICATES),
                    clock,
                    new AnyToken(),
                    (service, target, headers, body, retry, subject) ->
                            retry.delayMillis(1, receiver.take(target, headers, body)),
                    JSON,
                    changed -> {}),
            new Notary(Keys.RING, CERTIFICATES));

    WebhookRegistrations registrations() {
        return new WebhookRegistrations(this, new FixedToken("token"), URI.create(HERE + "/webhooks/v1"), clock);
    }

    /** Verifies as in life; only who signs is the sandbox. */
    CallbackSignature signature() {
        CallbackTrust trust = new CallbackTrust(
                Set.of(CERTIFICATES.getHost()), CallbackTrust.DEFAULT.certificatePath(), Optional.empty(), false);
        Certificates certificates = new Certificates(Keys.RING);
        return new CallbackSignature(
                trust,
                Keys.TRUST,
                address -> certificates
                        .answer(new Request("GET", address, Map.of(), new byte[0]))
                        .body(),
                InstantSource.system());
    }

    @Override
    public Answer send(Call call) {
        if (away) {
            return new Answer(503, Map.of(), new byte[0]);
        }
        calls.add(call);
        if (call.method().equals("GET")) {
            onRead.run();
        }
        boolean registers = isRegistration(call);
        if (registers) {
            onWrite.run();
        }
        Answer answer = answer(call.method(), call.uri(), call.body());
        if (registers) {
            onWritten.run();
        }
        return answer;
    }

    /** Methods of the writes to the registration so far. */
    List<String> writes() {
        return calls.stream()
                .filter(SandboxWebhooks::isRegistration)
                .map(Call::method)
                .toList();
    }

    private static boolean isRegistration(Call call) {
        return call.writes() && !call.uri().getPath().contains("validationEvents");
    }

    /** Another product registers, as anybody in the tenant can. */
    void registers(String url, String... events) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("WebhookUrl", url);
        List.of(events).forEach(body.putArray("WebhookEvents")::add);
        URI address = URI.create(HERE + "/webhooks/v1/registration");
        byte[] bytes = body.toString().getBytes(UTF_8);
        if (answer("POST", address, bytes).status() == 409) {
            answer("PUT", address, bytes);
        }
    }

    /** What Partner Center has. */
    String url() {
        return registered().path("WebhookUrl").asText();
    }

    Set<String> events() {
        Set<String> events = new TreeSet<>();
        registered().path("WebhookEvents").forEach(event -> events.add(event.asText()));
        return events;
    }

    JsonNode registered() {
        try {
            return JSON.readTree(answer("GET", URI.create(HERE + "/webhooks/v1/registration"), new byte[0])
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody is registered any more; Partner Center has no documented way to do that. */
    void forgetRegistration() {
        ObjectNode state = (ObjectNode) webhooks.state();
        state.putNull("registration");
        webhooks.restore(state);
    }

    /** For which account test events say they were sent. */
    void partnerIs(String account) {
        byte[] body = ("{\"partnerId\":\"" + account + "\"}").getBytes(UTF_8);
        webhooks.control(new Request("PATCH", URI.create(HERE + "/_sandbox/webhooks/settings"), Map.of(), body));
    }

    private Answer answer(String method, URI uri, byte[] body) {
        Response response = webhooks.answer(new Request(method, uri, Map.of(), body));
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Answer(response.status(), headers, response.body());
    }

    private record AnyToken() implements Tokens {
        @Override
        public Access check(Request request, URI audience) {
            return new Access.Granted("app", Optional.of("user"), true);
        }

        @Override
        public void expire(Request request) {
            throw new AssertionError("no token expires here");
        }
    }

    /** A token that is always valid. */
    record FixedToken(String token) implements TokenSource {
        @Override
        public void refused() {
            throw new AssertionError("no token is refused here");
        }
    }
}
