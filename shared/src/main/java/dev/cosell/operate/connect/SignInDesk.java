package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.CodeSignIn;
import dev.cosell.http.GrantedTokens;
import dev.cosell.http.TokenClaims;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The guided sign-in of the Partner Center user. The address of its end can be called by anybody; without the state of a
 * sign-in that an operator began, such a call reads one row and changes nothing.
 */
public final class SignInDesk {
    /** Where the browser comes back to, below the app's public address. */
    public static final String CALLBACK = "/api/sign-in/callback";

    private static final int LONGEST_CODE = 4096;
    private static final String DONE = page("Signed in", "The connector is connected. You can close this window.");
    private static final String CONSENTED =
            page("Consent", "What was answered is known to Microsoft Entra. Go on with the sign-in.");
    /** Ids of both APIs, which stand for their addresses in some tokens. */
    private static final Map<String, String> API_IDS = Map.of(
            "4990cffe-04e8-4e8b-808a-1175604b879f", "https://api.partner.microsoft.com",
            "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", "https://api.partnercenter.microsoft.com");

    /**
     * What a sign-in must be for.
     *
     * @param tenant id or domain name
     * @param scope audience and {@code /.default}
     * @param publicUrl of this app
     */
    public record Expected(String tenant, String scope, Optional<URI> publicUrl) {
        private boolean isTenant(String found) {
            boolean known = tenant.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            return !known || tenant.equalsIgnoreCase(found);
        }

        private boolean isAudience(String found) {
            String audience = API_IDS.getOrDefault(found, found).replaceFirst("/+$", "");
            return scope.replaceFirst("/+\\.default$", "").equals(audience);
        }

        private URI redirect() {
            return URI.create(publicUrl
                            .orElseThrow(() -> Problem.of(
                                            ProblemCode.MISCONFIGURED,
                                            "PUBLIC_URL: expected the public https address of this app, found nothing")
                                    .failure())
                            .toString()
                            .replaceFirst("/+$", "")
                    + CALLBACK);
        }
    }

    private final Expected expected;
    private final Supplier<CodeSignIn> signIn;
    private final SignInAttempts attempts;
    private final RefreshTokens tokens;
    private final Account account;
    private final Runnable signedIn;

    /**
     * @param signIn with the client secret as it is now
     * @param signedIn has everything that waits for the user go on
     */
    public SignInDesk(
            Expected expected,
            Supplier<CodeSignIn> signIn,
            SignInAttempts attempts,
            RefreshTokens tokens,
            Account account,
            Runnable signedIn) {
        this.expected = expected;
        this.signIn = signIn;
        this.attempts = attempts;
        this.tokens = tokens;
        this.account = account;
        this.signedIn = signedIn;
    }

    /**
     * Begins a sign-in.
     *
     * @return the address to open, good once and for ten minutes, and the one where an administrator consents
     * @throws Failure {@code MISCONFIGURED} without public address, and without a place to keep what the sign-in gives
     */
    public Reply begin() {
        URI redirect = expected.redirect();
        if (!tokens.canKeep()) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "expected KEY_VAULT_URL or SECRETS_FOLDER, where the sign-in is kept, found neither")
                    .failure();
        }
        SignInAttempts.Attempt attempt = attempts.begin();
        CodeSignIn platform = signIn.get();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(
                "open",
                platform.address(attempt.state(), attempt.verifier(), redirect).toString());
        body.put("goodForSeconds", SignInAttempts.GOOD_FOR.toSeconds());
        body.put("adminConsent", platform.consentAddress(redirect).toString());
        body.put("redirect", redirect.toString());
        body.set("account", account.report());
        return Reply.of(200, body);
    }

    /**
     * Ends a sign-in.
     *
     * @param query as the browser brought it from the identity platform
     * @return a page for the person
     * @throws Failure {@code SIGN_IN_NOT_ENDED}, the same for whatever is wrong; operators read the reason in the account's
     *     state
     */
    public String end(Map<String, String> query) {
        if (query.containsKey("admin_consent")) {
            return CONSENTED;
        }
        SignInAttempts.Attempt attempt = Optional.ofNullable(query.get("state"))
                .filter(state -> state.matches("[A-Za-z0-9_-]{43}"))
                .flatMap(attempts::take)
                .orElseThrow(SignInDesk::notEnded);
        try {
            keep(granted(query, attempt));
        } catch (Failure failure) {
            account.signInFailed(failure.problem());
            throw notEnded();
        }
        return DONE;
    }

    private GrantedTokens granted(Map<String, String> query, SignInAttempts.Attempt attempt) {
        String code = query.getOrDefault("code", "");
        if (code.isEmpty() || code.length() > LONGEST_CODE) {
            throw refused("expected a code, found " + reason(query));
        }
        return signIn.get().exchange(code, attempt.verifier(), expected.redirect());
    }

    private void keep(GrantedTokens granted) {
        TokenClaims claims = TokenClaims.of(granted.access())
                .orElseThrow(() -> refused("expected an access token with claims, found one that cannot be read"));
        if (!expected.isTenant(claims.tenant())) {
            throw refused("expected a user of tenant " + expected.tenant() + ", found one of another tenant");
        }
        if (!expected.isAudience(claims.audience())) {
            throw refused("expected a token for " + expected.scope() + ", found one for another audience");
        }
        if (!claims.hasSecondFactor()) {
            throw Problem.of(ProblemCode.MFA_MISSING, "expected a sign-in with a second factor, found one without")
                    .failure();
        }
        tokens.signedIn(granted.refreshToken()
                .orElseThrow(() -> refused("expected a refresh token, found none: offline_access was not granted")));
        account.signedIn(claims);
        signedIn.run();
    }

    /** The platform's own code and words are told to operators; they come through the browser, so only what is short. */
    private static String reason(Map<String, String> query) {
        String said = (query.getOrDefault("error", "none") + " " + query.getOrDefault("error_description", ""))
                .replaceAll("[^\\p{L}\\p{N} .,:;'()_/-]+", " ")
                .strip();
        return said.substring(0, Math.min(said.length(), 300));
    }

    private static Failure refused(String detail) {
        return Problem.of(ProblemCode.SIGN_IN_REFUSED, detail).failure();
    }

    private static Failure notEnded() {
        return Problem.of(
                        ProblemCode.SIGN_IN_NOT_ENDED,
                        "expected the end of a sign-in that was begun in the last ten minutes, and all that it needs")
                .failure();
    }

    private static String page(String title, String text) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title></head><body><h1>" + title + "</h1><p>" + text + "</p></body></html>";
    }
}
