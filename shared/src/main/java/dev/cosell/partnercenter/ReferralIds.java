package dev.cosell.partnercenter;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.regex.Pattern;

/** Ids of referrals, engagements and validation events: GUIDs in practice, and never anything a URL could trip over. */
final class ReferralIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private ReferralIds() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The same id.
     *
     * @throws dev.cosell.problem.Failure with {@code REFERRAL_GONE}: nothing can exist under such an id
     */
    static String checked(String id) {
        if (!isId(id)) {
            throw Problem.of(ProblemCode.REFERRAL_GONE, expectedFound(id)).failure();
        }
        return id;
    }

    static String expectedFound(String found) {
        return "expected an id of at most 64 letters, digits and hyphens, found " + Quoted.of(found);
    }
}
