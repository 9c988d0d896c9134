package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.CustomMap;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A deal that names a half nobody finds is never ignored, and a person gives it another half in one step. */
class OrphanTest {
    private final World world = new World();

    @Test
    void s36_anUnknownIdBecomesAnOrphanWithinAMinuteAndIsNotIgnored() {
        Instant arrived = world.clock.instant();
        Pair pair = lost(world);
        assertEquals(Phase.ORPHAN, pair.phase());
        assertEquals(ProblemCode.ORPHAN, pair.problem().orElseThrow().code());
        assertTrue(Duration.between(arrived, world.clock.instant()).compareTo(Duration.ofMinutes(1)) < 0);
        assertEquals(Set.of(), world.crm.all());
    }

    @Test
    void s36_theIdIsUnderstoodInAnyForm() {
        RecordRef record = world.crm.enters("known", false);
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.events.clear();
        String referral = world.partnerCenter.arrives(
                "known",
                it -> it.put("externalReferenceId", " {" + record.id().toUpperCase(java.util.Locale.ROOT) + "} "));
        world.settle();
        assertEquals(record, world.pairOf(referral).record().orElseThrow());
        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void s36_aRecordThatHoldsTheReferralsIdIsFoundAlthoughTheReferralNamesAnother() {
        RecordRef record = world.crm.enters("moved", true);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-1")));
        world.events.clear();
        String referral = world.partnerCenter.arrives("moved", it -> it.put("externalReferenceId", "of-the-old-crm"));
        world.settle();
        assertEquals("referral-1", referral);
        assertEquals(record, world.pairOf(referral).record().orElseThrow());
        assertEquals(
                record.id(),
                world.partnerCenter.look(referral).externalReferenceId().orElseThrow());
    }

    @Test
    void s36_aRecordNumberIsFoundWhereTheMapNamesItsColumn() {
        World numbered = new World(1, withNumberColumn("name"), UnaryOperator.identity());
        RecordRef record = numbered.crm.enters("OPP-0042", true);
        numbered.events.clear();
        String referral = numbered.partnerCenter.arrives("by number", it -> it.put("externalReferenceId", "OPP-0042"));
        numbered.settle();
        assertEquals(record, numbered.pairOf(referral).record().orElseThrow());
    }

    @Test
    void s36_theNearestCandidatesAreNamed() {
        RecordRef near = world.crm.enters("lost", false);
        Pair pair = lost(world);
        String detail = pair.problem().orElseThrow().detail();
        assertTrue(detail.endsWith("records with the same name: " + near.id()), detail);
    }

    @Test
    void s36_aRecordThatNamesAnEngagementFindsItsReferral() {
        String referral = world.partnerCenter.arrives("known", it -> it.put("engagementId", "e-7"));
        world.events.clear();
        RecordRef record = world.crm.enters("known", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("e-7")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(referral, world.pairOf(record).referralId().orElseThrow());
    }

    @Test
    void s36_anUnknownReferralIdCanBeCorrectedOnTheRecord() {
        String referral = world.partnerCenter.arrives("known");
        world.events.clear();
        RecordRef record = orphanRecord(world).record().orElseThrow();
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text(referral)));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals(referral, world.pairOf(record).referralId().orElseThrow());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void s36_linkTiesAnOrphanToARecordAndWritesTheIdsOnBothSides() {
        RecordRef record = world.crm.enters("found by a person", false);
        Pair pair = lost(world);
        Asked.link(world, pair, record.id());
        world.settle();
        Pair now = world.again(pair);
        assertEquals(record, now.record().orElseThrow());
        assertEquals(Phase.IN_STEP, now.phase());
        assertEquals(Set.of(), world.differences(now));
        String referral = now.referralId().orElseThrow();
        assertEquals(
                record.id(),
                world.partnerCenter.look(referral).externalReferenceId().orElseThrow());
        assertEquals(referral, world.crm.text(record, World.MAP.columns().referralId()));
        assertTrue(world.crm.look(record).get(World.SYNC).asBoolean());
        assertEquals(List.of(), now.commands());
        world.seller(now, "description", World.text("goes on"));
        world.settle();
        assertEquals("goes on", world.note(now));
    }

    @Test
    void aLinkedRecordWithoutAValueTakesTheReferralsWhateverCurrencyItBeganWith() {
        RecordRef record = world.crm.enters("found by a person", false);
        world.crm.edits(
                record, Map.of("estimatedvalue", NullNode.getInstance(), "transactioncurrencyid", World.text("EUR")));
        Pair pair = lost(world);
        Asked.link(world, pair, record.id());
        world.settle();
        Pair now = world.again(pair);
        assertEquals(Phase.IN_STEP, now.phase(), () -> now.problem().toString());
        assertEquals(Set.of(), world.differences(now));
        assertEquals("USD", world.crm.text(record, "transactioncurrencyid"));
    }

    @Test
    void s36_aCrashAtAnyStepOfLinkingLinksItOnce() {
        Asked.crashAtEveryStep(
                World::new,
                fresh -> {
                    fresh.crm.enters("found by a person", false);
                    return lost(fresh);
                },
                (fresh, pair) -> Asked.link(fresh, pair, "0000-1"),
                (fresh, pair) -> {
                    Pair now = fresh.again(pair);
                    assertEquals("0000-1", now.record().orElseThrow().id());
                    assertEquals(Phase.IN_STEP, now.phase());
                    assertEquals(1, fresh.crm.all().size());
                    assertEquals(Set.of(), fresh.differences(now));
                    assertEquals(List.of(), now.commands());
                    assertTrue(
                            fresh.crm.look(now.record().get()).get(World.SYNC).asBoolean());
                });
    }

    @Test
    void s36_aLinkToARecordThatLacksNothingTurnsItsSwitchOnWhereverItCrashes() {
        Asked.crashAtEveryStep(
                World::new,
                OrphanTest::lostToACopy,
                (fresh, pair) -> Asked.link(fresh, pair, "0000-2"),
                (fresh, pair) -> {
                    Pair now = fresh.again(pair);
                    assertEquals("0000-2", now.record().orElseThrow().id());
                    assertTrue(
                            fresh.crm.look(now.record().get()).get(World.SYNC).asBoolean());
                    assertEquals(Phase.IN_STEP, now.phase());
                    assertEquals(List.of(), now.commands());
                    assertEquals(
                            1,
                            Asked.did(fresh, pair).stream()
                                    .filter("link is done, asked by Kim"::equals)
                                    .count());
                });
    }

    @Test
    void s36_aRecordOfAnotherDealIsNotLinked() {
        Pair other = world.outbound("somebody else's");
        Pair pair = lost(world);
        Asked.link(world, pair, other.record().orElseThrow().id());
        world.settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        assertEquals(List.of(), world.again(pair).commands());
        assertTrue(Asked.did(world, pair).contains("refused to link, asked by Kim"));
        assertEquals(other.referralId(), world.again(other).referralId());
    }

    @Test
    void s36_aRecordThatDoesNotExistIsNotLinkedAndSaidSo() {
        Pair pair = lost(world);
        Asked.link(world, pair, "no-such-record");
        world.settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        assertTrue(Asked.did(world, pair).contains("refused to link, asked by Kim"));
    }

    @Test
    void s36_createAndClearMakeARecordAndOverwriteTheIdThatLedNowhere() {
        for (Command.Kind kind : List.of(Command.Kind.CREATE, Command.Kind.CLEAR)) {
            Asked.crashAtEveryStep(
                    World::new, OrphanTest::lost, (fresh, pair) -> Asked.anew(fresh, pair, kind), (fresh, pair) -> {
                        Pair now = fresh.again(pair);
                        assertEquals(Phase.IN_STEP, now.phase());
                        assertEquals(Set.of(now.record().orElseThrow()), fresh.crm.all());
                        assertEquals(
                                now.record().get().id(),
                                fresh.partnerCenter
                                        .look(now.referralId().orElseThrow())
                                        .externalReferenceId()
                                        .orElseThrow());
                        assertEquals(List.of(), now.commands());
                        assertEquals(1, fresh.crm.accounts().size());
                    });
        }
    }

    @Test
    void s36_clearTakesTheRecordThatHoldsTheReferralsId() {
        Pair pair = lost(world);
        RecordRef record = world.crm.enters("restored from a backup", true);
        world.crm.edits(
                record,
                Map.of(
                        World.MAP.columns().referralId(),
                        World.text(pair.referralId().orElseThrow())));
        world.events.clear();
        Asked.anew(world, pair, Command.Kind.CLEAR);
        world.settle();
        assertEquals(record, world.again(pair).record().orElseThrow());
        assertEquals(1, world.crm.all().size());
    }

    @Test
    void s36_createMakesAReferralForARecordWhoseReferralNobodyKnows() {
        Asked.crashAtEveryStep(
                World::new,
                OrphanTest::orphanRecord,
                (fresh, pair) -> Asked.anew(fresh, pair, Command.Kind.CREATE),
                (fresh, pair) -> {
                    Pair now = fresh.again(pair);
                    assertEquals(Phase.IN_STEP, now.phase());
                    assertEquals(1, fresh.partnerCenter.all().size());
                    assertEquals(
                            now.referralId().orElseThrow(),
                            fresh.crm.text(
                                    now.record().orElseThrow(),
                                    World.MAP.columns().referralId()));
                });
    }

    @Test
    void s36_createAfterADeletionMakesANewRecordOnceWhateverCrashes() {
        Asked.crashAtEveryStep(
                World::new,
                fresh -> {
                    Pair pair = fresh.inbound("Move to Azure");
                    fresh.crm.deletes(pair.record().orElseThrow());
                    fresh.settle();
                    return pair;
                },
                (fresh, pair) -> Asked.anew(fresh, pair, Command.Kind.CREATE),
                (fresh, pair) -> {
                    Pair now = fresh.again(pair);
                    assertEquals(Phase.IN_STEP, now.phase());
                    assertNotEquals(pair.record(), now.record());
                    assertEquals(Set.of(now.record().orElseThrow()), fresh.crm.all());
                    assertEquals(Set.of(), fresh.differences(now));
                    assertEquals(
                            now.record().get().id(),
                            fresh.partnerCenter
                                    .look(now.referralId().orElseThrow())
                                    .externalReferenceId()
                                    .orElseThrow());
                });
    }

    @Test
    void aRecordThatIsBackByThenIsNotReplaced() {
        Pair pair = world.inbound("Move to Azure");
        RecordRef record = pair.record().orElseThrow();
        world.crm.deletes(record);
        world.settle();
        world.crm.restores(record);
        world.events.clear();
        Asked.anew(world, pair, Command.Kind.CREATE);
        world.settle();
        assertEquals(Set.of(record), world.crm.all());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertTrue(
                Asked.did(world, pair).contains("nothing to do, both halves are there, asked by Kim"),
                Asked.did(world, pair).toString());
    }

    @Test
    void s36_createAfterTheReferralVanishedMakesANewReferral() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.partnerCenter.vanishes(pair.referralId().orElseThrow());
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        Asked.anew(world, pair, Command.Kind.CREATE);
        world.settle();
        Pair now = world.again(pair);
        assertEquals(Phase.IN_STEP, now.phase());
        assertEquals(1, world.partnerCenter.all().size());
        assertNotEquals(pair.referralId(), now.referralId());
        assertEquals(
                now.referralId().orElseThrow(),
                world.crm.text(pair.record().orElseThrow(), World.MAP.columns().referralId()));
    }

    private static Pair lost(World world) {
        String referral = world.partnerCenter.arrives("lost", it -> it.put("externalReferenceId", "no-such-record"));
        world.settle();
        return world.pairOf(referral);
    }

    /** The record is gone; another one shows the same, with its switch off. */
    private static Pair lostToACopy(World world) {
        Pair pair = world.outbound("twice");
        RecordRef record = pair.record().orElseThrow();
        RecordRef copy = world.crm.copies(record);
        world.crm.edits(copy, Map.of(World.SYNC, BooleanNode.FALSE));
        world.crm.deletes(record);
        world.settle();
        assertEquals("0000-2", copy.id());
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        return pair;
    }

    private static Pair orphanRecord(World world) {
        RecordRef record = world.crm.enters("restored from a backup", false);
        world.crm.edits(record, Map.of(World.MAP.columns().referralId(), World.text("referral-99")));
        world.sellerSwitches(record, true);
        world.settle();
        return world.pairOf(record);
    }

    private static FieldMap withNumberColumn(String column) {
        return CustomMap.deals("{'columns': {'number': '" + column + "'}}");
    }
}
