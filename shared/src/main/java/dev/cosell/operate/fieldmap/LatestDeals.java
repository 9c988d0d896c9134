package dev.cosell.operate.fieldmap;

import dev.cosell.referral.Referral;
import dev.cosell.store.SomeAtATime;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The deals that changed last, as samples of what is in use. Partner Center knows them in that order. We do not: keeping pairs
 * in the order of their last change would cost every sync a row more, and finding it among all pairs a walk through them.
 */
public final class LatestDeals {
    private static final Set<Phase> UNDER_WAY = Set.of(Phase.IN_STEP, Phase.WAITING, Phase.HELD);

    /** Each is a call. What is under way is seldom older than what so many pages show. */
    private static final int MOST_PAGES = 10;

    private final PartnerCenter partnerCenter;
    private final Claims claims;
    private final PairStore pairs;

    public LatestDeals(PartnerCenter partnerCenter, Claims claims, PairStore pairs) {
        this.partnerCenter = partnerCenter;
        this.claims = claims;
        this.pairs = pairs;
    }

    /**
     * Deals that are under way and have both halves, the one whose referral changed last first. A call per page of
     * referrals, and two transactions per referral that is looked at; they are looked at as many at once as are wanted,
     * until there are enough.
     *
     * @param most how many, at least 1; fewer if there are no more among the referrals that changed last
     * @throws dev.cosell.problem.Failure what keeps Partner Center or storage from answering
     */
    public List<PairId> last(int most) {
        Set<PairId> found = new LinkedHashSet<>();
        Optional<String> next = Optional.empty();
        int page = 0;
        do {
            ReferralPage shown = partnerCenter.lastChanged(next);
            for (int from = 0; from < shown.referrals().size() && found.size() < most; from += most) {
                int behind = Math.min(from + most, shown.referrals().size());
                SomeAtATime.map(shown.referrals().subList(from, behind), this::pair).stream()
                        .flatMap(Optional::stream)
                        .forEach(found::add);
            }
            next = shown.next();
            page++;
        } while (found.size() < most && next.isPresent() && page < MOST_PAGES);
        return found.stream().limit(most).toList();
    }

    private Optional<PairId> pair(Referral referral) {
        return Optional.of(referral)
                .filter(shown -> !shown.isMicrosofts())
                .flatMap(shown -> claims.owner(Claim.of(Subject.referral(shown.id()))))
                .flatMap(owner -> pairs.read(new PairId(owner)))
                .map(Stored::value)
                .filter(pair -> pair.linked() && UNDER_WAY.contains(pair.phase()))
                .map(Pair::id);
    }
}
