package dev.cosell.sandbox.entra;

import java.util.Optional;

/** A token request that Entra refuses, with the {@code AADSTS} number that names the cause. */
final class EntraException extends RuntimeException {
    private final int status;
    private final String error;
    private final int number;

    /** @param error the OAuth 2.0 error, for instance {@code invalid_client} */
    private EntraException(int status, String error, int number, String message) {
        super(message);
        this.status = status;
        this.error = error;
        this.number = number;
    }

    static EntraException wrongSecret(String application) {
        return new EntraException(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value,"
                        + " not the client secret ID, for a secret added to app '" + application + "'.");
    }

    static EntraException unknownApplication(String application) {
        return new EntraException(
                400,
                "unauthorized_client",
                700016,
                "Application with identifier '" + application + "' was not found in the directory.");
    }

    static EntraException unknownTenant(String tenant) {
        return new EntraException(400, "invalid_request", 90002, "Tenant '" + tenant + "' not found.");
    }

    static EntraException missing(String parameter) {
        return new EntraException(
                400,
                "invalid_request",
                900144,
                "The request body must contain the following parameter: '" + parameter + "'.");
    }

    static EntraException unknownResource(String resource) {
        return new EntraException(
                400,
                "invalid_resource",
                500011,
                "The resource principal named " + resource + " was not found in the tenant.");
    }

    static EntraException unsupportedGrant(String grant) {
        return new EntraException(
                400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '" + grant + "'.");
    }

    static EntraException unknownRefreshToken() {
        return new EntraException(400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
    }

    static EntraException inactiveRefreshToken() {
        return new EntraException(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity.");
    }

    static EntraException expiredRefreshToken() {
        return new EntraException(
                400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired.");
    }

    static EntraException redeemedCode() {
        return new EntraException(
                400,
                "invalid_grant",
                54005,
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing"
                        + " refresh token.");
    }

    static EntraException otherRedirect(String redirect) {
        return new EntraException(
                400,
                "invalid_grant",
                500112,
                "The reply address '" + redirect
                        + "' does not match the reply address provided when requesting Authorization code.");
    }

    static EntraException otherVerifier() {
        return new EntraException(
                400,
                "invalid_grant",
                501481,
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
    }

    static EntraException unknownRedirect(String redirect) {
        return new EntraException(
                400,
                "invalid_request",
                50011,
                "The redirect URI '" + redirect
                        + "' specified in the request does not match the redirect URIs configured for the application.");
    }

    static EntraException secondFactorNeeded() {
        return new EntraException(
                400,
                "invalid_grant",
                50076,
                "Due to a configuration change made by your administrator, or because you moved to a new location, you"
                        + " must use multi-factor authentication to access the resource.");
    }

    /** What a client library looks at to know that a person must sign in again. */
    Optional<String> suberror() {
        return number == 50076 ? Optional.of("basic_action") : Optional.empty();
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    int number() {
        return number;
    }
}
