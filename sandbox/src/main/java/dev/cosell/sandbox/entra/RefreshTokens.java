package dev.cosell.sandbox.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.Period;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The refresh tokens handed out, each with its grant. Guarded by itself. */
final class RefreshTokens {
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    synchronized String issue(String user, boolean multiFactor, Instant until) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        // Real ones start with a version number such as "1." too.
        String token = "1.sandbox." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        grants.put(token, new Grant(user, multiFactor, until, false));
        return token;
    }

    /**
     * The grant behind a token, prolonged by its use.
     *
     * @throws EntraException if the token is unknown, revoked or expired
     */
    synchronized Grant use(String token, Instant now, Period life) {
        Grant grant = grants.get(token);
        if (grant == null) {
            throw EntraException.unknownRefreshToken();
        }
        if (grant.revoked()) {
            throw EntraException.expiredRefreshToken();
        }
        if (!now.isBefore(grant.until())) {
            throw EntraException.inactiveRefreshToken();
        }
        Grant prolonged = grant.prolong(now.plus(life));
        grants.put(token, prolonged);
        return prolonged;
    }

    /** The token stops working, because another took its place. */
    synchronized void revoke(String token) {
        grants.computeIfPresent(token, (ignored, grant) -> grant.revoke());
    }

    synchronized void revokeAll() {
        grants.replaceAll((token, grant) -> grant.revoke());
    }

    /** The newest token that still works, or an empty text. */
    synchronized String newest() {
        String newest = "";
        for (Map.Entry<String, Grant> entry : grants.entrySet()) {
            if (!entry.getValue().revoked()) {
                newest = entry.getKey();
            }
        }
        return newest;
    }

    synchronized ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        grants.forEach((token, grant) -> state.putObject(token)
                .put("user", grant.user())
                .put("multiFactor", grant.multiFactor())
                .put("until", grant.until().toString())
                .put("revoked", grant.revoked()));
        return state;
    }

    synchronized void restore(JsonNode state) {
        grants.clear();
        state.properties().forEach(entry -> {
            JsonNode grant = entry.getValue();
            grants.put(
                    entry.getKey(),
                    new Grant(
                            grant.path("user").asText(),
                            grant.path("multiFactor").asBoolean(),
                            Instant.parse(grant.path("until").asText()),
                            grant.path("revoked").asBoolean()));
        });
    }
}
