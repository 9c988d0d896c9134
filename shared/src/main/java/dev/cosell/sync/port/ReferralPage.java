package dev.cosell.sync.port;

import dev.cosell.referral.Referral;
import java.util.List;
import java.util.Optional;

/**
 * A page of referrals.
 *
 * @param next where the following page begins, in Partner Center's own words; absent on the last one
 */
public record ReferralPage(List<Referral> referrals, Optional<String> next) {}
