package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Phase;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what has to be known before anything is decided: the source of the event, and the target only if it must be. */
public final class Reading {
    /** Failures in a row after which an old reading counts. */
    static final int TRIES_TO_SEE_IT = 4;

    private final PairAtWork at;

    Reading(PairAtWork at) {
        this.at = at;
    }

    /** Reads the side the event came from, and the other one where it has to be compared anew. */
    void readSource() {
        if (at.work.subject().side() == Side.CRM) {
            readRecordIfKnown();
        } else if (at.pair().referralId().isEmpty()
                || at.pair().referralId().get().equals(at.work.subject().id())) {
            readOwnReferral();
        } else {
            readOtherHalf();
        }
        // What is held was compared with both sides; with one of them unread it would look settled. What the field map
        // means differently now is adopted as both sides show it. What was parked may never have been read. A deal that
        // is
        // not shared is written nowhere, so what its other side shows can wait until it is.
        readRest(Causes.readsBoth(at.work.cause())
                || sellerAsks()
                || !at.map().redefinedSince(at.pair().definitions()).isEmpty()
                || !at.pair().held().isEmpty()
                || isGivenUp());
    }

    private boolean isGivenUp() {
        boolean leftAlone = at.began.phase() == Phase.UNSHARED && !at.shared();
        return at.pair().linked()
                && !leftAlone
                && Stream.of(Side.values())
                        .anyMatch(side -> at.pair().side(side).version().isEmpty());
    }

    private void readRecordIfKnown() {
        if (at.pair().record().isPresent() && at.freshly(Side.CRM).isEmpty()) {
            at.readRecord();
        }
    }

    /** Whether the seller set the column that asks for a sync. */
    private boolean sellerAsks() {
        return at.map()
                .columns()
                .asked()
                .syncNow()
                .flatMap(column ->
                        at.freshly(Side.CRM).map(snapshot -> snapshot.values().get(column)))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    private void readOwnReferral() {
        if (at.pair().referralId().isEmpty()) {
            firstReading();
        } else if (at.freshly(Side.PARTNER_CENTER).isEmpty()) {
            readOwnUnlessRead();
        }
        Optional<Instant> shown = at.freshly(Side.PARTNER_CENTER).orElseThrow().updatedAt();
        boolean older = at.work.stamp().isPresent()
                && shown.filter(at.work.stamp().get()::isAfter).isPresent();
        // An event may well be stamped a moment after the change it is about: after a few tries what is shown counts.
        if (older && at.began.failures() < TRIES_TO_SEE_IT) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "the event says " + at.work.stamp().get() + ", the referral still shows " + shown.get())
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
    }

    /** Whoever found the pair may have read it a moment ago. */
    private void readOwnUnlessRead() {
        at.referralRead()
                .filter(read -> at.pair().referralId().equals(Optional.of(read.id())))
                .ifPresentOrElse(at::readAsOwn, at::readReferral);
    }

    /** The referral that a pair without one was found by. Microsoft's half never takes the place of our own. */
    private void firstReading() {
        Referral first = at.referralRead()
                .filter(read -> read.id().equals(at.work.subject().id()))
                .orElseGet(() -> at.ports.partnerCenter().read(at.work.subject().id()));
        if (first.isMicrosofts()) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "Microsoft's half " + first.id() + " is known before our own referral of its engagement")
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
        at.referralRead(Optional.of(first));
        at.become(at.pair().change().referral(first.id()).now());
        at.readAsOwn(first);
    }

    /**
     * Microsoft's half shows only a part: it tells no version of our own referral. A half that this pair had before it got
     * another referral says nothing about the present ones, be it there or gone.
     */
    private void readOtherHalf() {
        if (isFormerReferral()) {
            at.referralRead(Optional.empty());
            return;
        }
        otherHalf()
                .filter(this::isOfOurEngagement)
                .ifPresentOrElse(this::show, () -> at.referralRead(Optional.empty()));
    }

    private boolean isFormerReferral() {
        return at.ports
                .claims()
                .owner(Claim.former(at.work.subject().id()))
                .filter(at.pair().id().value()::equals)
                .isPresent();
    }

    /** @return nothing if it is gone, and not the half that Microsoft has now */
    private Optional<Referral> otherHalf() {
        String id = at.work.subject().id();
        try {
            return Optional.of(at.referralRead()
                    .filter(read -> read.id().equals(id))
                    .orElseGet(() -> at.ports.partnerCenter().read(id)));
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.REFERRAL_GONE
                    || at.pair().microsoftReferralId().equals(Optional.of(id))) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private boolean isOfOurEngagement(Referral half) {
        Optional<String> ours = at.pair().engagementId();
        return !half.isMicrosofts()
                || ours.isEmpty()
                || half.engagementId().isEmpty()
                || half.engagementId().equals(ours);
    }

    private void show(Referral half) {
        if (!half.isMicrosofts()) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "referral " + half.id() + " names the record of referral "
                                    + at.pair().referralId().orElse("?"))
                    .failure();
        }
        at.referralRead(Optional.empty());
        at.become(at.pair().change().microsoftReferral(half.id()).now());
        at.microsofts(at.snapshot(half).values());
    }

    /**
     * A side without a version may show what an earlier run saw but did not carry over. It is read before anything can be
     * written, so not as long as the deal is not shared; a switch that was never seen may be off, and is looked at first.
     */
    private void readRest(boolean both) {
        if (at.pair().record().isPresent()
                && at.freshly(Side.CRM).isEmpty()
                && (both
                        || !at.switchIsKnown()
                        || at.shared() && at.pair().crm().version().isEmpty())) {
            at.readRecord();
        }
        if (at.pair().referralId().isPresent()
                && at.freshly(Side.PARTNER_CENTER).isEmpty()
                && (both || at.shared() && at.pair().partnerCenter().version().isEmpty())) {
            readOwnUnlessRead();
        }
    }
}
