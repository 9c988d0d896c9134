package dev.cosell.sandbox.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Turns a token request into tokens, or into the exception that names why not. */
final class TokenEndpoint {
    private static final String BASIC = "Basic ";

    private final Clock clock;
    private final TokenMint mint;
    private final Audiences audiences;
    private final RefreshTokens refreshTokens;
    private final Codes codes;

    TokenEndpoint(Clock clock, TokenMint mint, Audiences audiences, RefreshTokens refreshTokens, Codes codes) {
        this.clock = clock;
        this.mint = mint;
        this.audiences = audiences;
        this.refreshTokens = refreshTokens;
        this.codes = codes;
    }

    /**
     * @param tenant as in the path
     * @param v2 whether a scope names the resource (v2 endpoint), or the form's {@code resource} (v1)
     * @throws EntraException if the request is refused
     */
    Response answer(Request request, String tenant, boolean v2, AppRegistration app, EntraSettings settings) {
        if (!tenant.equals(app.tenant()) && !tenant.equals("common") && !tenant.equals("organizations")) {
            throw EntraException.unknownTenant(tenant);
        }
        Map<String, String> form = request.form();
        authenticate(request, form, app);
        String grant = required(form, "grant_type");
        return switch (grant) {
            case "client_credentials" -> tokens(form, v2, app, settings, Optional.empty(), false);
            case "refresh_token" -> refresh(form, v2, app, settings);
            case "authorization_code" -> redeem(form, v2, app, settings);
            case "password" -> throw EntraException.secondFactorNeeded();
            default -> throw EntraException.unsupportedGrant(grant);
        };
    }

    private Response redeem(Map<String, String> form, boolean v2, AppRegistration app, EntraSettings settings) {
        Codes.Issued issued = codes.redeem(
                required(form, "code"),
                required(form, "redirect_uri"),
                Optional.ofNullable(form.get("code_verifier")),
                clock.instant());
        if (settings.secondFactorRequired() && !issued.multiFactor()) {
            throw EntraException.secondFactorNeeded();
        }
        Grant grant = new Grant(
                issued.user(),
                issued.multiFactor(),
                clock.instant().plus(Period.ofDays(settings.refreshTokenDays())),
                false);
        return tokens(form, v2, app, settings, Optional.of(grant), issued.offline());
    }

    private Response refresh(Map<String, String> form, boolean v2, AppRegistration app, EntraSettings settings) {
        String token = required(form, "refresh_token");
        Grant grant = refreshTokens.use(token, clock.instant(), Period.ofDays(settings.refreshTokenDays()));
        if (settings.secondFactorRequired() && !grant.multiFactor()) {
            throw EntraException.secondFactorNeeded();
        }
        Response answer = tokens(form, v2, app, settings, Optional.of(grant), true);
        if (settings.rotateRefreshTokens()) {
            refreshTokens.revoke(token);
        }
        return answer;
    }

    private static void authenticate(Request request, Map<String, String> form, AppRegistration app) {
        Map<String, String> given = basic(request).orElse(form);
        String id = required(given, "client_id");
        if (!id.equals(app.application())) {
            throw EntraException.unknownApplication(id);
        }
        if (!app.secret().equals(given.get("client_secret"))) {
            throw EntraException.wrongSecret(id);
        }
    }

    /** Id and secret from HTTP Basic, each form-encoded before (RFC 6749, 2.3.1). */
    private static Optional<Map<String, String>> basic(Request request) {
        return request.header("authorization")
                .filter(value -> value.startsWith(BASIC))
                .map(value ->
                        new String(Base64.getDecoder().decode(value.substring(BASIC.length())), StandardCharsets.UTF_8))
                .map(pair -> "client_id=" + pair.replaceFirst(":", "&client_secret="))
                .map(form ->
                        new Request("POST", request.uri(), Map.of(), form.getBytes(StandardCharsets.UTF_8)).form());
    }

    private Response tokens(
            Map<String, String> form,
            boolean v2,
            AppRegistration app,
            EntraSettings settings,
            Optional<Grant> user,
            boolean offline) {
        String resource = v2 ? resourceOfScope(required(form, "scope")) : required(form, "resource");
        if (audiences.service(resource).isEmpty()) {
            throw EntraException.unknownResource(resource);
        }
        long life = settings.tokenLifeSeconds();
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("token_type", "Bearer");
        if (v2) {
            user.ifPresent(grant -> out.put("scope", form.get("scope")));
            out.put("expires_in", life).put("ext_expires_in", life);
        } else {
            long now = clock.instant().getEpochSecond();
            // The v1 endpoint writes every number as a text.
            out.put("expires_in", Long.toString(life)).put("ext_expires_in", Long.toString(life));
            out.put("expires_on", Long.toString(now + life)).put("not_before", Long.toString(now));
            out.put("resource", resource);
        }
        out.put("access_token", mint.issue(resource, app.tenant(), app.application(), user, Duration.ofSeconds(life)));
        user.filter(grant -> offline)
                .ifPresent(grant -> out.put(
                        "refresh_token", refreshTokens.issue(grant.user(), grant.multiFactor(), grant.until())));
        return Response.json(200, out).with("Cache-Control", "no-store");
    }

    /** {@code https://host/.default offline_access openid} names the resource {@code https://host}. */
    private static String resourceOfScope(String scopes) {
        for (String scope : scopes.trim().split("\\s+")) {
            int slash = scope.lastIndexOf('/');
            if (scope.contains("://") && slash > scope.indexOf("://") + 2) {
                return scope.substring(0, slash);
            }
        }
        throw EntraException.unknownResource(scopes);
    }

    private static String required(Map<String, String> form, String name) {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw EntraException.missing(name);
        }
        return value;
    }
}
