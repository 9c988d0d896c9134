package dev.cosell.sandbox.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlBody;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxContext;
import dev.cosell.sandbox.Service;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Microsoft Entra token service, with one tenant and one application: sign-in in a browser (authorization code with
 * PKCE), consent, client credentials and refresh tokens, v1 and v2 endpoints, and the discovery documents. Resource owner passwords are answered as in a tenant with
 * multi-factor sign-in (AADSTS50076).
 *
 * <p>Control routes below {@code /_sandbox/login}: {@code POST refresh-tokens}, {@code POST expire-tokens},
 * {@code POST revoke-refresh-tokens}, {@code POST client-secret}, {@code GET|PATCH settings}.
 */
public final class Entra implements Service {
    public static final String NAME = "login";

    private static final String INTEGRATION_USER = "integration@partner.example";
    private static final Pattern PATH = Pattern.compile("/([^/]+)(/.*)");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final SandboxContext context;
    private final TokenMint mint;
    private final ObjectMapper mapper;
    private final Discovery discovery;
    private final RefreshTokens refreshTokens = new RefreshTokens();
    private final Codes codes = new Codes();
    private final TokenEndpoint endpoint;
    private final AuthorizationEndpoint authorization;
    private volatile AppRegistration app = AppRegistration.fresh();
    private volatile EntraSettings settings = EntraSettings.standard();

    /** @param mint the one the other services check tokens with */
    public Entra(SandboxContext context, TokenMint mint, Audiences audiences) {
        this.context = context;
        this.mint = mint;
        this.mapper = context.mapper();
        this.discovery = new Discovery(context.address(NAME));
        this.endpoint = new TokenEndpoint(context.clock(), mint, audiences, refreshTokens, codes);
        this.authorization = new AuthorizationEndpoint(context.clock(), codes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Response.of(404);
        }
        String tenant = path.group(1);
        return switch (path.group(2)) {
            case "/v2.0/.well-known/openid-configuration", "/.well-known/openid-configuration" ->
                discovery.openId(tenant);
            case "/discovery/instance" -> discovery.instance();
            case "/discovery/v2.0/keys", "/discovery/keys" -> discovery.keys();
            case "/oauth2/v2.0/authorize" -> page(() -> authorization.authorize(request, tenant, app, settings));
            case "/adminconsent" -> page(() -> consent(request, tenant));
            case "/oauth2/v2.0/token" -> token(request, tenant, true);
            case "/oauth2/token" -> token(request, tenant, false);
            default -> Response.of(404);
        };
    }

    @Override
    public Response failure(int status) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("error", "temporarily_unavailable");
        out.put("error_description", "AADSTS90033: A transient error has occurred. Please try again.");
        out.putArray("error_codes").add(90033);
        return Response.json(status, out);
    }

    @Override
    public Map<String, String> credentials() {
        if (refreshTokens.newest().isEmpty()) {
            issueRefreshToken(INTEGRATION_USER, true, Duration.ofDays(settings.refreshTokenDays()));
            context.changed().accept(NAME);
        }
        Map<String, String> out = new LinkedHashMap<>();
        out.put("tenantId", app.tenant());
        out.put("clientId", app.application());
        out.put("clientSecret", app.secret());
        out.put("refreshToken", refreshTokens.newest());
        return out;
    }

    @Override
    public Response control(Request request) {
        return switch (request.method() + " " + request.path().replaceFirst("^/_sandbox/login/", "")) {
            case "POST refresh-tokens" -> refreshTokenFor(ControlBody.read(request, mapper));
            case "POST expire-tokens" -> {
                mint.expireAll();
                yield Response.of(204);
            }
            case "POST revoke-refresh-tokens" -> {
                refreshTokens.revokeAll();
                yield Response.of(204);
            }
            case "POST client-secret" -> {
                app = app.withNewSecret();
                yield Response.json(201, JsonNodeFactory.instance.objectNode().put("clientSecret", app.secret()));
            }
            case "GET settings" -> Response.json(200, mapper.valueToTree(settings));
            case "PATCH settings" -> {
                settings = ControlBody.patch(request, mapper, settings, EntraSettings.class);
                yield Response.json(200, mapper.valueToTree(settings));
            }
            default -> Service.super.control(request);
        };
    }

    @Override
    public JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.set("app", mapper.valueToTree(app));
        state.set("settings", mapper.valueToTree(settings));
        state.set("accessTokens", mint.state());
        state.set("refreshTokens", refreshTokens.state());
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        app = mapper.convertValue(state.path("app"), AppRegistration.class);
        // A state of an earlier version knows fewer settings.
        ObjectNode known = mapper.valueToTree(EntraSettings.standard());
        state.path("settings").properties().forEach(member -> known.set(member.getKey(), member.getValue()));
        settings = mapper.convertValue(known, EntraSettings.class);
        mint.restore(state.path("accessTokens"));
        refreshTokens.restore(state.path("refreshTokens"));
    }

    private Response token(Request request, String tenant, boolean v2) {
        if (!request.method().equals("POST")) {
            return Response.of(405);
        }
        try {
            return endpoint.answer(request, tenant, v2, app, settings);
        } catch (EntraException e) {
            return refused(e);
        }
    }

    private Response consent(Request request, String tenant) {
        Response answer = authorization.consent(request, tenant, app, settings);
        settings = settings.withConsent();
        context.changed().accept(NAME);
        return answer;
    }

    /** What is refused on a page of Entra itself; the code is all that matters of it. */
    private Response page(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (EntraException e) {
            return refused(e);
        }
    }

    private Response refused(EntraException e) {
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String timestamp = TIMESTAMP.format(context.clock().instant());
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("error", e.error());
        out.put(
                "error_description",
                "AADSTS" + e.number() + ": " + e.getMessage() + " Trace ID: " + trace + " Correlation ID: "
                        + correlation + " Timestamp: " + timestamp);
        out.putArray("error_codes").add(e.number());
        out.put("timestamp", timestamp).put("trace_id", trace).put("correlation_id", correlation);
        out.put("error_uri", context.address(NAME) + "/error?code=" + e.number());
        e.suberror().ifPresent(suberror -> out.put("suberror", suberror));
        return Response.json(e.status(), out);
    }

    private Response refreshTokenFor(ObjectNode wish) {
        Duration life = wish.has("lifeSeconds")
                ? Duration.ofSeconds(wish.get("lifeSeconds").asLong())
                : Duration.ofDays(settings.refreshTokenDays());
        String token = issueRefreshToken(
                wish.path("user").asText(INTEGRATION_USER),
                wish.path("multiFactor").asBoolean(true),
                life);
        return Response.json(201, JsonNodeFactory.instance.objectNode().put("refreshToken", token));
    }

    private String issueRefreshToken(String user, boolean multiFactor, Duration life) {
        return refreshTokens.issue(user, multiFactor, context.clock().instant().plus(life));
    }
}
