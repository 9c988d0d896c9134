package dev.cosell.operate.notice;

import java.time.Instant;

/**
 * Something that people want to hear of.
 *
 * @param subject what it is about, so that the same thing is not told twice: a pair's id, the name of a secret, an address
 * @param text one sentence that says what happened and what to do; without personal data
 */
public record Notice(Kind kind, String subject, String text, Instant at) {
    /** What a notice is about. */
    public enum Kind {
        REFERRAL_ARRIVED,
        MICROSOFT_ANSWERED,
        DEAL_SHARED,
        REFERRAL_EXPIRES,
        DEAL_HELD,
        MESSAGE_PARKED,
        SIGN_IN_EXPIRES,
        CALLS_SHORT,
        DRIFT_FOUND,
        REGISTRATION_LOST
    }
}
