package dev.cosell.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What an access token says about itself. Only of a token that came straight from the identity platform: its signature is
 * not checked, which is its audience's business.
 *
 * @param tenant id of the tenant that issued it; empty if it does not say
 * @param audience address or id of the API it is for; empty if it does not say
 * @param user user principal name; empty if it does not say
 * @param multiFactor whether the user showed a second factor ({@code amr} has {@code mfa}), which Partner Center demands
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">claims</a>
 */
public record TokenClaims(String tenant, String audience, String user, boolean multiFactor) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing if the token is not one whose claims can be read. */
    public static Optional<TokenClaims> of(IssuedToken token) {
        String[] parts = token.value().split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return Optional.of(new TokenClaims(
                    claims.path("tid").asText(""),
                    claims.path("aud").asText(""),
                    claims.path("upn").asText(claims.path("preferred_username").asText("")),
                    StreamSupport.stream(claims.path("amr").spliterator(), false)
                            .anyMatch(method -> method.asText().equals("mfa"))));
        } catch (IOException | IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "claims of a token for " + audience + (multiFactor ? " with" : " without") + " a second factor";
    }
}
