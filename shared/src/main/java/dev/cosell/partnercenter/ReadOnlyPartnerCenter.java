package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Partner Center as staging sees it: everything can be read, only listed referrals can be written, none can be made. It
 * stands between the engine and the API, so that nothing that somebody adds to the engine can get past it. What it refuses
 * was never sent.
 */
public final class ReadOnlyPartnerCenter implements PartnerCenter {
    private final PartnerCenter whole;
    private final Set<String> writable = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** @param writable ids of the referrals that may be written */
    public ReadOnlyPartnerCenter(PartnerCenter whole, Set<String> writable) {
        this.whole = whole;
        this.writable.addAll(writable);
    }

    @Override
    public Referral read(String referralId) {
        return whole.read(referralId);
    }

    @Override
    public Written patch(String referralId, String version, Map<String, JsonNode> values) {
        unwritable(referralId).ifPresent(problem -> {
            throw problem.failure();
        });
        return whole.patch(referralId, version, values);
    }

    @Override
    public Optional<Problem> unwritable(String referralId) {
        return writable.contains(referralId)
                ? whole.unwritable(referralId)
                : Optional.of(
                        refusal("expected one of the referrals listed in STAGING_REFERRALS, found " + referralId));
    }

    /** A new referral has no id yet that could be listed. */
    @Override
    public Referral create(ObjectNode referral, String requestId) {
        throw refusal("expected a change of a listed referral, found a new referral; staging makes none")
                .failure();
    }

    @Override
    public List<Referral> createdSince(Instant since) {
        return whole.createdSince(since);
    }

    @Override
    public ReferralPage lastChanged(Optional<String> next) {
        return whole.lastChanged(next);
    }

    @Override
    public List<Referral> inEngagement(String engagementId) {
        return whole.inEngagement(engagementId);
    }

    private static Problem refusal(String detail) {
        return Problem.of(ProblemCode.STAGING_READS_ONLY, detail);
    }
}
