package dev.cosell.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.FormerRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRegistrationTest {
    private static final String OURS = "https://cosell.example/api/events/partner-center";
    private static final String FOREIGN = "https://other.example/api/hook?code=K3Y";
    private static final Set<String> NEEDED = Set.of(
            "referral-created",
            "referral-updated",
            "related-referral-created",
            "related-referral-updated",
            "test-created");

    private final FormerRegistration former = new FormerRegistration(new TestStorage().storage());
    private final List<String> writes = new ArrayList<>();
    private Optional<JsonNode> registered = Optional.empty();

    @Test
    void whereNothingIsRegisteredItIsCreated() {
        Reply reply = registration().register(request(false));

        assertEquals(200, reply.status());
        assertEquals(List.of("POST"), writes);
        assertEquals(OURS, registered.orElseThrow().path("WebhookUrl").asText());
        assertEquals(NEEDED, events());
        assertTrue(registered
                .orElseThrow()
                .path("SignatureTokenToMsSignatureHeader")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, OURS + "/", "https://COSELL.example/api/events/partner-center"})
    void eventsThatSomebodyRegisteredForUsStay(String writtenAs) {
        register(writtenAs, "invoice-ready", "referral-created");

        registration().register(request(false));

        Set<String> both = new TreeSet<>(NEEDED);
        both.add("invoice-ready");
        assertEquals(both, events());
        assertEquals(List.of("PUT"), writes);
        assertEquals(Optional.empty(), former.url());
    }

    @Test
    void anotherSystemsRegistrationIsNotTakenUnasked() {
        register(FOREIGN, "invoice-ready");

        Problem problem = Problems.of(() -> registration().register(request(false)));

        assertEquals(ProblemCode.REGISTRATION_FOREIGN, problem.code());
        assertTrue(problem.detail().contains("https://other.example/api/hook"), problem.detail());
        assertFalse(problem.detail().contains("K3Y"), "problems are logged: " + problem.detail());
        assertEquals(List.of(), writes);
    }

    @Test
    void aTakeOverRemembersWhoseItWasAndKeepsTheEvents() {
        register(FOREIGN, "invoice-ready");

        Reply reply = registration().register(request(true));

        assertEquals(OURS, registered.orElseThrow().path("WebhookUrl").asText());
        assertTrue(events().contains("invoice-ready"));
        assertEquals(Optional.of(FOREIGN), former.url());
        assertEquals(
                "https://other.example/api/hook?...",
                reply.body().orElseThrow().path("formerUrl").asText());
    }

    @Test
    void withoutAPublicAddressNothingIsRegistered() {
        Problem problem = Problems.of(() -> registration(Optional.empty()).register(request(true)));

        assertEquals("CFG-01", problem.code().code());
        assertTrue(problem.detail().startsWith("PUBLIC_URL: expected "), problem.detail());
        assertEquals(List.of(), writes);
    }

    @Test
    void showingTellsWhoseItIsAndWhatIsMissing() {
        assertFalse(shown(registration()).path("registered").asBoolean());

        register(OURS, "referral-created");
        JsonNode ours = shown(registration());
        assertTrue(ours.path("ours").asBoolean());
        assertEquals(4, ours.path("missing").size());

        register(FOREIGN, "referral-created");
        assertFalse(shown(registration()).toString().contains("K3Y"), "it is another system's key");
        assertFalse(shown(registration()).path("ours").asBoolean());
        assertFalse(shown(registration(Optional.empty())).path("ours").asBoolean());
    }

    @Test
    void aSlashAtTheEndOfThePublicAddressDoesNotMatter() {
        registration(Optional.of(URI.create("https://cosell.example/"))).register(request(false));

        assertEquals(OURS, registered.orElseThrow().path("WebhookUrl").asText());
    }

    private WebhookRegistration registration() {
        return registration(Optional.of(URI.create("https://cosell.example")));
    }

    private WebhookRegistration registration(Optional<URI> publicUrl) {
        TokenSource tokens = new TokenSource() {
            @Override
            public String token() {
                return "token";
            }

            @Override
            public void refused() {
                throw new IllegalStateException("no token is refused here");
            }
        };
        return new WebhookRegistration(
                new WebhookRegistrations(
                        this::answer, tokens, WebhookRegistrations.DEFAULT_BASE, true, InstantSource.system()),
                former,
                publicUrl);
    }

    /** Partner Center: one registration per tenant. */
    private Answer answer(Call call) {
        if (!call.method().equals("GET")) {
            writes.add(call.method());
            registered = Optional.of(json(call.body()));
        }
        return registered
                .map(body -> new Answer(200, Map.of(), body.toString().getBytes(UTF_8)))
                .orElseGet(() -> new Answer(404, Map.of(), new byte[0]));
    }

    private void register(String url, String... events) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("WebhookUrl", url);
        List.of(events).forEach(body.putArray("WebhookEvents")::add);
        registered = Optional.of(body);
    }

    private Set<String> events() {
        Set<String> events = new TreeSet<>();
        registered.orElseThrow().path("WebhookEvents").forEach(event -> events.add(event.asText()));
        return events;
    }

    private static JsonNode shown(WebhookRegistration registration) {
        return registration.show().body().orElseThrow();
    }

    private static JsonNode request(boolean takeOver) {
        return JsonNodeFactory.instance.objectNode().put("takeOver", takeOver);
    }

    private static JsonNode json(byte[] body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
