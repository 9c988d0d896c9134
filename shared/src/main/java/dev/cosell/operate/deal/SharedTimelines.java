package dev.cosell.operate.deal;

import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.pair.PairId;

/**
 * Timelines for sellers, who have no key: whoever opens the address on a record may read that one deal, and do nothing.
 * What proves that somebody was given the address is a seal under the pair's id, which nobody else can make.
 */
public final class SharedTimelines {
    private static final String CONTEXT = "timeline of ";

    private final Referrals referrals;
    private final SealedTokens seals;

    public SharedTimelines(Referrals referrals, SealedTokens seals) {
        this.referrals = referrals;
        this.seals = seals;
    }

    /** What the address of a pair's timeline carries. */
    public static String proof(SealedTokens seals, PairId pair) {
        return seals.seal(CONTEXT + pair.value(), "");
    }

    /**
     * The deal as operators see it.
     *
     * @param id of the pair
     * @throws Failure {@code NOT_FOUND} for a wrong proof, as for a deal that does not exist
     */
    public Reply show(String id, String proof) {
        checkProof(id, proof);
        return referrals.show(id);
    }

    private void checkProof(String id, String proof) {
        try {
            seals.open(CONTEXT + id, proof);
        } catch (Failure refused) {
            if (refused.problem().code() != ProblemCode.REQUEST_UNREADABLE) {
                throw refused;
            }
            throw Problem.of(
                            ProblemCode.NOT_FOUND,
                            "expected an address of a timeline as a record holds it, found another one")
                    .failure(refused);
        }
    }
}
