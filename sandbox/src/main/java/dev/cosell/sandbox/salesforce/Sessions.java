package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.Request;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Access tokens. Each call lengthens a session's life; what is left unused for too long is gone, as after a restart. */
final class Sessions {
    private static final int TOKEN_BYTES = 48;
    private static final String BEARER = "Bearer ";
    private static final String OLD_SCHEME = "OAuth ";

    private record Session(String user, Instant lastUsed) {}

    private final Organization organization;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> open = new HashMap<>();

    Sessions(Organization organization) {
        this.organization = organization;
    }

    /** A new access token of this user, such as {@code 00D...!AQ...}. */
    String open(String user, String organizationId) {
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = Ids.shortened(organizationId) + "!AQ"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        open.put(token, new Session(user, organization.now()));
        return token;
    }

    /** The user whose token the request carries, if it is still good. */
    Optional<String> user(Request request) {
        return token(request).flatMap(this::user);
    }

    private Optional<String> user(String token) {
        Instant now = organization.now();
        Duration life = Duration.ofMinutes(organization.settings().sessionMinutes());
        Optional<Session> session = Optional.ofNullable(open.get(token))
                .filter(found -> found.lastUsed().plus(life).isAfter(now));
        session.ifPresentOrElse(found -> open.put(token, new Session(found.user(), now)), () -> open.remove(token));
        return session.map(Session::user);
    }

    void end(Request request) {
        token(request).ifPresent(open::remove);
    }

    void end(String token) {
        open.remove(token);
    }

    void endAll() {
        open.clear();
    }

    /** From the header, or for identity addresses from the query. */
    private static Optional<String> token(Request request) {
        Optional<String> header = request.header("authorization")
                .filter(value -> value.startsWith(BEARER) || value.startsWith(OLD_SCHEME))
                .map(value -> value.substring(value.indexOf(' ') + 1));
        return header.or(() -> Optional.ofNullable(request.query().get("oauth_token")));
    }
}
