package dev.cosell.sync.port;

import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import dev.cosell.referral.SolutionList;
import java.time.Instant;
import java.util.List;

/** Port: the catalogue of solutions this partner uses. Reads may be some minutes old. */
public interface Solutions {
    /** A catalogue that knows nothing and keeps nothing. */
    Solutions NONE = new Solutions() {
        @Override
        public KnownSolutions known() {
            return SolutionList.EMPTY;
        }

        @Override
        public void learn(List<Solution> used, Instant at) {
            // Nothing is kept, which is what this catalogue is for.
        }
    };

    KnownSolutions known();

    /** Takes note of solutions that a referral names. */
    void learn(List<Solution> used, Instant at);
}
