package dev.cosell.sandbox.entra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Authorization codes, each good once and for ten minutes. Guarded by itself; a restart forgets them. */
final class Codes {
    private static final Duration LIFE = Duration.ofMinutes(10);

    /**
     * What a code stands for.
     *
     * @param redirect the address it was sent to
     * @param challenge of PKCE, by S256; absent without PKCE
     * @param offline whether a refresh token was asked for
     */
    record Issued(
            String user,
            boolean multiFactor,
            String redirect,
            Optional<String> challenge,
            boolean offline,
            Instant until) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> open = new HashMap<>();
    private final Map<String, Issued> redeemed = new HashMap<>();

    synchronized String issue(
            String user,
            boolean multiFactor,
            String redirect,
            Optional<String> challenge,
            boolean offline,
            Instant now) {
        byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        String code = "1.code." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(code, new Issued(user, multiFactor, redirect, challenge, offline, now.plus(LIFE)));
        return code;
    }

    /**
     * Takes a code. Once it was shown it is gone, whatever comes of it.
     *
     * @throws EntraException if it is unknown, redeemed or too old, or was made for another address or verifier
     */
    synchronized Issued redeem(String code, String redirect, Optional<String> verifier, Instant now) {
        if (redeemed.containsKey(code)) {
            throw EntraException.redeemedCode();
        }
        Issued issued = Optional.ofNullable(open.remove(code)).orElseThrow(EntraException::unknownRefreshToken);
        redeemed.put(code, issued);
        if (!now.isBefore(issued.until())) {
            throw EntraException.expiredRefreshToken();
        }
        if (!issued.redirect().equals(redirect)) {
            throw EntraException.otherRedirect(redirect);
        }
        if (issued.challenge().isPresent()) {
            String shown = verifier.map(Codes::challenge).orElseThrow(() -> EntraException.missing("code_verifier"));
            if (!shown.equals(issued.challenge().get())) {
                throw EntraException.otherVerifier();
            }
        }
        return issued;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
