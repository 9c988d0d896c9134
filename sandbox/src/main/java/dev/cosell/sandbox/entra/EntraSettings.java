package dev.cosell.sandbox.entra;

/**
 * The switches of the simulated Entra.
 *
 * @param tokenLifeSeconds life of an access token
 * @param refreshTokenDays days without use after which a refresh token expires
 * @param rotateRefreshTokens whether a used refresh token stops working; Entra itself hands out a new one each time
 *     and leaves the old one valid
 * @param secondFactorRequired whether a sign-in without a second factor is refused here already (AADSTS50076), not
 *     only by Partner Center
 */
public record EntraSettings(
        long tokenLifeSeconds, int refreshTokenDays, boolean rotateRefreshTokens, boolean secondFactorRequired) {
    static EntraSettings standard() {
        return new EntraSettings(3600, 90, false, false);
    }
}
