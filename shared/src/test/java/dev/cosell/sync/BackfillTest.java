package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import dev.cosell.operate.backfill.Backfill;
import dev.cosell.operate.backfill.Decisions;
import dev.cosell.operate.backfill.Findings;
import dev.cosell.operate.doctor.Check;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Admission;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryFindings;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first load, and the takeover of what Microsoft's own connector left. */
class BackfillTest {
    private static final Asker ADA = new Asker("Ada");
    private static final Duration LONG = Duration.ofHours(1);
    private static final String REFERRAL_ID = World.MAP.columns().referralId();
    private static final String AUDIT = World.MAP.columns().told().audit();

    private final World world = new World();
    private final MemoryState kept = new MemoryState("backfill", step -> world.hook.accept(step));
    private final MemoryFindings rows = new MemoryFindings(step -> world.hook.accept(step));
    private List<Finding> otherConnector = List.of(Finding.ok("microsofts-connector", "nothing runs"));
    private String configuration = "one";
    private Duration lag = Duration.ZERO;
    private final Backfill backfill = backfill();
    private final Findings findings = new Findings(kept, rows, world.store, world.store);
    private final Decisions decisions = new Decisions(
            kept,
            rows,
            new Introduction(FieldMaps.of(World.MAP), world.store, world.store, world.clock),
            world.inbox,
            world.clock);

    /** Another instance of the app. */
    private Backfill backfill() {
        return backfill(world.ports);
    }

    private Backfill backfill(Ports ports) {
        Check check = new Check() {
            @Override
            public String name() {
                return "microsofts-connector";
            }

            @Override
            public List<Finding> look() {
                return otherConnector;
            }
        };
        return new Backfill(
                new Backfill.Scope(
                        FieldMaps.of(World.MAP),
                        () -> FieldMaps.of(World.MAP),
                        CrmProduct.DYNAMICS,
                        Admission.DEFAULT,
                        () -> configuration),
                ports,
                new Inbox(ports.hints(), ports.queue()),
                rows,
                kept,
                check,
                () -> lag);
    }

    // --- What Microsoft's connector left ---

    private String referral(String name) {
        return world.partnerCenter.arrives(name, referral -> {
            referral.put("status", "Active").put("substatus", "Accepted");
            referral.withObject("/details").put("dealValue", 5000).put("currency", "EUR");
        });
    }

    private RecordRef record(String name) {
        return world.crm.enters(name, true);
    }

    private void names(String referral, RecordRef record) {
        world.partnerCenter.edits(referral, Map.of("/externalReferenceId", World.text(record.id())));
    }

    private void holds(RecordRef record, String referral) {
        world.crm.edits(record, Map.of(REFERRAL_ID, World.text(referral)));
    }

    private void forgetEvents() {
        world.events.clear();
        world.counting();
    }

    // --- Requests ---

    private JsonNode dryRun() {
        JsonNode body = start("{\"mode\":\"dryRun\"}");
        finish();
        return body;
    }

    private void run() {
        start("{\"mode\":\"run\"}");
        finish();
        world.settle();
    }

    private JsonNode start(String request) {
        return backfill.start(RequestForm.BACKFILL.read(request), ADA, LONG)
                .body()
                .orElseThrow();
    }

    private void finish() {
        for (int i = 0; i < 500 && backfill.run(LONG).isPresent(); i++) {
            world.wait(Duration.ofMinutes(1));
        }
    }

    private JsonNode progress() {
        return backfill.progress().body().orElseThrow();
    }

    private Map<String, String> verdicts() {
        return items(Optional.empty()).stream()
                .collect(Collectors.toMap(
                        item -> item.path("subject").asText(),
                        item -> item.path("verdict").asText()));
    }

    private List<JsonNode> items(Optional<String> verdict) {
        Reply reply = findings.list(verdict, Optional.empty());
        return reply.body().orElseThrow().path("items").valueStream().toList();
    }

