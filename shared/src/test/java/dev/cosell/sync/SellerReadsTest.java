package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Milestones;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a deal, its record says so: a word, a code, a time, a next step and where to read on. */
class SellerReadsTest {
    private static final Links LINKS = new Links(Optional.of(URI.create("https://app.example/")));
    private static final Faults.Fault AWAY =
            new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503").from(RemoteSystem.PARTNER_CENTER), false);

    private final World world = new World(LINKS);

    @Test
    void s30_everyStatusIsReachedAndReadOnTheRecord() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef record = pair.record().orElseThrow();
        assertEquals("In step", status(record));
        world.seller(pair, "estimatedvalue", IntNode.valueOf(0));
        world.settle();
        assertEquals("Held", status(record));
        String told = world.crm.text(record, "cosell_syncproblem");
        assertTrue(told.startsWith("VAL-01 Deal value not positive (dealValue): "), told);
        assertTrue(told.contains(ProblemCode.VALUE_NOT_POSITIVE.fix()), told);
        assertTrue(told.contains("Held since 2026-"), told);
        world.seller(pair, "estimatedvalue", IntNode.valueOf(9000));
        world.settle();
        world.sellerSwitches(record, false);
        world.settle();
        assertEquals("Not shared", status(record));
        world.sellerSwitches(record, true);
        world.settle();
        world.sellerCloses(pair, false);
        world.settle();
        assertTrue(status(record).startsWith("Closed in Partner Center"), status(record));
    }

    @Test
    void s30_whatLastsIsReadAsWaitingAndGoesAwayByItself() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef record = pair.record().orElseThrow();
        world.failsTimes("pc.patch", 6, AWAY);
        world.seller(pair, "description", World.text("are you there?"));
        List<String> read = new ArrayList<>();
        world.hook = step -> read.add(world.crm.text(record, "cosell_syncstatus"));
        world.settle();
        assertTrue(read.contains("Waiting"), Set.copyOf(read).toString());
        assertEquals("In step", status(record));
        assertEquals("are you there?", world.note(pair));
    }

    @Test
    void s30_whatIsGivenUpIsReadAsParked() {
        Pair pair = world.inbound("Move to Azure");
        world.failsTimes("pc.patch", 100, AWAY);
        world.seller(pair, "description", World.text("are you there?"));
        world.settle();
        assertEquals("Parked", status(pair.record().orElseThrow()));
        assertEquals(Phase.PARKED, world.again(pair).phase());
    }

    @Test
    void s30_anOrphanIsReadAsOrphan() {
        RecordRef record = world.crm.enters("restored from a backup", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-99")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals("Orphan", status(record));
    }

    @Test
    void s51_whatIsToldLeadsToTheReferralTheRecordAndTheHelpOfItsCode() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef record = pair.record().orElseThrow();
        world.seller(pair, "estimatedvalue", IntNode.valueOf(0));
        world.settle();
        String line = world.crm.text(record, World.MAP.columns().told().audit());
        assertTrue(
                line.contains("Referral: https://partner.microsoft.com/referrals/v2/inbox?id="
                        + pair.referralId().get()),
                line);
        assertTrue(line.contains("Record: https://crm.example/" + record), line);
        assertTrue(line.contains("Help: https://app.example/api/problems/VAL-01"), line);
        String told = world.crm.text(record, "cosell_syncproblem");
        assertTrue(told.contains(" https://app.example/api/problems/VAL-01"), told);
        assertTrue(
                told.contains("Timeline: https://app.example/api/console#/timeline/"
                        + pair.id().value()),
                told);
    }

    @Test
    void s59_theRecordHoldsTheAddressOfItsTimeline() {
        Pair inbound = world.inbound("Move to Azure");
        Pair outbound = world.outbound("Contoso goes cloud");
        for (Pair pair : List.of(inbound, outbound)) {
            assertEquals(
                    "https://app.example/api/console#/timeline/" + pair.id().value(),
                    world.crm.text(pair.record().orElseThrow(), "cosell_timeline"));
        }
    }

    @Test
    void s30_theTextNeverPassesItsBounds() {
        Pair many = Pair.fresh(new PairId("c-1"), Instant.EPOCH);
        Map<String, Problem> held = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            held.put("f" + i, Problem.of(ProblemCode.INVALID_VALUE, "x".repeat(100) + i));
        }
        Map<String, JsonNode> columns = Telling.of(
                        many.change()
                                .phase(Phase.HELD)
                                .referral("r".repeat(64))
                                .held(held)
                                .now(),
                        Milestones.of(Map.of()),
                        Instant.EPOCH)
                .columns(
                        World.MAP,
                        new Signposts(
                                LINKS,
                                Optional.of("https://partner.example/" + "r".repeat(64)),
                                Optional.of("https://crm.example/" + "o".repeat(64)),
                                LINKS.timeline(new PairId("r-" + "x".repeat(64)))),
                        Instant.EPOCH);
        String problem = columns.get("cosell_syncproblem").asText();
        assertTrue(problem.length() <= 4000, () -> problem.length() + " characters");
        assertTrue(problem.contains(" more problems"), problem);
        assertTrue(columns.get(World.MAP.columns().told().audit()).asText().length() <= 4000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2714 Contoso goes cloud",
                "\u2716\uFE0F Contoso goes cloud",
                "\u2714\u2716  Contoso goes cloud"
            })
    void s69_aMarkBeforeTheNameIsNeitherSentNorKept(String marked) {
        RecordRef record = world.crm.enters(marked, true);
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals("Contoso goes cloud", name(pair));
        assertEquals("Contoso goes cloud", world.crm.text(record, "name"));
        assertEquals(Phase.IN_STEP, pair.phase());
        long writes = world.calls.writes();
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();
        assertEquals(writes, world.calls.writes());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void s69_aMarkOnALinkedRecordIsStrippedByOneWriteWhenItIsFirstMet() {
        RecordRef record = world.crm.enters("\u2714 Move to Azure", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-1")));
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.events.clear();
        Pair pair = world.inbound("Move to Azure");
        assertEquals(record, pair.record().orElseThrow());
        assertEquals("Move to Azure", world.crm.text(record, "name"));
        world.counting();
        world.asks(Subject.record(record), Causes.SYNC_NOW).settle();
        assertEquals(0, world.calls.writes());
    }

    @Test
    void s69_aMarkInPartnerCenterDoesNotReachTheRecord() {
        Pair pair = world.inbound("\u2714 Move to Azure");
        assertEquals("Move to Azure", world.crm.text(pair.record().orElseThrow(), "name"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void s69_aMarkThatComesBackLaterIsNoRename() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.counting();
        world.seller(pair, "name", World.text("\u2714 Contoso goes cloud"));
        world.settle();
        assertEquals(0, world.calls.writes());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void s69_aCrashAnywhereStillCleansOnce() {
        for (int crash = 1; crash <= 40; crash++) {
            World crashing = new World(LINKS);
            crashing.crashesAt(crash);
            RecordRef record = crashing.crm.enters("\u2714 Contoso goes cloud", true);
            crashing.settleThroughCrashes();
            assertEquals("Contoso goes cloud", crashing.crm.text(record, "name"), "crash at " + crash);
            assertEquals(1, crashing.partnerCenter.all().size(), "crash at " + crash);
            assertEquals(List.of(), crashing.violations());
        }
    }

    @Test
    void s69_notesKeepTheirMarks() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.seller(pair, "description", TextNode.valueOf("\u2714 agreed"));
        world.settle();
        assertEquals("\u2714 agreed", world.note(pair));
        world.seller(pair, "description", NullNode.getInstance());
        world.settle();
        assertEquals("", world.note(pair));
    }

    private String status(RecordRef record) {
        return world.crm.text(record, "cosell_syncstatus");
    }

    private String name(Pair pair) {
        return world.partnerCenter.look(pair.referralId().orElseThrow()).name().orElseThrow();
    }
}
