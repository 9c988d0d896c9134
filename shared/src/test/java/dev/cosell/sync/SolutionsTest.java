package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Solution;
import dev.cosell.sync.memory.MemorySolutions;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Ports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Solutions of a deal: known ones, one at least, fifty at most, or the default. */
class SolutionsTest {
    private final MemorySolutions catalogue = new MemorySolutions();
    private final World world = world(Optional.empty());

    @Test
    void s34_theLastSolutionRemovedIsHeldAndTheSyncSwitchStaysOn() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of(World.SOLUTIONS, NullNode.getInstance(), "description", World.text("still in step")));
        world.settle();
        Pair held = world.again(pair);
        assertEquals(Phase.HELD, held.phase());
        assertEquals(ProblemCode.SOLUTION_MISSING, held.held().get("solutions").code());
        assertTrue(world.crm.look(pair.record().orElseThrow()).get(World.SYNC).asBoolean());
        assertEquals(List.of("SOL-7-XYZ"), shared(pair));
        assertEquals("still in step", world.note(pair));
        world.seller(pair, World.SOLUTIONS, World.text("SOL-2-CRM"));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(List.of("SOL-2-CRM"), shared(pair));
    }

    @Test
    void s46_aMistypedSolutionIsHeldWithTheNearestOnes() {
        catalogue.lists("SOL-12345-ABC", "SOL-12345-ABD", "SOL-90001-NWC", "SOL-7-XYZ");
        Pair pair = world.outbound("Contoso goes cloud");
        world.seller(pair, World.SOLUTIONS, World.text("SOL-7-XYZ; SOL-12354-ABC"));
        world.settle();
        Problem problem = world.again(pair).held().get("solutions");
        assertEquals(ProblemCode.SOLUTION_UNKNOWN, problem.code());
        assertTrue(
                problem.detail().contains("\"SOL-12354-ABC\"")
                        && problem.detail().contains("SOL-12345-ABC, SOL-12345-ABD"),
                problem.detail());
        assertEquals(List.of("SOL-7-XYZ"), shared(pair));
    }

    @Test
    void s46_aNewDealWithAMistypedSolutionIsNotSent() {
        catalogue.lists("SOL-7-XYA");
        Pair pair = world.outbound("Contoso goes cloud");
        assertEquals(ProblemCode.SOLUTION_UNKNOWN, pair.problem().orElseThrow().code());
        assertEquals(List.of(), world.partnerCenter.all());
        catalogue.lists("SOL-7-XYZ");
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void s46_aRecordWithoutSolutionGetsTheDefaultOnBothSidesAndTheTimelineSaysSo() {
        World defaulting = world(Optional.of("SOL-1-DEF"));
        RecordRef record = defaulting.crm.enters("Contoso goes cloud", false);
        defaulting.crm.edits(record, Map.of(World.SOLUTIONS, NullNode.getInstance()));
        defaulting.sellerSwitches(record, true);
        defaulting.settle();
        Pair pair = defaulting.pairOf(record);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("SOL-1-DEF", defaulting.crm.text(record, World.SOLUTIONS));
        assertEquals(Set.of(), defaulting.differences(pair));
        assertTrue(defaulting.store.audit(pair.id()).stream()
                .anyMatch(entry -> entry.did().equals("defaulted")
                        && entry.changes().getFirst().after().equals("SOL-1-DEF")));
    }

    @Test
    void whatReferralsNameIsLearned() {
        world.inbound("Move to Azure");
        assertEquals(List.of("SOL-1-ABC"), catalogue.learned());
    }

    /** Else the right one would look mistyped beside it. */
    @Test
    void whatOurOwnRecordEnteredIsNotLearned() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.seller(pair, World.SOLUTIONS, World.text("SOL-12354-ABC"));
        world.settle();
        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.SYNC_NOW)
                .settle();
        assertEquals(List.of(), catalogue.learned());
        world.seller(pair, World.SOLUTIONS, World.text("SOL-12345-ABC"));
        world.settle();
        assertEquals(List.of("SOL-12345-ABC"), shared(pair));
    }

    @Test
    void aSolutionThatTheReferralNamesNeedsNoCatalogue() {
        catalogue.lists("SOL-90001-NWC");
        Pair pair = world.inbound("Move to Azure");
        world.seller(pair, World.SOLUTIONS, World.text("SOL-1-ABC, SOL-90001-NWC"));
        world.settle();
        assertEquals(List.of("SOL-1-ABC", "SOL-90001-NWC"), shared(pair));
    }

    @Test
    void moreThanFiftySolutionsAreHeld() {
        Pair pair = world.outbound("Contoso goes cloud");
        String many = IntStream.range(0, 51).mapToObj(i -> "SOL-" + i).collect(Collectors.joining(" "));
        world.seller(pair, World.SOLUTIONS, World.text(many));
        world.settle();
        assertEquals(
                ProblemCode.SOLUTIONS_TOO_MANY,
                world.again(pair).held().get("solutions").code());
        assertEquals(List.of("SOL-7-XYZ"), shared(pair));
    }

    private World world(Optional<String> defaultSolution) {
        CustomerSettings settings = new CustomerSettings(
                AccountMatching.DEFAULT, CustomerSettings.Columns.DEFAULT, Map.of(), Optional.empty(), defaultSolution);
        UnaryOperator<Ports> knowing = ports -> ports.with(catalogue);
        return new World(1, World.MAP, knowing, SyncSettings.DEFAULT.withCustomers(settings));
    }

    private List<String> shared(Pair pair) {
        return Solution.of(world.partnerCenter.look(pair.referralId().orElseThrow())).stream()
                .map(Solution::id)
                .sorted()
                .toList();
    }
}
