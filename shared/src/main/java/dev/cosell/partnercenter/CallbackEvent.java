package dev.cosell.partnercenter;

import java.time.Instant;
import java.util.Optional;

/**
 * What a callback says happened.
 *
 * @param eventName for instance {@code referral-updated}
 * @param referralId of the referral it is about
 * @param changedAt when it changed, by Partner Center's clock
 * @param aboutReferral whether it is one of the four referral events
 * @param related whether it is about another half of the engagement, usually Microsoft's
 * @param testId of {@code test-created}: the correlation id under which the test was asked for
 */
public record CallbackEvent(
        String eventName,
        Optional<String> referralId,
        Optional<Instant> changedAt,
        boolean aboutReferral,
        boolean related,
        Optional<String> testId) {}
