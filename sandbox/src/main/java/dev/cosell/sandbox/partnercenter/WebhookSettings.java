package dev.cosell.sandbox.partnercenter;

/**
 * The switches of webhook delivery. Ten attempts are documented; their spacing is not.
 *
 * @param attempts before a delivery is dead
 * @param firstDelayMillis after the first failed attempt; doubles each time
 * @param longestDelayMillis where the doubling ends
 * @param camelCase whether registrations are answered in camel case (swagger) instead of Pascal case (documents)
 * @param partnerId the account for which test events say they were sent; empty for that of the referrals. A partner with
 *     several accounts may have registered with another one
 */
public record WebhookSettings(
        int attempts, long firstDelayMillis, long longestDelayMillis, boolean camelCase, String partnerId) {
    public WebhookSettings {
        // A state kept by an earlier version does not have it.
        partnerId = partnerId == null ? "" : partnerId;
    }

    static WebhookSettings standard() {
        return new WebhookSettings(10, 200, 5000, false, "");
    }

    /** Milliseconds until the next attempt; negative if there is none. */
    long delayMillis(int attempt) {
        if (attempt >= attempts) {
            return -1;
        }
        return Math.min(longestDelayMillis, firstDelayMillis << Math.min(attempt - 1, 20));
    }
}
