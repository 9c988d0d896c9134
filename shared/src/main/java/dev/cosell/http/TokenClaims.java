package dev.cosell.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What an access token of Entra says of itself. Its claims belong to the service it is for, which alone can check them;
 * here they only help to say why that service refuses it, and whose sign-in it comes from.
 *
 * @param audience {@code aud}: an address or an application id; empty if it names none
 * @param tenant {@code tid}; empty if it names none
 * @param user user principal name; empty if it names none
 * @param methods {@code amr}: how the user proved who they are; with {@code mfa} if by a second factor, which Partner
 *     Center demands
 * @param ofUser whether it stands for a user, not for the app alone
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">claims</a>
 */
public record TokenClaims(String audience, String tenant, String user, List<String> methods, boolean ofUser) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public TokenClaims {
        methods = List.copyOf(methods);
    }

    /** Nothing if the token is opaque. */
    public static Optional<TokenClaims> of(IssuedToken token) {
        String[] parts = token.value().split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            List<String> methods = new ArrayList<>();
            claims.path("amr").forEach(method -> methods.add(method.asText()));
            return Optional.of(new TokenClaims(
                    claims.path("aud").asText(),
                    claims.path("tid").asText(),
                    claims.path("upn").asText(claims.path("preferred_username").asText("")),
                    methods,
                    claims.has("scp") || claims.path("idtyp").asText().equals("user")));
        } catch (IllegalArgumentException | JsonProcessingException opaque) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a token can be read from memory", e);
        }
    }

    public boolean hasSecondFactor() {
        return methods.contains("mfa");
    }

    /** Without the user's name, which is personal data. */
    @Override
    public String toString() {
        return "claims of a token for " + audience + (hasSecondFactor() ? " with" : " without") + " a second factor";
    }
}
