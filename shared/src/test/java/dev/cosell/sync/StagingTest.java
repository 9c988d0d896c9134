package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.partnercenter.ReadOnlyPartnerCenter;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partner Center has no test environment: staging sees the real one, and leaves it as it is. */
class StagingTest {
    private static final String STG = ProblemCode.STAGING_READS_ONLY.code();

    private final World world = staging(Set.of());

    @Test
    void s66_whatIsInPartnerCenterComesInAndNothingGoesBack() {
        Pair pair = world.inbound("arrives");
        world.portal(pair, World.VALUE, JsonNodeFactory.instance.numberNode(4200));
        world.settle();
        world.seller(pair, "description", World.text("typed in staging"));
        world.settle();

        assertEquals(List.of(), writesToPartnerCenter(world));
        assertEquals("as sent by Microsoft", world.note(pair));
        assertEquals("typed in staging", world.description(pair));
        assertEquals(0, new BigDecimal(4200).compareTo(recordValue(pair).decimalValue()));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aRefusedWriteIsToldOnTheTimelineAndNotRetried() {
        Pair pair = world.inbound("told");
        world.seller(pair, "description", World.text("typed in staging"));
        world.settle();
        world.portal(pair, World.VALUE, JsonNodeFactory.instance.numberNode(4200));
        world.settle().asks(record(pair), Causes.HELD_RETRY).settle();

        List<String> told = told(pair);
        assertEquals(2, told.size(), told::toString);
        assertTrue(told.get(0).contains("(externalReferenceId)"), told::toString);
        assertTrue(told.get(1).contains("(notes)"), told::toString);
        assertEquals(List.of(), writesToPartnerCenter(world));
        Pair now = world.again(pair);
        assertEquals(
                ProblemCode.STAGING_READS_ONLY, now.divergences().get("notes").code());
        assertEquals(0, now.failures());
        assertTrue(now.pending().isEmpty());
        assertTrue(world.queue.nextVisible().isEmpty());
    }

    @Test
    void aBackLinkThatMayNotBeWrittenHoldsNothing() {
        Pair pair = world.inbound("without a back-link");
        world.wait(Duration.ofHours(1));
        world.asks(record(pair), Causes.SYNC_NOW).settle();

        assertEquals(Set.of(), world.again(pair).held().keySet());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aListedReferralIsWrittenAsInProduction() {
        World listed = staging(Set.of("REFERRAL-1"));
        Pair pair = listed.inbound("listed");
        Pair other = listed.inbound("not listed");

        listed.seller(pair, "description", World.text("typed in staging"));
        listed.seller(other, "description", World.text("typed in staging"));
        listed.settle();

        assertEquals("typed in staging", listed.note(pair));
        assertEquals("as sent by Microsoft", listed.note(other));
    }

    @Test
    void aSharedRecordIsHeldAndMakesNoReferral() {
        RecordRef record = world.crm.enters("shared in staging", true);
        world.settle();

        Pair pair = world.pairOf(record);
        assertEquals(Phase.HELD, pair.phase());
        assertEquals(
                ProblemCode.STAGING_READS_ONLY, pair.problem().orElseThrow().code());
        assertTrue(pair.pending().isEmpty());
        assertEquals(List.of(), world.partnerCenter.all());
    }

    @Test
    void aMoveThatSomebodyAskedForIsRefusedInTheTimeline() {
        Pair pair = world.inbound("asked");
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        Command accept = new Command(
                "c", Command.Kind.ACCEPT, JsonNodeFactory.instance.objectNode(), "Kim", world.clock.instant());
        world.store
                .replace(row, row.value().change().command(accept).now(), List.of())
                .orElseThrow();
        world.asks(record(pair), Causes.ASKED).settle();

        assertTrue(
                told(pair).stream().anyMatch(problem -> problem.startsWith(STG)),
                () -> told(pair).toString());
        assertEquals(List.of(), world.again(pair).commands());
        assertEquals(List.of(), writesToPartnerCenter(world));
    }

    @Test
    void aCrashAroundARefusedWriteLeavesNothingBehind() {
        Asked.crashAtEveryStep(
                () -> staging(Set.of()),
                world -> world.inbound("crashing"),
                (world, pair) -> world.seller(pair, "description", World.text("typed in staging")),
                (world, pair) -> {
                    assertEquals(List.of(), writesToPartnerCenter(world));
                    assertTrue(world.again(pair).pending().isEmpty());
                    assertEquals("typed in staging", world.description(pair));
                    assertEquals(Phase.IN_STEP, world.again(pair).phase());
                });
    }

    private static World staging(Set<String> writable) {
        return new World(
                1,
                World.MAP,
                ports -> ports.with(new ReadOnlyPartnerCenter(ports.partnerCenter(), writable)),
                SyncSettings.DEFAULT);
    }

    private static List<Calls.Call> writesToPartnerCenter(World world) {
        return world.calls.all().stream()
                .filter(call -> call.system() == RemoteSystem.PARTNER_CENTER && call.write())
                .toList();
    }

    private List<String> told(Pair pair) {
        return world.store.audit(pair.id()).stream()
                .map(AuditEntry::problem)
                .flatMap(problem -> problem.stream())
                .filter(problem -> problem.startsWith(STG))
                .toList();
    }

    private JsonNode recordValue(Pair pair) {
        return world.crm.look(pair.record().orElseThrow()).get("estimatedvalue");
    }

    private static Subject record(Pair pair) {
        return Subject.record(pair.record().orElseThrow());
    }
}
