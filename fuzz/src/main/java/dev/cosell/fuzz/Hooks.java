package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.pki.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the senders of events prove who they are, so that an input gets past the door; and that an event that was accepted
 * left its hint and its message. Whether it had to is judged here by words alone, not by the code that is tried.
 */
final class Hooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REFERRAL_EVENTS = Set.of("referral-created", "referral-updated");
    private static final Pattern OF_ONE_REFERRAL = Pattern.compile("https://[a-z./0-9]+/referrals/[0-9a-f-]{36}");
    private static final Set<String> DEALS = Set.of("opportunity", "Opportunity");

    private final StorageCounts counts;

    Hooks(StorageCounts counts) {
        this.counts = counts;
    }

    /**
     * As Partner Center signs: every byte, with a key whose certificate is at a known address.
     *
     * @param address of that certificate
     */
    Endpoint.Manner partnerCenter(KeyRing keys, URI address) {
        return new Endpoint.Manner() {
            @Override
            public String body(Mutation mutation, JsonNode sample, Dice dice) {
                ObjectNode event = sample.deepCopy();
                event.put("ResourceChangeUtcDate", Instant.now().toString());
                return mutation.json(event);
            }

            @Override
            public Map<String, String> headers(String body, Dice dice) {
                String signature = "Signature " + keys.sign(Signer.DISPATCH, body.getBytes(StandardCharsets.UTF_8));
                Map<String, String> headers = new HashMap<>();
                headers.put(dice.oneIn(2) ? "authorization" : "x-ms-signature", signature);
                headers.put("x-ms-certificate-url", address.toString());
                headers.put("x-ms-signature-algorithm", "rsa-sha256");
                return headers;
            }

            @Override
            public Consumer<HttpCall.Answered> before(HttpCall call) {
                return kept(202, () -> read(call).filter(Hooks::isOfAReferral).isPresent());
            }
        };
    }

    /** As Dataverse does, with a secret in a header. */
    Endpoint.Manner dynamics(String secret) {
        return new Endpoint.Manner() {
            @Override
            public Map<String, String> headers(String body, Dice dice) {
                Map<String, String> headers = new HashMap<>(Map.of("x-cosell-secret", secret));
                if (dice.oneIn(4)) {
                    headers.put("x-ms-dynamics-entity-name", dice.pick(List.of("opportunity", "account", "lead")));
                }
                if (dice.oneIn(8)) {
                    headers.put("x-ms-dynamics-msg-size-exceeded", "true");
                }
                return headers;
            }

            @Override
            public Consumer<HttpCall.Answered> before(HttpCall call) {
                return kept(
                        202,
                        () -> read(call)
                                .filter(event -> DEALS.contains(
                                        event.path("PrimaryEntityName").asText()))
                                .isPresent());
            }
        };
    }

    /** As Salesforce does: an outbound message in SOAP, or a callout in JSON. */
    Endpoint.Manner salesforce(String secret, String organization) {
        String message = resource("outbound-message.xml").replace("{organization}", organization);
        return new Endpoint.Manner() {
            @Override
            public List<JsonNode> samples() {
                return List.of(TextNode.valueOf(message));
            }

            @Override
            public String body(Mutation mutation, JsonNode sample, Dice dice) {
                if (!sample.isTextual()) {
                    ObjectNode callout = sample.deepCopy();
                    callout.put("organizationId", organization);
                    return mutation.json(callout);
                }
                return dice.oneIn(6) ? message : mutation.text(message);
            }

            @Override
            public Map<String, String> headers(String body, Dice dice) {
                return Map.of("x-cosell-secret", secret);
            }

            @Override
            public Consumer<HttpCall.Answered> before(HttpCall call) {
                return kept(
                        200,
                        () -> read(call)
                                .map(callout -> callout.path("records").valueStream())
                                .orElseGet(Stream::empty)
                                .anyMatch(record ->
                                        DEALS.contains(record.path("object").asText())));
            }
        };
    }

    /** Somebody whom the platform signed in, from the app's own page, at one of the operators' routes. */
    static Endpoint.Manner operator() {
        ObjectNode principal = JSON.createObjectNode().put("role_typ", "roles");
        principal.putArray("claims").addObject().put("typ", "roles").put("val", "Cosell.Operator");
        String header = Base64.getEncoder().encodeToString(principal.toString().getBytes(StandardCharsets.UTF_8));
        return new Endpoint.Manner() {
            @Override
            public Map<String, String> headers(String body, Dice dice) {
                return Map.of(
                        "x-ms-client-principal-name",
                        "ada@contoso.com",
                        "x-ms-client-principal",
                        header,
                        "x-cosell-console",
                        "1");
            }
        };
    }

    /** The hint and the message have to be there once the sender was told that the event is safe. */
    private Consumer<HttpCall.Answered> kept(int accepted, BooleanSupplier concernsUs) {
        StorageCounts.Counted before = counts.now();
        return answer -> {
            if (answer.status().value() != accepted || !concernsUs.getAsBoolean()) {
                return;
            }
            StorageCounts.Counted after = counts.now();
            if (after.hints() == before.hints() || after.messages() == before.messages()) {
                throw new BrokenPromise("accepted an event and kept no hint or no message of it");
            }
        };
    }

    private static boolean isOfAReferral(JsonNode event) {
        return REFERRAL_EVENTS.contains(event.path("EventName").asText())
                && OF_ONE_REFERRAL.matcher(event.path("ResourceUri").asText()).matches();
    }

    private static Optional<JsonNode> read(HttpCall call) {
        try {
            return Optional.ofNullable(JSON.readTree(call.body().orElse(""))).filter(JsonNode::isObject);
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }

    static String resource(String name) {
        try (InputStream in = Hooks.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
