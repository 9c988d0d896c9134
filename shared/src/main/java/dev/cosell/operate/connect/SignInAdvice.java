package dev.cosell.operate.connect;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about what the identity platform says when it refuses a sign-in.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
public enum SignInAdvice {
    MFA_ENROLLMENT(
            50072, "The user has no second factor yet: register one at https://aka.ms/mfasetup, then sign in again."),
    MFA_CHALLENGED(50074, "The sign-in was made without a second factor: sign in again and confirm it."),
    MFA_NEEDED(50076, "The tenant now demands a second factor: sign in again and confirm it."),
    MFA_REGISTRATION(
            50079, "The user has to register a second factor: do so at https://aka.ms/mfasetup, then sign in again."),
    SESSION_REVOKED(50173, "The password was changed or the sessions were revoked: sign in again."),
    SESSION_PASSWORD(50133, "The session ended because the password changed or ended: sign in again."),
    PASSWORD_EXPIRED(50055, "The user's password has ended: set a new one, then sign in again."),
    WRONG_PASSWORD(50126, "User name or password was wrong: sign in again."),
    ACCOUNT_LOCKED(
            50053, "The account is locked after too many tries: wait or unlock it in Entra, then sign in again."),
    ACCOUNT_DISABLED(50057, "The user is disabled in Entra: enable it, or sign in as another user."),
    USER_UNKNOWN(50034, "The user does not exist in this tenant: sign in as a user of the tenant of Partner Center."),
    GUEST_NOT_KNOWN(50020, "The user is of another tenant: sign in as a user of the tenant of Partner Center."),
    MFA_STALE(50078, "The second factor was shown too long ago for the tenant's rules: sign in again."),
    REDIRECT_WRONG(
            50011,
            "The app registration lacks the redirect address: add PUBLIC_URL followed by /api/sign-in/callback as Web."),
    APP_UNKNOWN(
            700016, "There is no app registration with this client id in the tenant: check client id and tenant id."),
    TENANT_UNKNOWN(90002, "There is no such tenant: check the tenant id."),
    CONSENT_MISSING(
            65001,
            "Nobody consented to the permissions: open the consent address of GET /api/sign-in as an administrator."),
    CONSENT_DECLINED(65004, "The consent was declined: sign in again and accept, or have an administrator consent."),
    ADMIN_CONSENT_NEEDED(90094, "An administrator has to consent: open the consent address of GET /api/sign-in."),
    SERVICE_NOT_THERE(
            650052,
            "The tenant does not know the API: sign in to Partner Center once as an administrator, then consent again."),
    RESOURCE_UNKNOWN(
            500011, "The tenant does not know the API of the scope: check the scope setting and consent again."),
    SECRET_WRONG(7000215, "The client secret is wrong: enter its value, not its id."),
    SECRET_EXPIRED(
            7000222,
            "The client secret has ended: make a new one, put it into the vault, and call POST /api/reconnect."),
    SECRET_MISSING(7000218, "The app registration wants a client secret, and none was sent: enter it."),
    TOKEN_UNUSED(700082, "The refresh token was not used for 90 days: sign in again."),
    TOKEN_ENDED(70008, "The refresh token or the code has ended or was revoked: sign in again."),
    TOKEN_WRONG(9002313, "The refresh token is no token of this app registration: sign in again."),
    TOKEN_LIFETIME(700084, "The refresh token has reached the end of its life: sign in again."),
    ACCESS_BLOCKED(
            53003,
            "A conditional access rule blocks the user: let the app's addresses or the user through, then sign in again."),
    DEVICE_NEEDED(
            53000, "A conditional access rule demands a managed device: except the user from it, then sign in again."),
    NOT_ASSIGNED(50105, "The user is not assigned to the app: assign it in Entra, or switch assignment off.");

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)");

    private final int number;
    private final String advice;

    SignInAdvice(int number, String advice) {
        this.number = number;
        this.advice = advice;
    }

    /** The number after {@code AADSTS}. */
    public int number() {
        return number;
    }

    /** What to do, in one sentence. */
    public String advice() {
        return advice;
    }

    /** The advice for what the platform said, if it named a code that is known. */
    public static Optional<SignInAdvice> on(String said) {
        Matcher code = CODE.matcher(said);
        return code.find()
                ? Arrays.stream(values())
                        .filter(known -> Integer.toString(known.number).equals(code.group(1)))
                        .findFirst()
                : Optional.empty();
    }
}
