package dev.cosell.sandbox.entra;

import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a browser goes to sign in and to consent. The person at the browser is simulated: it signs in at once, as whom and
 * how {@link EntraSettings} say, so the answer is the redirect that ends the real pages.
 */
final class AuthorizationEndpoint {
    private static final String S256 = "S256";

    private final Clock clock;
    private final Codes codes;

    AuthorizationEndpoint(Clock clock, Codes codes) {
        this.clock = clock;
        this.codes = codes;
    }

    /**
     * {@code /{tenant}/oauth2/v2.0/authorize}.
     *
     * @throws EntraException if the request is refused on Entra's own page: then nothing is told to the redirect address
     */
    Response authorize(Request request, String tenant, AppRegistration app, EntraSettings settings) {
        Map<String, String> query = request.query();
        check(query, tenant, app, settings);
        String redirect = required(query, "redirect_uri");
        Map<String, String> answer = new LinkedHashMap<>();
        Optional<String> refusal = refusal(query, settings);
        if (refusal.isPresent()) {
            answer.put("error", "access_denied");
            answer.put("error_description", refusal.get());
        } else {
            Optional<String> challenge = Optional.ofNullable(query.get("code_challenge"));
            boolean offline = List.of(required(query, "scope").split("\\s+")).contains("offline_access");
            answer.put(
                    "code",
                    codes.issue(
                            settings.signsInAs(),
                            settings.secondFactorShown(),
                            redirect,
                            challenge,
                            offline,
                            clock.instant()));
        }
        Optional.ofNullable(query.get("state")).ifPresent(state -> answer.put("state", state));
        return back(redirect, answer);
    }

    /** {@code /{tenant}/adminconsent}: an administrator consents. */
    Response consent(Request request, String tenant, AppRegistration app, EntraSettings settings) {
        Map<String, String> query = request.query();
        check(query, tenant, app, settings);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("admin_consent", "True");
        answer.put("tenant", app.tenant());
        Optional.ofNullable(query.get("state")).ifPresent(state -> answer.put("state", state));
        return back(required(query, "redirect_uri"), answer);
    }

    private static void check(Map<String, String> query, String tenant, AppRegistration app, EntraSettings settings) {
        if (!tenant.equals(app.tenant()) && !tenant.equals("organizations") && !tenant.equals("common")) {
            throw EntraException.unknownTenant(tenant);
        }
        String client = required(query, "client_id");
        if (!client.equals(app.application())) {
            throw EntraException.unknownApplication(client);
        }
        String redirect = required(query, "redirect_uri");
        if (!settings.redirects().isEmpty() && !settings.redirects().contains(redirect)) {
            throw EntraException.unknownRedirect(redirect);
        }
    }

    private static Optional<String> refusal(Map<String, String> query, EntraSettings settings) {
        if (!"code".equals(query.get("response_type"))) {
            return Optional.of("AADSTS70005: expected the response type code");
        }
        if (query.containsKey("code_challenge") && !S256.equals(query.get("code_challenge_method"))) {
            return Optional.of("AADSTS501481: expected the code challenge method " + S256);
        }
        return settings.consentGiven()
                ? Optional.empty()
                : Optional.of("AADSTS65004: User declined to consent to access the app.");
    }

    private static Response back(String redirect, Map<String, String> answer) {
        String query = answer.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Response.of(302).with("Location", redirect + (redirect.contains("?") ? "&" : "?") + query);
    }

    private static String required(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> EntraException.missing(name));
    }
}
