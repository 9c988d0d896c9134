package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.PartnerCenter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no event told is found, compared and healed. */
class ReconcileTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static final Problem DENIED =
            Problem.of(ProblemCode.ACCESS_DENIED, "403").from(RemoteSystem.PARTNER_CENTER);

    private final World world = new World();
    private final Remembered state = new Remembered();
    private final Reconcile reconcile = reconcile(world, FieldMaps.of(World.MAP), state);
    private final World leads = World.withLeads();
    private final Remembered stateOfLeads = new Remembered();
    private final Reconcile withLeads = reconcile(leads, World.MAPS, stateOfLeads);

    private static Reconcile reconcile(World world, FieldMaps maps, KeptState state) {
        return new Reconcile(
                maps,
                state,
                world.partnerCenter,
                world.crm,
                world.store,
                world.store,
                world.store,
                world.inbox,
                world.clock);
    }

    private static final class Remembered implements KeptState {
        private Optional<Stored<JsonNode>> stored = Optional.empty();
        private int writes;

        @Override
        public Optional<Stored<JsonNode>> read() {
            return stored;
        }

        @Override
        public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
            if (!was.equals(stored)) {
                return Optional.empty();
            }
            stored = Optional.of(new Stored<>(document, "v" + ++writes));
            return stored;
        }
    }

    @Test
    void theFirstWalkOnlyFindsOutWhereBothSystemsStand() {
        world.partnerCenter.arrives("from before");
        world.events.clear();
        world.wait(Duration.ofDays(3));

        assertTrue(reconcile.walk(false, LONG).startsWith("reconcile=finished compared=0 different=0 unknown=0"));
        assertTrue(world.store.pairs().isEmpty());
    }

    @Test
    void s39_afterADayWithoutEventsNothingIsDifferent() {
        Pair portals = world.inbound("edited in the portal");
        Pair sellers = world.outbound("edited in the CRM");
        Pair untouched = world.inbound("untouched");
        reconcile.walk(false, LONG);
        world.settle().wait(Duration.ofHours(20));

        world.portal(portals, World.NOTES, World.text("typed in the portal"));
        world.seller(sellers, "description", World.text("typed in the CRM"));
        String newcomer = world.partnerCenter.arrives("came meanwhile");
        RecordRef shared = world.crm.enters("shared meanwhile", true);
        RecordRef kept = world.crm.enters("not shared", false);
        world.events.clear();
        world.wait(Duration.ofHours(4));
        reconcile.walk(false, LONG);
        world.settle();

        assertEquals("typed in the portal", world.description(portals));
        assertEquals("typed in the CRM", world.note(sellers));
        for (Pair pair : Set.of(portals, sellers, untouched, world.pairOf(newcomer), world.pairOf(shared))) {
            assertEquals(Set.of(), world.differences(world.again(pair)));
            assertEquals(Phase.IN_STEP, world.again(pair).phase());
        }
        assertTrue(world.store.pairs().stream().noneMatch(pair -> pair.record().equals(Optional.of(kept))));
        JsonNode report = reconcile.report().body().orElseThrow().at("/finished/0");
        assertEquals(2, report.path("unknown").asInt());
        assertEquals(report.path("queued").size(), report.path("healed").asInt(), report.toString());
        assertTrue(report.path("different").asInt() >= 2, report.toString());
    }

    @Test
    void s80_plantedDriftIsFoundByComparingEverything() {
        Pair pair = world.inbound("drifting");
        reconcile.walk(false, LONG);
        world.settle();
        world.portal(pair, World.NOTES, World.text("nobody told"));
        world.events.clear();
        // Older than any overlap: only a full walk looks that far back.
        state.stored = state.stored.map(was -> {
            ((ObjectNode) was.value())
                    .put(
                            "watermark",
                            world.clock.instant().plus(Duration.ofDays(1)).toString());
            return was;
        });
        world.wait(Duration.ofDays(2));
        reconcile.walk(false, LONG);
        world.settle();
        assertEquals(Set.of("notes"), world.differences(pair));

        reconcile.walk(true, LONG);
        world.settle();

        assertEquals("nobody told", world.description(pair));
        assertEquals(
                1,
                reconcile.report().body().orElseThrow().at("/finished/0/healed").asInt());
    }

    @Test
    void aFullWalkWhosePageExpiredBeginsThatStageAnew() {
        for (int i = 0; i < 8; i++) {
            world.inbound("deal " + i);
        }
        reconcile.walk(false, LONG);
        world.settle();
        reconcile.walk(true, Duration.ZERO);
        assertTrue(stored().at("/walk/next").isTextual(), stored()::toString);
        ((ObjectNode) stored().path("walk")).put("next", "expired");

        assertTrue(reconcileWherePagesExpire().walk(true, LONG).startsWith("reconcile=finished"));
    }

    @Test
    void aWalkThatIsStuckForADayIsGivenUpForANewOne() {
        world.inbound("deal");
        reconcile.walk(false, LONG);
        world.failsTimes("pc.lastChanged", 2, new Faults.Fault(DENIED, false));
        assertTrue(reconcile.walk(true, LONG).startsWith("reconcile=stuck"));
        String began = stored().at("/walk/startedAt").asText();
        world.wait(Duration.ofHours(23));
        assertTrue(reconcile.walk(false, LONG).startsWith("reconcile=stuck"));
        assertEquals(began, stored().at("/walk/startedAt").asText());

        world.wait(Duration.ofHours(2));
        assertTrue(reconcile.walk(false, LONG).startsWith("reconcile=finished"));
        JsonNode report = reconcile.report().body().orElseThrow().at("/finished/0");
        assertTrue(report.path("full").asBoolean());
        assertNotEquals(began, report.path("startedAt").asText());
    }

    @Test
    void whatIsHeldIsNotDifferentAsLongAsNobodyTouchesIt() {
        reconcile.walk(false, LONG);
        world.settle();
        String referral = world.partnerCenter.arrives("held", document -> document.remove("name"));
        world.settle();
        Pair pair = world.pairOf(referral);
        assertEquals(Phase.HELD, pair.phase());
        List<String> did = Asked.did(world, pair);

        reconcile.walk(true, LONG);
        world.settle();
        assertEquals(
                0,
                reconcile
                        .report()
                        .body()
                        .orElseThrow()
                        .at("/finished/0/different")
                        .asInt());

        world.asks(Subject.referral(referral), Causes.HELD_RETRY).settle();
        assertEquals(Phase.HELD, world.again(pair).phase());
        assertEquals(did, Asked.did(world, pair), "the same is not said again");
    }

    private JsonNode stored() {
        return state.stored.orElseThrow().value();
    }

    private Reconcile reconcileWherePagesExpire() {
        PartnerCenter real = world.partnerCenter;
        PartnerCenter expiring = (PartnerCenter) Proxy.newProxyInstance(
                PartnerCenter.class.getClassLoader(), new Class<?>[] {PartnerCenter.class}, (proxy, method, given) -> {
                    if (method.getName().equals("lastChanged") && given[0].equals(Optional.of("expired"))) {
                        throw Problem.of(ProblemCode.INVALID_VALUE, "400")
                                .from(RemoteSystem.PARTNER_CENTER)
                                .failure();
                    }
                    return method.invoke(real, given);
                });
        return new Reconcile(
                FieldMaps.of(World.MAP),
                state,
                expiring,
                world.crm,
                world.store,
                world.store,
                world.store,
                world.inbox,
                world.clock);
    }

    @Test
    void s80_driftPlantedOnALeadIsFoundAndHealed() {
        Pair portals = lead("edited in the portal");
        Pair sellers = lead("edited in the CRM");
        withLeads.walk(false, LONG);
        leads.settle();

        leads.portal(portals, World.VALUE, IntNode.valueOf(31000));
        leads.seller(sellers, "description", World.text("called them"));
        leads.events.clear();
        withLeads.walk(false, LONG);
        leads.settle();

        assertEquals("31000.00", leads.crm.text(portals.record().orElseThrow(), "estimatedamount"));
        assertEquals("called them", leads.note(sellers));
        JsonNode report = withLeads.report().body().orElseThrow().at("/finished/0");
        assertEquals(2, report.path("different").asInt(), report.toString());
        assertEquals(2, report.path("healed").asInt(), report.toString());
    }

    @Test
    void s80_driftOfALeadThatNoPositionTellsIsFoundByComparingEverything() {
        Pair pair = lead("drifting");
        withLeads.walk(false, LONG);
        leads.settle();
        leads.seller(pair, "description", World.text("nobody told"));
        leads.events.clear();
        leads.crm.forgetsChanges();

        withLeads.walk(true, LONG);
        leads.settle();

        assertEquals("nobody told", leads.note(pair));
    }

    @Test
    void aSharedDealOfALeadWhoseEventWasLostIsFoundInTheLeadsTable() {
        Pair pair = lead("to be qualified");
        withLeads.walk(false, LONG);
        leads.settle();
        leads.crm.qualifies(pair.record().orElseThrow()).orElseThrow();
        leads.events.clear();

        withLeads.walk(false, LONG);
        leads.settle();

        assertEquals("opportunity", leads.again(pair).record().orElseThrow().table());
        assertEquals(Phase.IN_STEP, leads.again(pair).phase());
    }

    @Test
    void aLeadThatBecameADealIsNotComparedWithIt() {
        Pair pair = lead("accepted");
        leads.partnerCenter.moves(pair.referralId().orElseThrow(), Status.ACCEPTED);
        leads.settle();
        withLeads.walk(true, LONG);
        leads.settle();
        leads.crm.deletesQuietly(pair.record().orElseThrow());

        withLeads.walk(false, LONG);
        withLeads.walk(true, LONG);

        assertTrue(leads.queue.nextVisible().isEmpty());
        JsonNode finished = withLeads.report().body().orElseThrow().path("finished");
        finished.forEach(report -> assertEquals(0, report.path("different").asInt(), report.toString()));
        assertEquals(Phase.IN_STEP, leads.again(pair).phase());
    }

    @Test
    void aMergeOfLeadsThatNoEventToldIsFoundAndThenNothingIsDifferent() {
        Pair pair = lead("to be merged");
        RecordRef survivor = leads.crm.entersLead("the other one", false);
        leads.settle();
        withLeads.walk(false, LONG);
        leads.settle();
        leads.crm.mergesLeads(pair.record().orElseThrow(), survivor, Map.of());
        leads.events.clear();

        withLeads.walk(false, LONG);
        leads.settle();

        assertEquals(survivor, leads.again(pair).record().orElseThrow());
        withLeads.walk(true, LONG);
        assertTrue(leads.queue.nextVisible().isEmpty());
    }

    @Test
    void aLeadTableThatDoesNotTrackItsChangesKeepsNothingFromBeingCompared() {
        Pair pair = lead("drifting");
        Problem untracked = Problem.of(ProblemCode.SCHEMA_MISMATCH, "0x80072491");
        leads.faults = (system, verb, write) -> {
            String table = withLeads
                    .report()
                    .body()
                    .orElseThrow()
                    .at("/underWay/table")
                    .asText();
            return verb.equals("crm.changes") && table.equals("lead")
                    ? Optional.of(new Faults.Fault(untracked, false))
                    : Optional.empty();
        };
        walksToItsEnd(false);
        leads.settle();
        leads.seller(pair, "description", World.text("nobody told"));
        leads.events.clear();

        walksToItsEnd(true);
        leads.settle();

        assertEquals("nobody told", leads.note(pair));
    }

    /** Step by step, so that the report says where it stands. */
    private void walksToItsEnd(boolean full) {
        String line = "";
        for (int calls = 0; calls < 20 && !line.startsWith("reconcile=finished"); calls++) {
            line = withLeads.walk(full && calls == 0, Duration.ZERO);
        }
        assertTrue(line.startsWith("reconcile=finished"), line);
    }

    @Test
    void aWalkThatStoodAtTheLeadsEndsWhenTheyAreSwitchedOff() {
        lead("one");
        for (int calls = 0; calls < 20 && !standsAtTheLeads(); calls++) {
            withLeads.walk(true, Duration.ZERO);
        }
        assertTrue(standsAtTheLeads());

        Reconcile switchedOff = reconcile(leads, FieldMaps.of(World.MAP), stateOfLeads);

        assertTrue(switchedOff.walk(false, LONG).startsWith("reconcile=finished"));
    }

    private boolean standsAtTheLeads() {
        return withLeads
                .report()
                .body()
                .orElseThrow()
                .at("/underWay/table")
                .asText()
                .equals("lead");
    }

    private Pair lead(String name) {
        String referral = leads.partnerCenter.arrives(name, LeadTest::asLead);
        leads.settle();
        return leads.pairOf(referral);
    }

    @Test
    void aQuietWalkQueuesNothing() {
        world.inbound("one");
        world.outbound("two");
        reconcile.walk(false, LONG);
        world.settle().wait(Duration.ofMinutes(15));
        world.counting();

        reconcile.walk(false, LONG);

        assertTrue(world.queue.nextVisible().isEmpty());
        reconcile.walk(true, LONG);
        assertTrue(world.queue.nextVisible().isEmpty());
        JsonNode full = reconcile.report().body().orElseThrow().at("/finished/0");
        assertEquals(4, full.path("compared").asInt(), full.toString());
    }

    @Test
    void aDeletedRecordWhoseEventWasLostBecomesAnOrphan() {
        Pair pair = world.inbound("to be deleted");
        reconcile.walk(false, LONG);
        world.settle();
        world.crm.deletesQuietly(pair.record().orElseThrow());

        reconcile.walk(false, LONG);
        world.settle();

        assertEquals(Phase.ORPHAN, world.again(pair).phase());
    }

    @Test
    void aForgottenPositionIsReplacedByComparingAllSharedRecords() {
        Pair pair = world.outbound("edited while the position was lost");
        reconcile.walk(false, LONG);
        world.settle();
        world.seller(pair, "description", World.text("typed meanwhile"));
        world.events.clear();
        world.crm.forgetsChanges();

        reconcile.walk(false, LONG);
        world.settle();

        assertEquals("typed meanwhile", world.note(pair));
    }

    @Test
    void aWalkStopsAfterItsTimeAndGoesOnWhereItStood() {
        for (int i = 0; i < 10; i++) {
            world.inbound("deal " + i);
        }
        Set<String> stages = new HashSet<>();
        String line;
        int calls = 0;
        do {
            line = reconcile.walk(true, Duration.ZERO);
            stages.add(line.replaceAll(" compared=.*", ""));
            calls++;
        } while (line.startsWith("reconcile=underWay") && calls < 100);
        assertTrue(line.startsWith("reconcile=finished compared=20 different=0"), line);
        assertTrue(calls >= 5, "calls: " + calls);
        assertTrue(stages.contains("reconcile=underWay stage=RECORDS"), stages.toString());
    }

    @Test
    void aWalkThatCannotGetOnSaysWhyAndLosesNothing() {
        Pair pair = world.inbound("edited during an outage");
        reconcile.walk(false, LONG);
        world.settle();
        world.portal(pair, World.NOTES, World.text("typed meanwhile"));
        world.events.clear();
        world.failsNext("pc.lastChanged", new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "HTTP 503"), false));

        assertEquals("reconcile=stuck problem=NET-02", reconcile.walk(false, LONG));
        assertTrue(reconcile
                .report()
                .body()
                .orElseThrow()
                .at("/underWay/problem")
                .asText()
                .contains("NET-02"));

        world.wait(Duration.ofHours(2));
        reconcile.walk(false, LONG);
        world.settle();
        assertEquals("typed meanwhile", world.description(pair));
        assertFalse(reconcile.report().body().orElseThrow().has("underWay"));
    }

    @Test
    void twoInstancesNeverWalkAtOnce() {
        world.inbound("deal");
        Optional<Stored<JsonNode>> before = state.read();
        KeptState late = new KeptState() {
            @Override
            public Optional<Stored<JsonNode>> read() {
                return before;
            }

            @Override
            public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
                return state.write(was, document);
            }
        };
        reconcile.walk(false, LONG);
        Reconcile second = reconcile(world, FieldMaps.of(World.MAP), late);
        assertEquals("reconcile=overtaken", second.walk(false, LONG));
    }
}
