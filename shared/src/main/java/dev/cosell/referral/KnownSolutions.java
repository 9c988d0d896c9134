package dev.cosell.referral;

import java.util.List;

/** The solution ids this partner is known to use. Partner Center has no service that lists them. */
public interface KnownSolutions {
    /** Whether nothing is known: then nothing can be called unknown. */
    boolean isEmpty();

    /** Whether an id may be used; case does not count. */
    boolean isKnown(String id);

    /** The known ids an unknown one was most likely meant to be, nearest first; at most three. */
    List<String> near(String id);
}
