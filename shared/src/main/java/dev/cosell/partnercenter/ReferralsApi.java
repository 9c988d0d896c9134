package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The port on the Referrals API of Partner Center. */
public final class ReferralsApi implements PartnerCenter {
    /** Where the API is, unless a setting says otherwise. */
    public static final URI DEFAULT_BASE = URI.create("https://api.partner.microsoft.com/v1.0/engagements");

    /** The audience of its tokens. */
    public static final String DEFAULT_SCOPE = "https://api.partner.microsoft.com/.default";

    private final AuthorizedCalls calls;
    private final URI referrals;
    private final Set<String> pointers;

    /**
     * @param tokens of the signed-in user; the API takes no application's own
     * @param base without a slash at its end
     * @param pointers the members that snapshots show
     */
    public ReferralsApi(Transport transport, TokenSource tokens, URI base, Set<String> pointers, InstantSource clock) {
        this.calls = new AuthorizedCalls(transport, tokens, clock);
        this.referrals = URI.create(base + "/referrals");
        this.pointers = Set.copyOf(pointers);
    }

    @Override
    public Referral read(String referralId) {
        Answer answer = calls.get(at(referralId));
        if (!answer.ok()) {
            throw calls.refused(answer, false, ProblemCode.REFERRAL_GONE);
        }
        return ReferralDocument.in(answer, referralId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Asks for the new representation. If the answer is a 2xx without a readable one (the documented default is an
     * empty 204), one further GET shows what the referral is now.
     */
    @Override
    public Written patch(String referralId, String version, Map<String, JsonNode> values) {
        values.keySet().stream()
                .filter(ReferralSnapshot::isMicrosofts)
                .findFirst()
                .ifPresent(pointer -> {
                    throw Problem.of(
                                    ProblemCode.NOT_CHANGEABLE,
                                    "expected a member of our own referral, found " + pointer)
                            .failure();
                });
        Map<String, String> headers = Map.of("If-Match", version, "Prefer", "return=representation");
        Answer answer = calls.send("PATCH", at(referralId), headers, JsonPatch.of(values));
        if (answer.status() == 412) {
            return new Written.Stale();
        }
        if (!answer.ok()) {
            throw calls.refused(answer, true, ProblemCode.REFERRAL_GONE);
        }
        return new Written.Done(ReferralSnapshot.of(pointers, shown(answer, referralId)));
    }

    private Referral shown(Answer patched, String referralId) {
        try {
            return ReferralDocument.in(patched, referralId);
        } catch (Failure noRepresentation) {
            return afterWriting(() -> read(referralId));
        }
    }

    @Override
    public Referral create(ObjectNode referral, String requestId) {
        Answer answer = calls.send("POST", referrals, Map.of("MS-RequestId", requestId), referral);
        if (!answer.ok()) {
            throw calls.refused(answer, true, ProblemCode.MISCONFIGURED);
        }
        return afterWriting(() -> ReferralDocument.checked(AuthorizedCalls.json(answer)));
    }

    /** {@inheritDoc} One without a creation time cannot be called older, so it is among them. */
    @Override
    public List<Referral> createdSince(Instant since) {
        List<Referral> found = new ArrayList<>();
        ReferralPages pages = new ReferralPages(calls, referrals, "$orderby=createdDateTime%20desc");
        while (pages.hasNext()) {
            for (Referral referral : pages.next()) {
                if (referral.createdAt().filter(since::isAfter).isPresent()) {
                    return found;
                }
                if (!referral.isMicrosofts()) {
                    found.add(referral);
                }
            }
        }
        return found;
    }

    @Override
    public ReferralPage lastChanged(Optional<String> next) {
        ReferralPages pages = next.map(link -> ReferralPages.from(calls, referrals, link))
                .orElseGet(() -> new ReferralPages(calls, referrals, "$orderby=updatedDateTime%20desc"));
        List<Referral> page = pages.next();
        return new ReferralPage(page, pages.link());
    }

    @Override
    public List<Referral> inEngagement(String engagementId) {
        String query = "$filter=engagementId%20eq%20%27" + ReferralIds.checked(engagementId) + "%27";
        List<Referral> found = new ArrayList<>();
        new ReferralPages(calls, referrals, query).forEachRemaining(found::addAll);
        return found;
    }

    private URI at(String referralId) {
        return URI.create(referrals + "/" + ReferralIds.checked(referralId));
    }

    /** The write was done: whatever fails now leaves the caller without knowing what it did. */
    private static Referral afterWriting(Supplier<Referral> reading) {
        try {
            return reading.get();
        } catch (Failure failure) {
            throw failure.problem()
                    .from(RemoteSystem.PARTNER_CENTER)
                    .withOutcomeUnknown()
                    .failure(failure);
        }
    }
}
