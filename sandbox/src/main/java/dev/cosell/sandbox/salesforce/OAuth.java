package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Sign-in: the token endpoint with the JWT bearer and the client credentials flow, revocation, who a token belongs to. */
final class OAuth {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String SCOPE = "api id";
    private static final List<String> AUDIENCES =
            List.of("https://login.salesforce.com", "https://test.salesforce.com");

    private final Organization organization;
    private final ConnectedApp app;
    private final Sessions sessions;
    private final Supplier<URI> base;

    OAuth(Organization organization, ConnectedApp app, Sessions sessions, Supplier<URI> base) {
        this.organization = organization;
        this.app = app;
        this.sessions = sessions;
        this.base = base;
    }

    /** A sign-in that fails; becomes {@code {"error","error_description"}}. */
    private static final class Denial extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String error;

        Denial(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }
    }

    Response answer(Request request) {
        String path = request.path();
        if (path.startsWith("/id/")) {
            return identity(request, path);
        }
        return switch (request.method() + " " + path.substring("/services/oauth2/".length())) {
            case "POST token" -> token(request);
            case "POST revoke", "GET revoke" -> revoke(request);
            case "GET userinfo", "POST userinfo" -> userInfo(request);
            default -> throw Refusal.noResource();
        };
    }

    private Response token(Request request) {
        try {
            Map<String, String> form = request.form();
            String grant = form.getOrDefault("grant_type", "");
            return switch (grant) {
                case JWT_BEARER -> jwtBearer(form.getOrDefault("assertion", ""));
                case "client_credentials" -> clientCredentials(request, form);
                default -> throw new Denial("unsupported_grant_type", "grant type not supported");
            };
        } catch (Denial denial) {
            return Json.response(
                    400, Json.object().put("error", denial.error).put("error_description", denial.getMessage()));
        }
    }

    private Response jwtBearer(String assertion) {
        String[] parts = assertion.split("\\.");
        if (parts.length != 3 || !decoded(parts[0]).path("alg").asText().equals("RS256")) {
            throw new Denial("invalid_grant", "invalid assertion");
        }
        JsonNode claims = decoded(parts[1]);
        if (!claims.path("iss").asText().equals(app.consumerKey())) {
            throw new Denial("invalid_client_id", "client identifier invalid");
        }
        if (!audience(claims.path("aud"))) {
            throw new Denial("invalid_grant", "audience is invalid");
        }
        if (!claims.path("exp").asText().matches("\\d{1,18}")) {
            throw new Denial("invalid_grant", "invalid assertion");
        }
        // Clients send texts, and milliseconds for seconds: the service minds neither.
        if (!Instant.ofEpochSecond(claims.path("exp").asLong()).isAfter(organization.now())) {
            throw new Denial("invalid_grant", "expired authorization code");
        }
        if (!app.signed(parts[0] + "." + parts[1], bytes(parts[2]))) {
            throw new Denial("invalid_grant", "invalid assertion");
        }
        ObjectNode body = Json.object();
        Stored user = approvedUser(claims.path("sub").asText());
        body.put("access_token", sessions.open(user.id(), organizationId()))
                .put("scope", SCOPE)
                .put("instance_url", base.get().toString())
                .put("id", identityUrl(user))
                .put("token_type", "Bearer");
        return Json.response(200, body).with("Cache-Control", "no-cache, no-store");
    }

    private boolean audience(JsonNode claim) {
        return AUDIENCES.contains(claim.asText())
                || claim.asText().equals(base.get().toString());
    }

    private Response clientCredentials(Request request, Map<String, String> form) {
        String[] basic = basic(request);
        String id = form.getOrDefault("client_id", basic[0]);
        String secret = form.getOrDefault("client_secret", basic[1]);
        if (!id.equals(app.consumerKey())) {
            throw new Denial("invalid_client_id", "client identifier invalid");
        }
        if (!secret.equals(app.consumerSecret())) {
            throw new Denial("invalid_client", "invalid client credentials");
        }
        Stored user = user(app.runAs())
                .filter(found -> found.flag("IsActive"))
                .orElseThrow(() -> new Denial("invalid_grant", "no client credentials user enabled"));
        ObjectNode body = Json.object()
                .put("access_token", sessions.open(user.id(), organizationId()))
                .put("signature", UUID.randomUUID().toString())
                .put("token_format", "opaque")
                .put("scope", SCOPE)
                .put("instance_url", base.get().toString())
                .put("id", identityUrl(user))
                .put("token_type", "Bearer")
                .put("issued_at", Long.toString(organization.now().toEpochMilli()));
        return Json.response(200, body).with("Cache-Control", "no-cache, no-store");
    }

    private static String[] basic(Request request) {
        String header = request.header("authorization").orElse("");
        String pair = header.startsWith("Basic ") ? new String(bytes(header.substring(6)), StandardCharsets.UTF_8) : "";
        int colon = pair.indexOf(':');
        return colon < 0 ? new String[] {"", ""} : new String[] {pair.substring(0, colon), pair.substring(colon + 1)};
    }

    private Stored approvedUser(String username) {
        return user(username)
                .filter(found -> found.flag("IsActive") && app.approved(username))
                .orElseThrow(() -> new Denial("invalid_grant", "user hasn't approved this consumer"));
    }

    private Optional<Stored> user(String username) {
        return organization.data().live("User").stream()
                .filter(row -> row.text("Username").equalsIgnoreCase(username))
                .findFirst();
    }

    private Response revoke(Request request) {
        sessions.end(request.form().getOrDefault("token", request.query().getOrDefault("token", "")));
        return Response.of(200);
    }

    private Response identity(Request request, String path) {
        Stored user = signedIn(request);
        if (!path.equals("/id/" + organizationId() + "/" + user.id())) {
            throw Refusal.of(404, "NOT_FOUND", "Bad_Id");
        }
        ObjectNode body = Json.object()
                .put("id", identityUrl(user))
                .put("asserted_user", true)
                .put("user_id", user.id())
                .put("organization_id", organizationId())
                .put("username", user.text("Username"))
                .put("display_name", user.text("Name"))
                .put("email", user.text("Email"))
                .put("active", user.flag("IsActive"));
        body.putObject("urls")
                .put("rest", base.get() + "/services/data/v{version}/")
                .put("sobjects", base.get() + "/services/data/v{version}/sobjects/")
                .put("query", base.get() + "/services/data/v{version}/query/");
        return Json.response(200, body);
    }

    private Response userInfo(Request request) {
        Stored user = signedIn(request);
        return Json.response(
                200,
                Json.object()
                        .put("sub", identityUrl(user))
                        .put("user_id", user.id())
                        .put("organization_id", organizationId())
                        .put("preferred_username", user.text("Username"))
                        .put("name", user.text("Name"))
                        .put("email", user.text("Email"))
                        .put("zoneinfo", "GMT"));
    }

    private Stored signedIn(Request request) {
        String id = sessions.user(request).orElseThrow(Refusal::session);
        return organization.data().find("User", id).orElseThrow(Refusal::session);
    }

    private String identityUrl(Stored user) {
        return "%s/id/%s/%s".formatted(base.get(), organizationId(), user.id());
    }

    String organizationId() {
        return organization.data().live("Organization").getFirst().id();
    }

    private static JsonNode decoded(String part) {
        try {
            return Json.MAPPER.readTree(bytes(part));
        } catch (JsonProcessingException bad) {
            throw new Denial("invalid_grant", "invalid assertion");
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot read from memory", impossible);
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return base64.contains("+") || base64.contains("/") || base64.contains("=")
                    ? Base64.getDecoder().decode(base64)
                    : Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException bad) {
            throw new Denial("invalid_grant", "invalid assertion");
        }
    }
}
