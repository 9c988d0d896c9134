package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.fieldmap.Side;
import dev.cosell.operate.poison.Replay;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Parked work that is queued again finds the truth of today, not that of its own day. */
class ReplayTest {
    private final World world = new World();
    private final Replay replay = new Replay(world.inbox);
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void s41_aReplayBringsWhatIsTrueNowAndASecondOneChangesNothing() {
        world.portal(pair, World.NOTES, World.text("typed first"));
        world.events.clear();
        world.portal(pair, World.NOTES, World.text("typed last"));
        world.events.clear();

        replay.again(parked(Side.PARTNER_CENTER, "referral-updated"));
        world.settle();

        assertEquals("typed last", world.description(pair));
        world.counting();
        replay.again(parked(Side.PARTNER_CENTER, "referral-updated"));
        replay.again(parked(Side.CRM, "Update"));
        world.settle();
        assertEquals(0, world.calls.writes());
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void s41_anOldMessageThatIsReplayedLateUndoesNothingNewer() {
        Work old = parked(Side.CRM, "Update");
        world.seller(pair, "description", World.text("typed by the seller since"));
        world.settle();

        replay.again(old);
        world.settle();

        assertEquals("typed by the seller since", world.note(pair));
        assertEquals("typed by the seller since", world.description(pair));
    }

    /** As it was parked long ago, with a mark and a stamp that nobody knows any more. */
    private Work parked(Side side, String cause) {
        Subject subject = side == Side.CRM
                ? Subject.record(pair.record().orElseThrow())
                : Subject.referral(pair.referralId().orElseThrow());
        return new Work(subject, "long gone", cause, Optional.of(Instant.EPOCH), Map.of(), 3, "");
    }
}