    private JsonNode finding(String subject) {
        return items(Optional.empty()).stream()
                .filter(item -> item.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    // --- Promises ---

    @Test
    void s79_theDryRunTellsWhatTheRunThenDoesAndASecondRunChangesNothing() {
        String both = referral("Known on both sides");
        RecordRef itsRecord = record("\u2714 Known on both sides");
        names(both, itsRecord);
        holds(itsRecord, both);
        String unnamed = referral("Names no record");
        RecordRef holder = record("\u2714 Names no record");
        holds(holder, unnamed);
        String naming = referral("Record holds no id");
        RecordRef named = record("Record holds no id");
        names(naming, named);
        String fresh = referral("Came while the flows were broken");
        String twice = referral("Made twice");
        RecordRef first = record("\u2714 Made twice");
        RecordRef second = record("\u2716 Made twice");
        holds(first, twice);
        holds(second, twice);
        String over = referral("Over");
        RecordRef ofOver = record("\u2714 Over");
        holds(ofOver, over);
        world.partnerCenter.moves(over, Status.WON);
        RecordRef orphan = record("Its referral is gone");
        holds(orphan, "00000000-0000-4000-8000-00000000dead");
        forgetEvents();

        dryRun();

        assertEquals(0, world.calls.writes(), "a dry run writes nothing");
        assertEquals(
                Map.of(
                        "pc|" + both, "link",
                        "pc|" + unnamed, "link",
                        "pc|" + naming, "link",
                        "pc|" + fresh, "create",
                        "pc|" + twice, "ambiguous",
                        "pc|" + over, "left-alone",
                        "crm|" + ofOver, "left-alone",
                        "crm|" + orphan, "orphaned"),
                verdicts());
        assertEquals(3, progress().at("/report/found/link").asInt());
        assertEquals(0, progress().at("/job/queued").asInt());
        int records = world.crm.all().size();

        run();

        assertEquals(records + 1, world.crm.all().size(), "one was to be made, and no second of any");
        assertEquals(itsRecord, world.pairOf(both).record().orElseThrow());
        assertEquals(holder, world.pairOf(unnamed).record().orElseThrow());
        assertEquals(named, world.pairOf(naming).record().orElseThrow());
        for (String referral : List.of(both, unnamed, naming, fresh)) {
            Pair pair = world.pairOf(referral);
            assertEquals(Phase.IN_STEP, pair.phase(), pair.toString());
            assertEquals(Set.of(), world.differences(pair));
            assertEquals(
                    pair.record().orElseThrow().id(),
                    world.partnerCenter.look(referral).externalReferenceId().orElseThrow(),
                    "the back-link");
            assertEquals(referral, world.crm.text(pair.record().orElseThrow(), REFERRAL_ID));
        }
        assertEquals("Known on both sides", world.crm.text(itsRecord, "name"), "without the mark");
        assertEquals(Phase.ORPHAN, world.pairOf(orphan).phase());
        assertEquals(List.of(), world.violations());

        world.counting();
        dryRun();
        run();

        assertEquals(0, progress().at("/job/queued").asInt());
        assertEquals(0, world.calls.writes(), world.calls.toString());
    }

    @Test
    void noEditIsLostWhenTwoHalvesFirstMeet() {
        String referral = referral("Differs");
        RecordRef record = record("Differs");
        holds(record, referral);
        world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("from the portal")));
        world.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(7000)));
        forgetEvents();

        dryRun();
        JsonNode differences = finding("pc|" + referral).path("differences");
        run();

        Pair pair = world.pairOf(referral);
        assertEquals(Set.of(), world.differences(pair));
        Set<String> told = differences
                .valueStream()
                .map(difference -> difference.path("field").asText())
                .collect(Collectors.toSet());
        assertTrue(told.containsAll(Set.of("notes", "dealValue")), differences.toString());
        for (JsonNode difference : differences) {
            boolean toCrm = difference.path("end").asText().equals("to-crm");
            String lost = difference.path(toCrm ? "crm" : "partnerCenter").asText();
            boolean kept = lost.isEmpty()
                    || world.store.audit(pair.id()).stream()
                            .flatMap(entry -> entry.changes().stream())
                            .anyMatch(change -> change.field()
                                            .equals(difference.path("field").asText())
                                    && change.before().equals(lost));
            assertTrue(kept, "the timeline keeps what gave way: " + difference);
        }
    }

    @Test
    void anEventOfARecordThatItsReferralNamesLinksTheTwoAndMakesNoSecondReferral() {
        String referral = referral("Only the referral knows");
        RecordRef record = record("Only the referral knows");
        names(referral, record);
        forgetEvents();
        dryRun();

        world.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(7000)));
        world.settle();

        Pair pair = world.pairOf(referral);
        assertEquals(record, pair.record().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase(), pair.toString());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void aRecordAndTheReferralItNamesMeetThoughPartnerCenterWasOutWhenTheRecordCame() {
        String referral = referral("Only the record knows");
        RecordRef record = record("Only the record knows");
        holds(record, referral);
        forgetEvents();
        world.faults = (system, verb, write) -> verb.equals("pc.read")
                ? Optional.of(new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "Partner Center is out"), false))
                : Optional.empty();
        world.crm.edits(record, Map.of("estimatedvalue", IntNode.valueOf(7000)));
        world.workNow();
        world.faults = Faults.NONE;

        world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("from the portal")));
        world.settle();

        Pair pair = world.pairOf(referral);
        assertEquals(record, pair.record().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase(), pair.toString());
        assertEquals(1, world.store.pairs().size());
    }

    @Test
    void aPauseThatNobodyElseTriesToEndDoesNotStopItForEver() {
        referral("Waits");
        forgetEvents();
        world.store.begin(new Outage(
                RemoteSystem.CRM,
                Problem.of(ProblemCode.UNAVAILABLE, "out"),
                world.clock.instant(),
                world.clock.instant().plusSeconds(30)));

        start("{\"mode\":\"dryRun\"}");
        assertEquals(Optional.of("backfill=waiting"), backfill.run(LONG));
        world.wait(Duration.ofMinutes(31));
        finish();

        assertEquals("done", progress().at("/job/state").asText());
    }

    @Test
    void aBrokenAuditTextIsNoObstacle() {
        String referral = referral("Broken audit");
        RecordRef record = record("\u2714 Broken audit");
        holds(record, referral);
        world.crm.edits(record, Map.of(AUDIT, World.text("2021-12-02 01:15 - Partner Center Ref\u0000\uD83D")));
        forgetEvents();

        dryRun();
        run();

        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void aRecordThatOnlyLooksAlikeIsSuggestedAndNeverDoubled() {
        String referral = referral("Same name, same value");
        RecordRef alike = record("\u2714 Same name, same value");
        forgetEvents();

        dryRun();
        assertEquals(Map.of("pc|" + referral, "ambiguous"), verdicts());
        run();

        assertEquals(Set.of(alike), world.crm.all());
        assertEquals(1, world.partnerCenter.all().size(), "no second referral for the record either");
    }

    @Test
    void noEventDoublesADealThatWaitsForADecision() {
        String alike = referral("Looks alike");
        RecordRef lookalike = record("Looks alike");
        String twice = referral("Named, and held by another");
        RecordRef named = record("Named, and held by another");
        RecordRef holder = record("Named, and held by another");
        names(twice, named);
        holds(holder, twice);
        forgetEvents();
        dryRun();

        for (String referral : List.of(alike, twice)) {
            world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("an event")));
        }
        for (RecordRef record : List.of(lookalike, named, holder)) {
            world.crm.edits(record, Map.of("description", World.text("an event")));
        }
        world.settle();

        assertEquals(3, world.crm.all().size());
        assertEquals(2, world.partnerCenter.all().size());
        for (String referral : List.of(alike, twice)) {
            assertEquals(Phase.HELD, world.pairOf(referral).phase());
            assertEquals(
                    ProblemCode.RECORD_UNCLEAR,
                    world.pairOf(referral).problem().orElseThrow().code());
        }

        dryRun();
        assertEquals("ambiguous", finding("pc|" + alike).path("verdict").asText(), "still to be decided");
        decide(alike, "\"record\":\"" + lookalike + "\"");
        holds(holder, "");
        world.partnerCenter.edits(twice, Map.of(World.NOTES, World.text("once more")));
        world.settle();

        assertEquals(lookalike, world.pairOf(alike).record().orElseThrow());
        assertEquals(named, world.pairOf(twice).record().orElseThrow(), "put right in the CRM");
        assertEquals(3, world.crm.all().size());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aRecordThatNamesAnotherReferralIsNotTakenFromIt() {
        String one = referral("Names the other's record");
        String other = referral("Has the record");
        RecordRef record = record("Has the record");
        names(one, record);
        holds(record, other);
        forgetEvents();

        dryRun();
        assertEquals(Map.of("pc|" + one, "ambiguous", "pc|" + other, "link"), verdicts());
        world.partnerCenter.edits(one, Map.of(World.NOTES, World.text("an event")));
        run();

        assertEquals(record, world.pairOf(other).record().orElseThrow());
        assertEquals(Phase.HELD, world.pairOf(one).phase());
        assertEquals(Set.of(record), world.crm.all());
    }

    @Test
    void aPersonDecidesWhichOfTwoRecordsItIs() {
        String referral = referral("Made twice");
        RecordRef first = record("Made twice");
        RecordRef second = record("Made twice");
        holds(first, referral);
        holds(second, referral);
        forgetEvents();
        dryRun();

        decide(referral, "\"record\":\"" + second + "\"");
        world.settle();

        Pair pair = world.pairOf(referral);
        assertEquals(second, pair.record().orElseThrow());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(2, world.crm.all().size());
        assertEquals("link " + second, finding("pc|" + referral).path("decided").asText());
        assertEquals("IN_STEP", finding("pc|" + referral).path("phase").asText());
        Failure again = assertThrows(Failure.class, () -> decide(referral, "\"record\":\"" + first + "\""));
        assertEquals(ProblemCode.NOTHING_TO_DECIDE, again.problem().code());
    }

    @Test
    void aPersonDecidesThatALookAlikeIsAnotherDeal() {
        String referral = referral("Same name");
        record("Same name");
        forgetEvents();
        dryRun();

        decide(referral, "\"create\":true");
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
        assertEquals(2, world.crm.all().size());
    }

    @Test
    void aDecisionSurvivesACrashAnywhere() {
        for (int step = 1; step < 60; step++) {
            BackfillTest fresh = new BackfillTest();
            String referral = fresh.referral("Made twice");
            RecordRef first = fresh.record("Made twice");
            RecordRef second = fresh.record("Made twice");
            fresh.holds(first, referral);
            fresh.holds(second, referral);
            fresh.forgetEvents();
            fresh.dryRun();
            fresh.world.crashesAt(step);
            try {
                fresh.decide(referral, "\"record\":\"" + second.id() + "\"");
            } catch (World.Crash crash) {
                fresh.world.hook = any -> {};
                fresh.decide(referral, "\"record\":\"" + second.id() + "\"");
            }
            fresh.world.settleThroughCrashes();

            assertEquals(second, fresh.world.pairOf(referral).record().orElseThrow(), "crash at " + step);
            assertEquals(2, fresh.world.crm.all().size(), "crash at " + step);
        }
    }

    private void decide(String referral, String choice) {
        decisions.decide(
                RequestForm.BACKFILL_DECISION.read("{\"referralId\":\"" + referral + "\"," + choice + "}"), ADA);
    }

    @Test
    void aRecordWhoseSwitchIsOffIsLeftAlone() {
        String referral = referral("Switched off");
        RecordRef record = world.crm.enters("Switched off", false);
        holds(record, referral);
        forgetEvents();

        dryRun();
        run();

        assertEquals(Map.of("pc|" + referral, "left-alone"), verdicts());
        assertEquals(0, world.calls.writes());
        assertTrue(world.store.pairs().isEmpty());
    }

    @Test
    void aRunNeedsAFreshReportUnderTheSameSettings() {
        referral("Deal");
        forgetEvents();
        assertMissing("found none");

        dryRun();
        configuration = "two";
        assertMissing("before the settings or the field map changed");
        configuration = "one";
        world.wait(Duration.ofHours(25));
        assertMissing("found one of");
        assertFalse(progress().at("/report/fresh").asBoolean());

        start("{\"mode\":\"run\",\"withoutReport\":true}");
        finish();
        assertEquals(1, progress().at("/job/queued").asInt());
    }

    private void assertMissing(String found) {
        Failure refused = assertThrows(Failure.class, () -> start("{\"mode\":\"run\"}"));
        assertEquals(ProblemCode.REPORT_MISSING, refused.problem().code());
        assertTrue(refused.problem().detail().contains(found), refused.problem().detail());
    }

    @Test
    void noRunBeginsWhileMicrosoftsConnectorRuns() {
        referral("Deal");
        forgetEvents();
        dryRun();
        Problem runs = Problem.of(ProblemCode.MICROSOFTS_CONNECTOR_RUNS, "flow is switched on");
        otherConnector = List.of(Finding.failed("microsofts-connector", runs));
        assertRefused("{\"mode\":\"run\",\"flowsAreOff\":true}");

        otherConnector = List.of(Finding.warning("microsofts-connector", runs));
        assertRefused("{\"mode\":\"run\"}");
        start("{\"mode\":\"run\",\"flowsAreOff\":true}");
        assertEquals("run", progress().at("/job/mode").asText());
    }

    private void assertRefused(String request) {
        Failure refused = assertThrows(Failure.class, () -> start(request));
        assertEquals(ProblemCode.MICROSOFTS_CONNECTOR_RUNS, refused.problem().code());
    }

    @Test
    void aWalkThatCrashesAnywhereGoesOnFromTheStoredPage() {
        Map<String, String> whole = scene(0).verdicts();
        Set<String> reached = new HashSet<>();
        for (int step = 1; step < 80; step++) {
            BackfillTest crashed = scene(step);
            assertEquals(whole, crashed.verdicts(), "crash at " + step);
            assertEquals(whole.size(), crashed.told(), "counted once each, crash at " + step);
            reached.add(crashed.progress().at("/job/state").asText());
        }
        assertEquals(Set.of("done"), reached);
    }

    /** How many findings the report counts. */
    private int told() {
        JsonNode found = progress().at("/report/found");
        return found.valueStream().mapToInt(JsonNode::asInt).sum()
                - found.path("differing").asInt();
    }

    /** Seven deals, walked through with a crash at a step. */
    private static BackfillTest scene(int step) {
        BackfillTest test = new BackfillTest();
        for (int i = 0; i < 5; i++) {
            String referral = test.referral("Deal " + i);
            if (i % 2 == 0) {
                test.holds(test.record("Deal " + i), referral);
            }
        }
        test.holds(test.record("Orphan"), "00000000-0000-4000-8000-00000000dead");
        test.record("To be shared");
        test.forgetEvents();
        if (step > 0) {
            test.world.crashesAt(step);
        }
        test.throughCrashes("dryRun", "{\"mode\":\"dryRun\",\"perMinute\":3}");
        return test;
    }

    /** Whoever asked asks again if nothing was kept; the timer goes on in any case, once nobody else has it. */
    private void throughCrashes(String mode, String request) {
        try {
            start(request);
            finish();
        } catch (World.Crash crash) {
            world.hook = any -> {};
            world.wait(Duration.ofMinutes(6));
            if (!progress().at("/job/mode").asText().equals(mode)) {
                start(request);
            }
            finish();
        }
    }

    @Test
    void aRunThatCrashesAnywhereMakesOneOfEverything() {
        for (int step = 1; step < 60; step++) {
            BackfillTest test = scene(0);
            test.world.crashesAt(step);
            test.throughCrashes("run", "{\"mode\":\"run\"}");
            test.world.settleThroughCrashes();

            assertEquals(7, test.world.crm.all().size(), "five of before and two made, crash at " + step);
            assertEquals(6, test.world.partnerCenter.all().size(), "crash at " + step);
            assertEquals(List.of(), test.world.violations());
        }
    }

    @Test
    void twoInstancesNeverWorkAtOnce() {
        Backfill other = backfill();
        referral("Deal");
        forgetEvents();
        world.crashesAt("before findings.put", 1);
        assertThrows(World.Crash.class, () -> start("{\"mode\":\"dryRun\"}"));

        assertEquals(Optional.empty(), other.run(LONG), "whoever has it has it for five minutes");
        world.wait(Duration.ofMinutes(6));
        assertTrue(other.run(LONG).isPresent());
        assertEquals(1, verdicts().size());
    }

    @Test
    void itIsPausedResumedAndCancelled() {
        for (int i = 0; i < 9; i++) {
            referral("Deal " + i);
        }
        forgetEvents();
        start("{\"mode\":\"dryRun\",\"perMinute\":2}");
        backfill.pause();
        int found = verdicts().size();
        world.wait(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), backfill.run(LONG));
        assertEquals(found, verdicts().size());
        assertThrows(Failure.class, () -> start("{\"mode\":\"dryRun\"}"), "one at a time");

        backfill.resume();
        finish();
        assertEquals(9, verdicts().size());

        start("{\"mode\":\"dryRun\",\"perMinute\":2}");
        backfill.cancel();
        assertEquals("cancelled", progress().at("/job/state").asText());
        assertFalse(progress().has("report"), "what the one before found is cleared");
    }

    @Test
    void aRunWaitsWhileWorkersAreBehindSoThatNewChangesOvertakeIt() {
        referral("Deal");
        forgetEvents();
        dryRun();
        lag = Duration.ofSeconds(30);
        start("{\"mode\":\"run\"}");
        assertEquals(0, progress().at("/job/queued").asInt());

        lag = Duration.ZERO;
        finish();
        assertEquals(1, progress().at("/job/queued").asInt());
    }

    @Test
    void aRunThatWaitsForASwitchSaysWhichAndGoesOnByItself() {
        referral("Deal");
        forgetEvents();
        dryRun();
        AtomicReference<Optional<Side>> off = new AtomicReference<>(Optional.of(Side.PARTNER_CENTER));
        Backfill gated = backfill(world.ports.with(new Gate() {
            @Override
            public Optional<Duration> waits(Side side) {
                return off.get().filter(side::equals).map(found -> Duration.ofSeconds(20));
            }

            @Override
            public Optional<Problem> refusal(Intent intent) {
                return Optional.empty();
            }
        }));
        gated.start(RequestForm.BACKFILL.read("{\"mode\":\"run\"}"), ADA, LONG);

        assertEquals("inbound", waitsFor(gated).path("switch").asText());
        off.set(Optional.of(Side.CRM));
        assertEquals("outbound", waitsFor(gated).path("switch").asText());

        off.set(Optional.empty());
        assertTrue(waitsFor(gated).isMissingNode());
        world.wait(Duration.ofMinutes(1));
        finish();
        assertEquals("done", progress().at("/job/state").asText());
        assertEquals(1, progress().at("/job/queued").asInt());
    }

    @Test
    void aJobThatWaitsForASystemSaysWhichAndWhy() {
        referral("Deal");
        forgetEvents();
        Problem away = Problem.of(ProblemCode.UNAVAILABLE, "503").from(RemoteSystem.CRM);
        world.ports.outages().begin(new Outage(RemoteSystem.CRM, away, world.clock.instant(), world.clock.instant()));

        start("{\"mode\":\"dryRun\"}");

        JsonNode waits = waitsFor(backfill);
        assertEquals("CRM", waits.path("system").asText());
        assertEquals(ProblemCode.UNAVAILABLE.code(), waits.path("code").asText());

        world.ports.outages().current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(world.ports.outages()::end);
        finish();
        assertFalse(progress().path("job").has("waitsFor"));
        assertEquals("done", progress().at("/job/state").asText());
    }

    private static JsonNode waitsFor(Backfill job) {
        return job.progress().body().orElseThrow().at("/job/waitsFor");
    }

    @Test
    void aRateIsKept() {
        for (int i = 0; i < 9; i++) {
            referral("Deal " + i);
        }
        forgetEvents();
        dryRun();
        start("{\"mode\":\"run\",\"perMinute\":4}");
        assertEquals(4, progress().at("/job/queued").asInt());
        assertEquals(2, progress().at("/job/minutesLeft").asInt());
    }

    @Test
    void aSystemThatDoesNotAnswerEndsTheSliceAndIsTold() {
        referral("Deal");
        forgetEvents();
        world.failsNext("pc.lastChanged", new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false));
        start("{\"mode\":\"dryRun\"}");
        assertTrue(progress().at("/job/problem").asText().contains("503"));

        finish();
        assertEquals("done", progress().at("/job/state").asText());
        assertFalse(progress().path("job").has("problem"));
    }

    @Test
    void whatCannotBeReadForGoodIsToldOnAnyPageAndTheWalkGoesOn() {
        for (int i = 0; i < 7; i++) {
            referral("Deal " + i);
        }
        forgetEvents();
        world.failsTimes(
                "crm.findByReferral", 1000, new Faults.Fault(Problem.of(ProblemCode.UNEXPECTED, "a row"), false));

        dryRun();

        assertEquals("done", progress().at("/job/state").asText());
        assertEquals(
                7, progress().at("/report/found/unreadable").asInt(), progress().toString());
    }

    @Test
    void anExpiredLinkToAPageBeginsTheStageAnew() {
        for (int i = 0; i < 7; i++) {
            referral("Deal " + i);
        }
        forgetEvents();
        int[] pages = {0};
        Faults.Fault expired = new Faults.Fault(Problem.of(ProblemCode.REQUEST_UNREADABLE, "expired"), false);
        world.faults = (system, verb, write) ->
                verb.equals("pc.lastChanged") && ++pages[0] == 2 ? Optional.of(expired) : Optional.empty();

        dryRun();

        assertEquals(
                7, progress().at("/report/found/create").asInt(), progress().toString());
        assertEquals(5, pages[0], "three pages, the second in vain, and the first once more");
    }

    @Test
    void aRecordThatNeverAnswersHoldsNobodyUpForLong() {
        String silent = referral("Its record does not answer");
        RecordRef record = record("Its record does not answer");
        holds(record, silent);
        String other = referral("Another deal");
        forgetEvents();
        world.failsTimes("crm.read", 1000, new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "500"), false));

        dryRun();

        assertEquals("done", progress().at("/job/state").asText());
        assertEquals(
                Map.of("pc|" + silent, "unreadable", "crm|" + record, "unreadable", "pc|" + other, "create"),
                verdicts());
        assertTrue(finding("pc|" + silent).path("evidence").toString().contains("500"));
    }

    @Test
    void aRecordThatAnswersTheFifthTimeIsJudged() {
        String slow = referral("Slow");
        holds(record("Slow"), slow);
        forgetEvents();
        world.failsTimes("crm.read", 4, new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "500"), false));

        start("{\"mode\":\"dryRun\"}");
        assertTrue(
                progress().at("/job/problem").asText().contains("500"),
                progress().toString());
        finish();

        assertEquals(Map.of("pc|" + slow, "link"), verdicts());
    }

    @Test
    void anExceptionThatNobodyMeantIsTold() {
        referral("Deal");
        forgetEvents();
        world.faults = (system, verb, write) -> {
            throw new IllegalStateException("somebody's deal");
        };
        start("{\"mode\":\"dryRun\"}");
        String problem = progress().at("/job/problem").asText();
        assertTrue(problem.contains("IllegalStateException"), problem);
        assertFalse(problem.contains("somebody's deal"), problem);

        world.faults = Faults.NONE;
        finish();
        assertEquals("done", progress().at("/job/state").asText());
    }

    @Test
    void theSixthRecordOfANameIsSeenToo() {
        for (int i = 0; i < 5; i++) {
            world.inbound("Popular");
        }
        String referral = referral("Popular");
        RecordRef sixth = record("Popular");
        forgetEvents();

        dryRun();
        run();

        assertEquals("ambiguous", finding("pc|" + referral).path("verdict").asText());
        assertTrue(finding("pc|" + referral).path("records").toString().contains(sixth.id()));
        assertEquals(6, world.crm.all().size());
        assertEquals(6, world.partnerCenter.all().size());
    }

    @Test
    void ofMoreRecordsOfANameThanAreLookedAtAnyMayBeMeant() {
        for (int i = 0; i < Crm.MOST_FOUND; i++) {
            RecordRef taken = world.crm.enters("Very popular", false);
            world.store.claim(Claim.of(Subject.record(taken)), "c-" + taken.id());
        }
        String referral = referral("Very popular");
        record("Very popular");
        forgetEvents();

        dryRun();
        world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("an event")));
        world.settle();

        assertEquals("ambiguous", finding("pc|" + referral).path("verdict").asText());
        assertEquals(
                ProblemCode.RECORD_UNCLEAR,
                world.pairOf(referral).problem().orElseThrow().code());
    }

    @Test
    void aReferralThatOnlyItsRecordsTellOfIsDecidedLikeAnyOther() {
        String referral = referral("Not on the list");
        RecordRef first = record("Not on the list");
        RecordRef second = record("Not on the list");
        holds(first, referral);
        holds(second, referral);
        world.partnerCenter.listsLagBy(Duration.ofDays(1));
        forgetEvents();

        dryRun();
        assertEquals(Map.of("pc|" + referral, "ambiguous"), verdicts());
        world.partnerCenter.edits(referral, Map.of(World.NOTES, World.text("an event")));
        world.settle();
        assertEquals(Phase.HELD, world.pairOf(referral).phase());

        decide(referral, "\"record\":\"" + second + "\"");
        world.settle();

        assertEquals(second, world.pairOf(referral).record().orElseThrow());
        assertEquals(2, world.crm.all().size());
    }

    @Test
    void aReferralThatClosesUndecidedFreesItsRecords() {
        String referral = referral("Looks alike");
        RecordRef record = record("Looks alike");
        forgetEvents();
        dryRun();
        world.crm.edits(record, Map.of("description", World.text("an event")));
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());

        world.partnerCenter.moves(referral, Status.LOST);
        world.settle();
        world.crm.edits(record, Map.of("description", World.text("another event")));
        world.settle();

        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals(2, world.partnerCenter.all().size());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aFileForASpreadsheetHoldsNoFormula() {
        referral("=HYPERLINK(\"http://evil.example\",\"x\")");
        forgetEvents();
        dryRun();

        String csv = findings.csv(Optional.of("create"), Optional.empty()).text();

        assertTrue(csv.startsWith("\ufeff\"verdict\",\"subject\""), csv);
        assertTrue(csv.contains(",\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\","), csv);
        assertThrows(Failure.class, () -> findings.csv(Optional.of("none of these"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deal;=1+1        | Deal;'=1+1
            Deal; @SUM(A1)   | Deal; '@SUM(A1)
            Deal;"=1+1"      | Deal;""'=1+1""
            a\t-2            | a\t'-2
            a - b; c = d     | a - b; c = d
            """)
    void norDoesItWhereCellsAreSeparatedOtherwise(String name, String told) {
        referral(name.translateEscapes());
        forgetEvents();
        dryRun();

        String csv = findings.csv(Optional.of("create"), Optional.empty()).text();

        assertTrue(csv.contains(",\"" + told.translateEscapes() + "\","), csv);
    }

    @Test
    void everybodysOwnDealIsNoNews() {
        Pair pair = world.inbound("In step");
        Pair other = world.outbound("In step, too");
        forgetEvents();

        dryRun();

        assertEquals(
                Set.of(
                        "pc|" + pair.referralId().orElseThrow(),
                        "pc|" + other.referralId().orElseThrow()),
                verdicts().keySet());
        assertEquals(2, progress().at("/report/found/paired").asInt());
    }

    @Test
    void whatPolicyKeepsOutIsSaidToBe() {
        String spam = world.partnerCenter.arrives("Spam", (ObjectNode referral) -> referral.put("isSpam", true));
        forgetEvents();

        dryRun();

        assertEquals("left-alone", finding("pc|" + spam).path("verdict").asText());
        assertTrue(finding("pc|" + spam).path("evidence").toString().contains("spam"));
    }
}
