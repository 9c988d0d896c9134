package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxContext;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.Tokens.Access;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Referrals API under {@code /v1.0/engagements/referrals}: list, get, create, patch. The deprecated PUT is left
 * out. Tokens must be a user's, with a second factor.
 */
public final class PartnerCenter implements Service {
    public static final String NAME = "partnerCenter";

    static final String ROOT = "/v1.0/engagements/referrals";

    /** Microsoft's connector adds slashes at the end to tell its operations apart. */
    private static final Pattern PATH = Pattern.compile(Pattern.quote(ROOT) + "(?:/([^/]+))?/*");

    private final SandboxContext context;
    private final ObjectMapper mapper;
    private final Webhooks webhooks;
    private final Referrals referrals;
    private final ReferralApi api;
    private final ReferralWire wire;
    private final Portal portal;
    private volatile PartnerCenterSettings settings = PartnerCenterSettings.standard();

    public PartnerCenter(SandboxContext context, Webhooks webhooks, Notary notary) {
        this.context = context;
        this.mapper = context.mapper();
        this.webhooks = webhooks;
        this.referrals = new Referrals(new Ticks(context.clock()), this::raise);
        webhooks.belongsTo(() -> referrals.owner().id());
        this.api = new ReferralApi(referrals, context.clock());
        this.wire = new ReferralWire(context.address(NAME));
        this.portal = new Portal(
                referrals, context, new CallbackForgery(context.events(), notary, mapper), this::settings, changed -> {
                    settings = changed;
                });
        context.clock().onAdvance(this::expire);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        expire();
        Response response = switch (context.tokens().check(request, context.address(NAME))) {
            case Access.Refused refused ->
                ApiException.unauthenticated(refused.reason()).response();
            case Access.Granted granted -> permitted(request, granted);
        };
        return traced(request, response);
    }

    @Override
    public Response failure(int status) {
        return PlatformError.failure(status);
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of(
                "organizationId",
                referrals.owner().id(),
                "mpnId",
                referrals.owner().mpnId());
    }

    @Override
    public Response control(Request request) {
        expire();
        return portal.answer(request).orElseGet(() -> Service.super.control(request));
    }

    @Override
    public JsonNode state() {
        ObjectNode state = referrals.state();
        state.set("settings", mapper.valueToTree(settings));
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        referrals.restore(state);
        settings = mapper.convertValue(state.path("settings"), PartnerCenterSettings.class);
    }

    private PartnerCenterSettings settings() {
        return settings;
    }

    private Response permitted(Request request, Access.Granted granted) {
        if (granted.user().isEmpty()) {
            return PlatformError.userNeeded();
        }
        if (settings.multiFactorRequired() && !granted.multiFactor()) {
            return PlatformError.secondFactorMissing();
        }
        try {
            return route(request);
        } catch (ApiException e) {
            return e.response().about(id(request).orElse(""));
        }
    }

    private Response route(Request request) {
        String id = id(request)
                .orElseThrow(() -> ApiException.notFound("path", "There is nothing at " + request.path() + "."));
        if (id.isEmpty()) {
            return switch (request.method()) {
                case "GET" -> list(request);
                case "POST" -> create(request);
                default -> throw ApiException.notAllowed(request.method());
            };
        }
        return switch (request.method()) {
            case "GET" -> entity(200, api.get(id));
            case "PATCH" -> patch(request, id);
            default -> throw ApiException.notAllowed(request.method());
        };
    }

    /** The referral id in the path; empty for the collection; nothing for any other path. */
    private static Optional<String> id(Request request) {
        Matcher path = PATH.matcher(request.path());
        return path.matches() ? Optional.of(Optional.ofNullable(path.group(1)).orElse("")) : Optional.empty();
    }

    private Response list(Request request) {
        ListQuery query = ListQuery.read(request.query());
        boolean everyone = settings.microsoftReferralsInLists()
                || !query.filter().isEmpty() && Filter.parse(query.filter()).namesEngagement();
        List<ObjectNode> visible = referrals.all().stream()
                .filter(referral -> everyone || referrals.isOwn(referral))
                .toList();
        return Response.json(200, wire.page(visible, query, settings));
    }

    private Response create(Request request) {
        ObjectNode created = api.create(body(request));
        return entity(settings.createStatus(), created)
                .with("Location", wire.address(created.path("id").asText()).toString());
    }

    private Response patch(Request request, String id) {
        ObjectNode patched = api.patch(id, request.header("if-match").orElse(""), body(request), settings);
        boolean representation = request.header("prefer")
                .filter(value -> value.contains("return=representation"))
                .isPresent();
        return representation
                ? entity(200, patched).with("Preference-Applied", "return=representation")
                : Response.of(204).with("ETag", patched.path("eTag").asText()).about(id);
    }

    private Response entity(int status, ObjectNode referral) {
        return Response.json(status, wire.entity(referral))
                .with("ETag", referral.path("eTag").asText())
                .about(referral.path("id").asText());
    }

    private JsonNode body(Request request) {
        String type = request.header("content-type").orElse("");
        if (!type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
            throw ApiException.mediaType(type);
        }
        try {
            return mapper.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw ApiException.invalid("body", "invalidBody", "Expected JSON, found " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new IllegalStateException("cannot read a body from memory", e);
        }
    }

    private Response traced(Request request, Response response) {
        String requestId = UUID.randomUUID().toString();
        return response.with("Request-ID", requestId)
                .with("client-request-id", request.header("client-request-id").orElse(requestId))
                .with("MS-CorrelationId", request.header("ms-correlationid").orElse(requestId))
                .with("timestamp", Ticks.json(context.clock().instant()));
    }

    private void expire() {
        referrals.expire(context.clock().instant());
    }

    private void raise(ReferralEvent event) {
        context.changed().accept(NAME);
        if (event.byCaller() && !settings.echoes()) {
            return;
        }
        webhooks.publish(new Callback(event.name(), resource(event), "referral", event.at()), event.referralId());
    }

    private URI resource(ReferralEvent event) {
        return settings.eventsNameApiPath()
                ? wire.address(event.referralId())
                : URI.create(context.address(Webhooks.NAME) + "/engagements/v1/referrals/" + event.referralId());
    }
}
