package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Exactly one of everything in a CRM that chooses the ids of its records itself. */
class ChosenIdsTest {
    @Test
    void theRecordThatWasMadeIsThePairsByItsOwnId() {
        World world = world();
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        Pair pair = world.pairOf(referral);
        RecordRef record = pair.record().orElseThrow();
        assertEquals(Set.of(record), world.crm.all());
        assertEquals(record, world.pairOf(record).record().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(
                record.id(),
                world.partnerCenter.look(referral).externalReferenceId().orElseThrow());
    }

    @Test
    void itCostsNoCallMoreThanWhereWeChoose() {
        World world = world();
        world.partnerCenter.arrives("Move to Azure");
        world.settle();
        assertEquals(1, count(world, "crm.create"));
        assertEquals(0, count(world, "crm.read"));
    }

    @Test
    void aCrashAtAnyStepStillMakesOneRecordAndOnePair() {
        Consumer<World> story = world -> world.partnerCenter.arrives("Move to Azure");
        int steps = stepsOf(story);
        assertTrue(steps > 20, "steps: " + steps);
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = world();
            crashAt(crashing, crash);
            story.accept(crashing);
            String at = "crash at step " + crash;
            crashing.settleThroughCrashes();
            assertEquals(1, crashing.crm.all().size(), at);
            assertEquals(1, crashing.crm.accounts().size(), at);
            assertEquals(1, crashing.store.pairs().size(), at);
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals(crashing.crm.all(), Set.of(pair.record().orElseThrow()), at);
            assertEquals(Set.of(), crashing.differences(pair), at);
        }
    }

    @Test
    void theEventOfTheNewRecordThatBeatsOurRecordOfItJoinsThePair() {
        World world = world();
        String referral = world.partnerCenter.arrives("Move to Azure");
        // The process dies once the record is there; its event is worked on before anything else.
        world.crashesAt("after crm.create", 1).settleThroughCrashes();
        RecordRef record = world.crm.all().iterator().next();
        world.asks(Subject.record(record), "Create").settle();
        Pair pair = world.pairOf(referral);
        assertEquals(1, world.store.pairs().size());
        assertEquals(pair.id(), world.pairOf(record).id());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(Map.of(), pair.held());
    }

    @Test
    void aCopyOfTheRecordIsHeldAndTheRecordGoesOn() {
        World world = world();
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        RecordRef record = world.pairOf(referral).record().orElseThrow();
        RecordRef copy = world.crm.copies(record);
        world.settle();
        assertEquals(
                ProblemCode.CLAIMED_TWICE,
                world.pairOf(copy).problem().orElseThrow().code());
        world.portal(world.pairOf(referral), World.NOTES, World.text("still in step"));
        world.settle();
        assertEquals(Set.of(), world.differences(world.pairOf(referral)));
        assertEquals(record, world.pairOf(referral).record().orElseThrow());
    }

    @Test
    void aRecordThatSomebodyClaimedBeforeUsIsOnTheTimelineAsMade() {
        World world = world();
        String referral = world.partnerCenter.arrives("Move to Azure");
        // Deleted at once; its late event, which finds nothing, is worked on before we have noted what we made.
        world.hook = step -> {
            if (step.equals("after crm.create")) {
                world.hook = any -> {};
                RecordRef made = world.crm.all().iterator().next();
                world.crm.deletes(made);
                world.asks(Subject.record(made), Causes.UPDATED).workOne();
            }
        };
        world.settle();
        Pair pair = world.pairOf(referral);
        assertEquals(ProblemCode.CLAIMED_TWICE, pair.problem().orElseThrow().code());
        assertEquals(1, count(world, "crm.create"));
        assertTrue(Asked.did(world, pair).contains("created"), Asked.did(world, pair)::toString);
    }

    private static World world() {
        World world = new World();
        world.crm.choosesIds();
        return world;
    }

    private static long count(World world, String verb) {
        return world.calls.all().stream()
                .map(Calls.Call::verb)
                .filter(verb::equals)
                .count();
    }

    private static int stepsOf(Consumer<World> story) {
        World counting = world();
        int[] steps = {0};
        story.accept(counting);
        counting.hook = step -> steps[0]++;
        counting.settle();
        return steps[0];
    }

    private static void crashAt(World world, int step) {
        int[] left = {step};
        world.hook = at -> {
            if (--left[0] == 0) {
                throw new World.Crash();
            }
        };
    }
}
