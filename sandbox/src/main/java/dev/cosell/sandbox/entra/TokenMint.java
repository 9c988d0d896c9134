package dev.cosell.sandbox.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks access tokens: JWT signed with HMAC under a key of this sandbox, so that they survive a restart
 * without a list of them. Clients must treat them as opaque.
 */
public final class TokenMint implements Tokens {
    private static final String SCHEME = "Bearer ";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final Clock clock;
    private final Audiences audiences;
    private final ObjectMapper mapper;
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private volatile byte[] key = freshKey();
    private volatile Instant validFrom = Instant.EPOCH;

    public TokenMint(Clock clock, Audiences audiences, ObjectMapper mapper) {
        this.clock = clock;
        this.audiences = audiences;
        this.mapper = mapper;
    }

    /** An access token for one resource. */
    String issue(String resource, String tenant, String application, Optional<Grant> user, Duration life) {
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("aud", resource).put("iss", "https://sts.windows.net/" + tenant + "/");
        claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
        claims.put("exp", now.plus(life).getEpochSecond());
        // Seconds are too coarse for "every token issued before this moment".
        claims.put("issuedMillis", Math.max(now.toEpochMilli(), validFrom.toEpochMilli()));
        claims.put("appid", application)
                .put("tid", tenant)
                .put("jti", UUID.randomUUID().toString());
        claims.put("idtyp", user.isPresent() ? "user" : "app").put("ver", "1.0");
        user.ifPresent(grant -> {
            claims.put("upn", grant.user()).put("scp", "user_impersonation");
            ArrayNode methods = claims.putArray("amr").add("pwd");
            if (grant.multiFactor()) {
                methods.add("mfa");
            }
        });
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims.toString());
        return signed + "." + ENCODER.encodeToString(mac(signed));
    }

    @Override
    public Access check(Request request, URI audience) {
        Optional<String> token = bearer(request);
        if (token.isEmpty()) {
            return new Access.Refused("expected a bearer token in the Authorization header, found none");
        }
        Optional<JsonNode> verified = claims(token.get());
        if (verified.isEmpty()) {
            return new Access.Refused("the token was not issued here");
        }
        JsonNode claims = verified.get();
        if (expired(claims)) {
            return new Access.Refused("the token is expired");
        }
        String found = claims.path("aud").asText();
        if (!audiences.same(found, audience)) {
            return new Access.Refused("expected a token for the audience " + audience + ", found one for " + found);
        }
        return new Access.Granted(
                claims.path("appid").asText(),
                Optional.ofNullable(claims.get("upn")).map(JsonNode::asText),
                hasMultiFactor(claims.path("amr")));
    }

    @Override
    public void expire(Request request) {
        bearer(request)
                .flatMap(this::claims)
                .ifPresent(claims -> expired.add(claims.path("jti").asText()));
    }

    /** Every access token issued so far is expired. */
    void expireAll() {
        validFrom = clock.instant().plusMillis(1);
        expired.clear();
    }

    ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("key", ENCODER.encodeToString(key)).put("validFrom", validFrom.toString());
        ArrayNode list = state.putArray("expired");
        expired.forEach(list::add);
        return state;
    }

    void restore(JsonNode state) {
        key = DECODER.decode(state.path("key").asText());
        validFrom = Instant.parse(state.path("validFrom").asText());
        state.path("expired").forEach(id -> expired.add(id.asText()));
    }

    private boolean expired(JsonNode claims) {
        Instant now = clock.instant();
        return now.getEpochSecond() >= claims.path("exp").asLong()
                || claims.path("issuedMillis").asLong() < validFrom.toEpochMilli()
                || expired.contains(claims.path("jti").asText());
    }

    private static boolean hasMultiFactor(JsonNode methods) {
        for (JsonNode method : methods) {
            if (method.asText().equals("mfa")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> bearer(Request request) {
        return request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).trim());
    }

    /** The claims of a token with a right signature. */
    private Optional<JsonNode> claims(String token) {
        int last = token.lastIndexOf('.');
        int first = token.indexOf('.');
        if (first < 0 || first == last) {
            return Optional.empty();
        }
        try {
            if (!MessageDigest.isEqual(DECODER.decode(token.substring(last + 1)), mac(token.substring(0, last)))) {
                return Optional.empty();
            }
            return Optional.of(mapper.readTree(DECODER.decode(token.substring(first + 1, last))));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            // Not base64 or not JSON: some other issuer's token.
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read a token from memory", e);
        }
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    private static String encode(String json) {
        return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] freshKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
