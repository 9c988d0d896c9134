package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that the seller closed is locked: where its deal stands is said elsewhere. */
class ClosedRecordTest {
    private final World world = new World();
    private Pair pair;

    @BeforeEach
    void theSellerWinsADealWhoseRecordIsLockedThen() {
        pair = world.outbound("Contoso goes cloud");
        world.faults = (system, verb, write) -> verb.equals("crm.tell")
                        && world.crm
                                        .look(pair.record().orElseThrow())
                                        .get("statecode")
                                        .asInt()
                                != 0
                ? Optional.of(new Faults.Fault(
                        Problem.of(ProblemCode.RECORD_CLOSED, "the record is closed")
                                .from(RemoteSystem.CRM),
                        false))
                : Optional.empty();
        world.counting().sellerCloses(pair, true);
        world.settle();
    }

    @Test
    void aStatusThatTheClosedRecordRefusesIsOnTheTimelineAndAmongTheWarnings() {
        assertEquals(Phase.CLOSED, world.again(pair).phase());
        Problem untold = world.again(pair).divergences().get(Warnings.UNTOLD);
        assertEquals(ProblemCode.RECORD_CLOSED, untold.code());
        assertTrue(untold.detail().contains("Closed in Partner Center: Won"), untold.detail());
        assertTrue(untold.detail().contains("Deal registration wants 72 hours"), untold.detail());
        assertEquals(1, refusals());
    }

    @Test
    void whatWasRefusedIsNotTriedAgainAsLongAsNothingIsNew() {
        long before = world.calls.of("crm.tell");
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        world.asks(Subject.referral(pair.referralId().orElseThrow()), "referral-updated")
                .settle();
        assertEquals(before, world.calls.of("crm.tell"));
        assertEquals(1, refusals());
        assertTrue(world.again(pair).divergences().containsKey(Warnings.UNTOLD));
    }

    @Test
    void aRecordThatIsReopenedReadsWhereItsDealStands() {
        world.sellerReopens(pair);
        world.settle();
        assertFalse(world.again(pair).divergences().containsKey(Warnings.UNTOLD));
        String status = world.crm.text(
                pair.record().orElseThrow(), World.MAP.columns().told().status().orElseThrow());
        assertFalse(status.equals("In step"), status);
    }

    private long refusals() {
        return Asked.did(world, pair).stream()
                .filter("could not tell the seller"::equals)
                .count();
    }
}
