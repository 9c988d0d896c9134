package dev.cosell.referral;

import java.util.List;

/**
 * The solution ids this partner is known to have, as far as anybody told. Partner Center has no service that lists
 * them. Nothing is refused while it is empty.
 */
public interface KnownSolutions {
    /** Nobody told of any. */
    KnownSolutions NONE = new KnownSolutions() {
        @Override
        public boolean isKnown(String id) {
            return false;
        }

        @Override
        public List<String> near(String id) {
            return List.of();
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    };

    /** Whether an id may be used; case does not count. */
    boolean isKnown(String id);

    /** A few ids that a wrong one was most likely meant to be, nearest first, at most three; for an empty text, some to choose from. */
    List<String> near(String id);

    /** Whether nothing is known: then an unknown id says nothing. */
    boolean isEmpty();
}
