package dev.cosell.sandbox.entra;

import java.util.List;

/**
 * The switches of the simulated Entra.
 *
 * @param tokenLifeSeconds life of an access token
 * @param refreshTokenDays days without use after which a refresh token expires
 * @param rotateRefreshTokens whether a used refresh token stops working; Entra itself hands out a new one each time
 *     and leaves the old one valid
 * @param secondFactorRequired whether a sign-in without a second factor is refused here already (AADSTS50076), not
 *     only by Partner Center
 * @param signsInAs user principal name of the person at the browser
 * @param secondFactorShown whether that person shows a second factor
 * @param consentGiven whether that person accepts what the app asks for
 * @param redirects addresses that the app registration has; empty for any
 */
public record EntraSettings(
        long tokenLifeSeconds,
        int refreshTokenDays,
        boolean rotateRefreshTokens,
        boolean secondFactorRequired,
        String signsInAs,
        boolean secondFactorShown,
        boolean consentGiven,
        List<String> redirects) {
    private static final EntraSettings STANDARD =
            new EntraSettings(3600, 90, false, false, "integration@partner.example", true, true, List.of());

    static EntraSettings standard() {
        return STANDARD;
    }

    EntraSettings withConsent() {
        return new EntraSettings(
                tokenLifeSeconds,
                refreshTokenDays,
                rotateRefreshTokens,
                secondFactorRequired,
                signsInAs,
                secondFactorShown,
                true,
                redirects);
    }
}
