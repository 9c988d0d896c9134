package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlBody;
import dev.cosell.sandbox.EventSink.RetryRule;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxContext;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.Tokens.Access;
import dev.cosell.sandbox.pki.Signer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The webhook registration API under {@code /webhooks/v1}, and the sender of the events: one registration, ten
 * attempts, then dead. Test events are kept seven days, but not over a restart.
 *
 * <p>Control routes below {@code /_sandbox/webhooks}: {@code GET|PATCH settings}.
 */
public final class Webhooks implements Service {
    public static final String NAME = "webhooks";

    private static final String ROOT = "/webhooks/v1/registration";
    private static final String VALIDATIONS = ROOT + "/validationEvents";
    private static final String TEST = "test-created";
    private static final int TESTS_PER_MINUTE = 2;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TESTS_KEPT = Duration.ofDays(7);

    private final SandboxContext context;
    private final ObjectMapper mapper;
    private final Notary notary;
    private final Map<String, ValidationEvent> validations = new ConcurrentHashMap<>();
    private final AtomicReference<WebhookRegistration> registration = new AtomicReference<>();
    private volatile Supplier<String> partner = () -> "";
    private volatile WebhookSettings settings = WebhookSettings.standard();

    public Webhooks(SandboxContext context, Notary notary) {
        this.context = context;
        this.mapper = context.mapper();
        this.notary = notary;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        return switch (context.tokens().check(request, context.address(NAME))) {
            case Access.Refused refused -> PlatformError.of(401, "unauthorized", refused.reason());
            case Access.Granted ignored -> route(request).with("MS-CorrelationId", correlation(request));
        };
    }

    @Override
    public Response failure(int status) {
        return PlatformError.failure(status);
    }

    @Override
    public Response control(Request request) {
        return switch (request.method() + " " + request.path().replaceFirst("^/_sandbox/webhooks/", "")) {
            case "GET settings" -> Response.json(200, mapper.valueToTree(settings));
            case "PATCH settings" -> {
                settings = ControlBody.patch(request, mapper, settings, WebhookSettings.class);
                yield Response.json(200, mapper.valueToTree(settings));
            }
            default -> Service.super.control(request);
        };
    }

    @Override
    public JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.set("settings", mapper.valueToTree(settings));
        state.set("registration", mapper.valueToTree(registration.get()));
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        settings = mapper.convertValue(state.path("settings"), WebhookSettings.class);
        registration.set(mapper.convertValue(state.get("registration"), WebhookRegistration.class));
    }

    /** @param account id of the partner whose referrals the events are about */
    void belongsTo(Supplier<String> account) {
        partner = account;
    }

    /** Sends an event of this service to whoever is registered for it; else does nothing. */
    void publish(Callback callback, String subject) {
        Optional.ofNullable(registration.get())
                .filter(registered -> registered.webhookEvents().contains(callback.eventName()))
                .ifPresent(registered ->
                        send(callback, registered, (attempt, status) -> settings.delayMillis(attempt), subject));
    }

    private void send(Callback callback, WebhookRegistration registered, RetryRule retry, String subject) {
        byte[] body = callback.body();
        context.events()
                .deliver(
                        NAME,
                        URI.create(registered.webhookUrl()),
                        notary.headers(body, Signer.DISPATCH, registered.ownHeader()),
                        body,
                        retry,
                        subject);
    }

    private Response route(Request request) {
        String path = request.path();
        if (request.method().equals("GET") && path.startsWith(VALIDATIONS + "/")) {
            return validation(path.substring(VALIDATIONS.length() + 1));
        }
        return switch (request.method() + " " + path) {
            case "GET " + ROOT + "/events" -> events();
            case "GET " + ROOT -> registered().map(this::show).orElseGet(Webhooks::notRegistered);
            case "POST " + ROOT -> register(request);
            case "PUT " + ROOT -> replace(request);
            case "POST " + VALIDATIONS -> validate();
            default -> PlatformError.of(404, "notFound", "There is nothing at " + path);
        };
    }

    private Response register(Request request) {
        if (registered().isPresent()) {
            return PlatformError.of(409, "alreadyRegistered", "The tenant is registered already; use PUT.");
        }
        return store(request, UUID.randomUUID().toString());
    }

    private Response replace(Request request) {
        return registered().map(old -> store(request, old.subscriberId())).orElseGet(Webhooks::notRegistered);
    }

    private Response store(Request request, String subscriberId) {
        try {
            WebhookRegistration wanted = WebhookRegistration.read(
                    mapper.readTree(request.body()),
                    subscriberId,
                    Ticks.json(context.clock().instant()));
            registration.set(wanted);
            return show(wanted);
        } catch (IllegalArgumentException e) {
            return PlatformError.of(400, "invalidRegistration", e.getMessage());
        } catch (JsonProcessingException e) {
            return PlatformError.of(400, "invalidBody", "Expected JSON, found " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read a body from memory", e);
        }
    }

    private Response validate() {
        Instant now = context.clock().instant();
        validations.values().removeIf(old -> old.created().plus(TESTS_KEPT).isBefore(now));
        Optional<WebhookRegistration> registered =
                registered().filter(known -> known.webhookEvents().contains(TEST));
        if (registered.isEmpty()) {
            return PlatformError.of(400, "notRegistered", "Expected a registration for " + TEST + ", found none.");
        }
        long lately = validations.values().stream()
                .filter(event -> event.created().plus(MINUTE).isAfter(now))
                .count();
        if (lately >= TESTS_PER_MINUTE) {
            return PlatformError.throttled(MINUTE.toSeconds());
        }
        String id = UUID.randomUUID().toString();
        ValidationEvent event = new ValidationEvent(id, registered.get().webhookUrl(), now);
        validations.put(id, event);
        URI resource = URI.create(context.address(NAME) + VALIDATIONS + "/" + id);
        send(new Callback(TEST, resource, "test", now), registered.get(), noting(event), id);
        return Response.json(200, JsonNodeFactory.instance.objectNode().put("correlationId", id))
                .about(id);
    }

    private RetryRule noting(ValidationEvent event) {
        return (attempt, status) -> {
            event.attempted(status, context.clock().instant());
            return settings.delayMillis(attempt);
        };
    }

    private Response validation(String id) {
        return Optional.ofNullable(validations.get(id))
                .map(event -> Response.json(200, event.json(partnerId())).about(id))
                .orElseGet(() -> PlatformError.of(404, "notFound", "There is no validation event " + id));
    }

    private String partnerId() {
        return settings.partnerId().isEmpty() ? partner.get() : settings.partnerId();
    }

    private Optional<WebhookRegistration> registered() {
        return Optional.ofNullable(registration.get());
    }

    private Response show(WebhookRegistration shown) {
        return Response.json(200, shown.json(settings.camelCase()));
    }

    private static Response events() {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        WebhookRegistration.EVENTS.stream().sorted().forEach(names::add);
        return Response.json(200, names);
    }

    private static Response notRegistered() {
        return PlatformError.of(404, "notRegistered", "The tenant has no registration; use POST.");
    }

    private static String correlation(Request request) {
        return request.header("ms-correlationid")
                .orElseGet(() -> UUID.randomUUID().toString());
    }
}
