package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestWord;
import dev.cosell.operate.WrittenId;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.TableIgnored;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Inbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Referrals that policy keeps out of the CRM: which they are, and letting one in. */
public final class IgnoredReferrals {
    /** A referral that nothing was heard of for so long is answered, closed or expired. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final TableIgnored ignored;
    private final Claims claims;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public IgnoredReferrals(TableIgnored ignored, Claims claims, Inbox inbox, InstantSource clock) {
        this.ignored = ignored;
        this.claims = claims;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * A page of them, in no particular order; it may hold fewer than asked for and yet have a next one.
     *
     * @param limit 1 to 200
     * @param token of the page before, or empty
     */
    public Reply list(Optional<String> limit, Optional<String> token) {
        Page<IgnoredReferral> page = ignored.list(token, RequestWord.pageSize(limit));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        for (IgnoredReferral referral : page.items()) {
            if (isIn(referral.referralId())) {
                ignored.forget(referral.referralId());
            } else {
                items.add(item(referral));
            }
        }
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    /**
     * Lets one in, whatever policy says now or later.
     *
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND} if none of this id was kept out, {@code NOTHING_TO_DECIDE} if
     *     it is closed
     */
    public Reply admit(String referralId, Asker by) {
        IgnoredReferral referral = WrittenId.of(referralId).stream()
                .flatMap(WrittenId::spellings)
                .flatMap(id -> ignored.find(id).stream())
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NOT_FOUND,
                                "expected the id of a referral that was ignored, found "
                                        + RequestWord.plain(referralId))
                        .failure());
        if (referral.lasting()) {
            throw Problem.of(
                            ProblemCode.NOTHING_TO_DECIDE,
                            "expected a referral that is still open, found one that was ignored because it was "
                                    + referral.reason())
                    .failure();
        }
        // First what stays: whichever event of the referral is worked on next lets it in.
        ignored.admit(referral.referralId(), by.name(), clock.instant());
        inbox.accept(Subject.referral(referral.referralId()), Causes.ADMITTED);
        return Reply.accepted(referral.referralId());
    }

    /**
     * Forgets what was kept out so long ago that nobody will ask for it.
     *
     * @return one line for the log
     */
    public String tidy() {
        return "ignoredReferralsForgotten="
                + ignored.removeOlder(clock.instant().minus(KEPT));
    }

    private boolean isIn(String referralId) {
        return claims.owner(Claim.of(Subject.referral(referralId))).isPresent();
    }

    private static ObjectNode item(IgnoredReferral referral) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("referralId", referral.referralId())
                .put("name", referral.name())
                .put("kind", referral.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("reason", "ignored: " + referral.reason())
                .put("canBeAdmitted", !referral.lasting())
                .put("at", referral.at().toString());
    }
}
