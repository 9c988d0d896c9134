package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.DealKind;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a private deal one step up before Microsoft is asked in: a deal that Microsoft helps with is visible to it. */
final class Upgrading {
    private static final int ROUNDS = 3;
    private static final Map<String, JsonNode> VISIBLE = Map.of(DealKind.VISIBILITY, BooleanNode.TRUE);

    private final PairAtWork at;

    Upgrading(PairAtWork at) {
        this.at = at;
    }

    /**
     * Makes the partner's own referral visible to Microsoft's sellers if it is not. What the record shows follows in the
     * merge.
     *
     * @throws dev.cosell.problem.Failure {@code MOVED_ON} if somebody else keeps changing the referral
     */
    void makeVisible() {
        for (int round = 0; round < ROUNDS; round++) {
            Snapshot shown = at.freshly(Side.PARTNER_CENTER)
                    .filter(snapshot -> snapshot.version().isPresent())
                    .orElseGet(at::readReferral);
            if (isVisible(shown) || write(shown)) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, "Partner Center changed " + ROUNDS + " times")
                .failure();
    }

    /** Puts on the timeline, before it is sent, that a deal is made visible: it cannot be taken back. */
    static void noteIfVisible(PairAtWork at, Map<String, JsonNode> values) {
        if (values.getOrDefault(DealKind.VISIBILITY, BooleanNode.FALSE).asBoolean()) {
            at.note("makes the deal visible to Microsoft's sellers", Optional.empty(), List.of(), Optional.empty());
        }
    }

    private static boolean isVisible(Snapshot shown) {
        return shown.values()
                .getOrDefault(DealKind.VISIBILITY, BooleanNode.FALSE)
                .asBoolean();
    }

    /** @return false if the referral was no longer as it was read */
    private boolean write(Snapshot shown) {
        Instant now = at.clock();
        noteIfVisible(at, VISIBLE);
        Pending pending = new Pending(Pending.Kind.UPDATE, Side.PARTNER_CENTER, VISIBLE, Map.of(), "", now, 0, now);
        Written written = at.announced(
                pending,
                () -> at.ports
                        .partnerCenter()
                        .patch(
                                at.pair().referralId().orElseThrow(),
                                shown.version().orElseThrow(),
                                VISIBLE));
        at.become(at.pair().change().pending(Optional.empty()).now());
        if (written instanceof Written.Done(Snapshot visible)) {
            at.readAs(Side.PARTNER_CENTER, visible);
            return true;
        }
        at.unread(Side.PARTNER_CENTER);
        return false;
    }
}
