package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.ReferralKind;
import dev.cosell.referral.Solution;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.AuditEntry.FieldChange;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a new version is deployed, instances of two versions work on the same storage: what earlier versions wrote is read
 * by this one, and what only a later one can read is left as it is.
 */
class SideBySideTest {
    private static final Instant THEN = Instant.parse("2026-02-03T04:05:06Z");
    private static final PairId ID = new PairId("r-ref-1");
    private static final String PARKED = "001770091506000-x";
    private static final Subject REFERRAL = Subject.referral("ref-1");

    /**
     * A kind of rows.
     *
     * @param tables they are in, without the prefix
     * @param write a sample with everything that can be stored
     * @param read what the adapter makes of the rows
     */
    private record Kind(String name, List<String> tables, Consumer<Storage> write, Function<Storage, Object> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final LocalStorage local = new LocalStorage();

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("pair", List.of("pairs", "index"), SideBySideTest::writePair, SideBySideTest::readPair),
                new Kind("hint", List.of("hints"), SideBySideTest::writeHint, SideBySideTest::readHint),
                new Kind(
                        "claim",
                        List.of("claims"),
                        storage -> new TableClaims(storage).claim(Claim.of(REFERRAL), ID.value()),
                        storage -> new TableClaims(storage).owner(Claim.of(REFERRAL))),
                new Kind(
                        "ignored",
                        List.of("ignored"),
                        SideBySideTest::writeIgnored,
                        storage -> List.of(
                                new TableIgnored(storage).find("ref-2"),
                                new TableIgnored(storage).isAdmitted("ref-2"))),
                new Kind("poison", List.of("poison"), SideBySideTest::writePoison, SideBySideTest::readPoison),
                new Kind(
                        "notice",
                        List.of("notices"),
                        storage -> new TableNotices(storage)
                                .keep(new NoticeRow("n1", "NEW_DEAL", "r-ref-1", "A new deal", THEN), Duration.ZERO),
                        storage -> new TableNotices(storage).waiting(10)),
                new Kind(
                        "solution",
                        List.of("solutions"),
                        storage -> new TableSolutions(storage, List.of())
                                .learn(List.of(new Solution("SOL-1", "Data", "Solution")), THEN),
                        storage -> new TableSolutions(storage, List.of()).all()),
                new Kind(
                        "person",
                        List.of("people"),
                        storage -> new TableUnmatchedPeople(storage)
                                .note(new TeamMember("Ada", "Byron", "ada@example.com", "", ""), ID, FAR),
                        storage -> new TableUnmatchedPeople(storage).lately()),
                new Kind(
                        "calls",
                        List.of("calls"),
                        storage -> new TableCalls(storage).take(RemoteSystem.CRM, LocalDate.EPOCH, 5, 9),
                        storage -> new TableCalls(storage).days(RemoteSystem.CRM, LocalDate.EPOCH, LocalDate.EPOCH)),
                new Kind(
                        "history",
                        List.of("history"),
                        storage -> new TableHistory(storage)
                                .put(THEN, "i1", Json.object().put("calls", 3)),
                        storage -> new TableHistory(storage).since(THEN.minusSeconds(9999))),
                new Kind(
                        "outage",
                        List.of("system"),
                        storage -> new TableOutages(storage)
                                .begin(new Outage(RemoteSystem.CRM, PROBLEM, THEN, THEN.plusSeconds(30))),
                        storage -> new TableOutages(storage).current(RemoteSystem.CRM, Lane.PEOPLE)),
                new Kind(
                        "finding",
                        List.of("backfill"),
                        storage -> new TableFindings(storage)
                                .put("w1", "pc|ref-1", "MATCH", Json.object().put("verdict", "MATCH")),
                        storage -> new TableFindings(storage).find("w1", "pc|ref-1")),
                new Kind(
                        "state",
                        List.of("system"),
                        storage -> new StateRow(storage, "kind", "which")
                                .write(Optional.empty(), Json.object().put("any", "thing")),
                        storage -> new StateRow(storage, "kind", "which")
                                .read()
                                .orElseThrow()
                                .value()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void s17_whatIsWrittenIsTheNewestFormThatIsOnFile(Kind kind) {
        kind.write().accept(local.storage());

        StoredForm.isNewest(kind.name(), StoredRows.dump(local.storage(), kind.tables()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void s17_whatIsReadIsWhatWasWritten(Kind kind) {
        Storage written = new LocalStorage().storage();
        kind.write().accept(written);
        StoredRows.load(local.storage(), StoredForm.all(kind.name()).getLast());

        assertEquals(kind.read().apply(written), kind.read().apply(local.storage()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void s17_everyFormThatWasEverWrittenIsRead(Kind kind) {
        for (JsonNode form : StoredForm.all(kind.name())) {
            Storage storage = new LocalStorage().storage();
            StoredRows.load(storage, form);

            assertFalse(kind.read().apply(storage).toString().isEmpty());
        }
    }

    @Test
    void s17_aPairOfAnEarlierVersionHasTodaysLayoutOnceItIsWrittenAndHasLostNothing() {
        StoredRows.load(local.storage(), StoredForm.all("pair").getFirst());
        TablePairs pairs = new TablePairs(local.storage());
        Stored<Pair> old = pairs.read(ID).orElseThrow();
        Pair next = old.value().change().failures(0).now();
        pairs.replace(old, next, List.of()).orElseThrow();

        TableEntity row =
                local.storage().table("pairs").get(ID.value(), TablePairs.ROW).orElseThrow();
        assertEquals(PairCodec.LAYOUT, row.getProperty(Document.VERSION));
        assertEquals(next, pairs.read(ID).orElseThrow().value());
        PairDirectory directory = new PairDirectory(local.storage());
        assertEquals(1, directory.audit(ID, Optional.empty(), 10).items().size());
        // By what 0.1.0 did not find pairs.
        assertEquals(1, directory.unanswered(FAR, Optional.empty(), 10).items().size());
        assertEquals(List.of(ID), directory.toWake(LocalDate.parse("2026-02-03"), FAR, 10));
    }

    @Test
    void s17_aPairOfALaterVersionIsNeitherReadNorOverwritten() {
        TablePairs pairs = new TablePairs(local.storage());
        Stored<Pair> known = pairs.create(Pair.fresh(ID, THEN));
        Table table = local.storage().table("pairs");
        table.merge(new TableEntity(ID.value(), TablePairs.ROW).addProperty(Document.VERSION, PairCodec.LAYOUT + 1));
        String version = table.get(ID.value(), TablePairs.ROW).orElseThrow().getETag();

        assertEquals(
                ProblemCode.STORED_LATER,
                assertThrows(Failure.class, () -> pairs.read(ID)).problem().code());
        assertEquals(
                Optional.empty(),
                pairs.replace(known, known.value().change().failures(1).now(), List.of()));
        assertEquals(
                version, table.get(ID.value(), TablePairs.ROW).orElseThrow().getETag());
    }

    @Test
    void s17_anEarlierVersionThatMarksAHintKeepsWhatALaterOneWroteBesideIt() {
        TableHints hints = new TableHints(local.storage());
        hints.mark(REFERRAL, "m1");
        Table table = local.storage().table("hints");
        String key = RowKey.of(REFERRAL.key());
        table.merge(new TableEntity(key, "hint").addProperty("mood", "good"));
        hints.mark(REFERRAL, "m2");

        assertEquals("good", table.get(key, "hint").orElseThrow().getProperty("mood"));
    }

    @Test
    void s17_everyFormOfAMessageIsReadAndMembersOfALaterOneDoNoHarm() {
        StoredForm.isNewest("message", parsed(WorkCodec.encode(WORK)));
        StoredForm.isNewest("parked", parsed(WorkCodec.encodeParked(WORK, PROBLEM, THEN)));
        StoredForm.isNewest("relayed", parsed(RelayQueue.encode(RELAYED)));
        StoredForm.all("message").forEach(form -> assertEquals(WORK, WorkCodec.decode(form.toString())));
        StoredForm.all("parked").forEach(form -> assertEquals(WORK, WorkCodec.decode(form.toString())));
        StoredForm.all("relayed")
                .forEach(form ->
                        assertEquals("e1", RelayQueue.decode(form.toString()).event()));

        ObjectNode later = (ObjectNode) parsed(WorkCodec.encode(WORK));
        later.put("v", 2).put("mood", "good");
        assertEquals(WORK, WorkCodec.decode(later.toString()));
    }

    // --- The samples: everything that can be stored, with the same values for ever ---

    /** People who were not met for thirty days are forgotten when they are read. */
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private static final Problem PROBLEM = new Problem(
            ProblemCode.UNAVAILABLE,
            "503",
            Optional.of("notes"),
            Optional.of(RemoteSystem.CRM),
            Optional.of(Duration.ofSeconds(20)),
            true);

    private static final Work WORK = new Work(
            REFERRAL,
            "m1",
            "referral-updated",
            Optional.of(THEN),
            Map.of("name", "f1"),
            2,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private static final RelayMessage RELAYED = new RelayMessage(
            "e1", Map.of("x-ms-signature", "s"), "{}".getBytes(StandardCharsets.UTF_8), List.of("t1"), 1);

    private static Pair pair() {
        Conflict.Shown shown = new Conflict.Shown("12 EUR", THEN, Optional.of("Update"), Optional.of("u1"));
        return Pair.fresh(ID, THEN)
                .change()
                .referral("ref-1")
                .engagement(Optional.of("eng-1"))
                .microsoftReferral("ref-9")
                .record(new RecordRef("opportunity", "0c4f0f3a-0000-0000-0000-000000000001"))
                .lead(Optional.of(new RecordRef("lead", "0c4f0f3a-0000-0000-0000-000000000002")))
                .phase(Phase.HELD)
                .side(Side.PARTNER_CENTER, side("/details/notes", "W/\"7\""))
                .side(Side.CRM, side("description", "W/\"8\""))
                .settle(REFERRAL, "m1")
                .settleEcho(REFERRAL, "m2")
                .lease(new Lease("i1", THEN.plusSeconds(60)))
                .pending(Optional.of(new Pending(
                        Pending.Kind.UPDATE,
                        Side.CRM,
                        Map.of("description", TextNode.valueOf("new")),
                        Map.of("/details/notes", TextNode.valueOf("new")),
                        "key",
                        THEN,
                        1,
                        THEN.plusSeconds(5))))
                .failures(3)
                .notBefore(Optional.of(THEN.plusSeconds(9)))
                .held(Map.of("value", PROBLEM))
                .divergences(Map.of("name", Problem.of(ProblemCode.NOT_CHANGEABLE, "name")))
                .conflicts(Map.of("value", new Conflict(shown, shown)))
                .crossings(Map.of("notes", new Crossing(Side.CRM, 2, THEN)))
                .problem(Optional.of(Problem.of(ProblemCode.SOLUTION_MISSING, "none")))
                .told("Held SOL-01")
                .command(new Command("c1", Command.Kind.LOSE, Json.object().put("reason", "Budget"), "Kim", THEN))
                .deadlines(new Deadlines(
                        Optional.of(THEN.plusSeconds(86_400)),
                        Optional.of(THEN.plusSeconds(600)),
                        Optional.of(THEN.plusSeconds(700))))
                .definitions(Map.of("notes", "d1"))
                .label(new Label(Optional.of("Data centre"), Optional.of("Contoso")))
                .trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .now();
    }

    private static SideState side(String path, String version) {
        return new SideState(
                Map.of(path, TextNode.valueOf("old")), Optional.of(version), Optional.of(THEN.plusSeconds(1)));
    }

    private static void writePair(Storage storage) {
        TablePairs pairs = new TablePairs(storage);
        AuditEntry entry = new AuditEntry(
                1,
                0,
                THEN,
                "referral-updated",
                "wrote",
                Optional.of(Side.CRM),
                List.of(new FieldChange("notes", "old", "new", Optional.of("other"))),
                Optional.of("SOL-01: none"),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                List.of(new RefusedCall(RemoteSystem.CRM, "PATCH opportunity", 503, "q1")));
        pairs.replace(pairs.create(pair()), pair(), List.of(entry));
    }

    private static Object readPair(Storage storage) {
        PairDirectory directory = new PairDirectory(storage);
        return List.of(
                new TablePairs(storage).read(ID).orElseThrow().value(),
                directory.audit(ID, Optional.empty(), 10),
                directory
                        .inPhase(Optional.of(Phase.HELD), Optional.empty(), 10)
                        .items()
                        .size(),
                directory
                        .withProblem(ProblemCode.SOLUTION_MISSING, Optional.empty(), 10)
                        .items()
                        .size());
    }

    private static void writeHint(Storage storage) {
        TableHints hints = new TableHints(storage);
        hints.request(REFERRAL, "m1", "share");
        hints.bind(REFERRAL, ID);
        hints.postpone(REFERRAL, THEN);
    }

    private static Object readHint(Storage storage) {
        Hint hint = new TableHints(storage).read(REFERRAL).orElseThrow();
        return List.of(hint.subject(), hint.mark(), hint.pair(), hint.request(), hint.notBefore());
    }

    private static void writeIgnored(Storage storage) {
        TableIgnored ignored = new TableIgnored(storage);
        ignored.keep(new IgnoredReferral("ref-2", "Old", ReferralKind.MARKETPLACE_LEAD, "spam", true, THEN));
        ignored.admit("ref-2", "Kim", THEN);
    }

    /** As a worker parks it and a timer drains it, but under an id and with a time that are the same every day. */
    private static void writePoison(Storage storage) {
        QueueNames names = new QueueNames("forms-" + System.nanoTime(), "unused");
        storage.queue(QueueNames.poison(names.crmUpdates()))
                .send(WorkCodec.encodeParked(WORK, PROBLEM, THEN), Duration.ZERO);
        new PoisonMessages(storage, names).drain(names.crmUpdates());
        Table table = storage.table("poison");
        TableEntity drained = table.query("", List.of(), 1).getFirst();
        TableEntity parked = new TableEntity(QueueNames.STANDARD.crmUpdates(), PARKED);
        List.of(Document.VERSION, "parkedAt", "body0")
                .forEach(column -> parked.addProperty(column, drained.getProperty(column)));
        table.put(parked.addProperty("parkedAt", THEN.atOffset(ZoneOffset.UTC)));
        table.delete(drained.getPartitionKey(), drained.getRowKey(), drained.getETag());
        table.put(DiscardedRow.of(new Discarded(
                "001770091506000-y", "crm-updates", Optional.of("pc|ref-3"), "NET-02", THEN, "Kim", "old", THEN)));
    }

    private static Object readPoison(Storage storage) {
        PoisonMessages poison = new PoisonMessages(storage, QueueNames.STANDARD);
        return List.of(poison.read(QueueNames.STANDARD.crmUpdates(), PARKED), poison.discarded(Optional.empty(), 10));
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.parse(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
