package dev.cosell.operate.privacy;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.TeamMember;
import dev.cosell.store.NoticeRow;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueWork;
import dev.cosell.store.TableFindings;
import dev.cosell.store.TableHints;
import dev.cosell.store.TableNotices;
import dev.cosell.store.TablePairs;
import dev.cosell.store.TableUnmatchedPeople;
import dev.cosell.store.Traces;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Asker KIM = new Asker("Kim");
    private static final String ADA = "ada@contoso.example";
    private static final PairId ID = new PairId("r-ref-1");
    private static final PairId OTHER = new PairId("r-ref-2");

    private Consumer<String> beforeEach = operation -> {};
    private final TestStorage local = new TestStorage(operation -> beforeEach.accept(operation));
    private final TablePairs pairs = new TablePairs(local.storage());
    private final PairDirectory directory = new PairDirectory(local.storage());
    private final Erasure erasure =
            new Erasure(new Traces(local.storage(), FieldMapFile::dynamics), new MemoryState(), () -> NOW);

    @Test
    void s86_aTrialTellsWhereAPersonIsAndChangesNothing() {
        stored();
        Stored<Pair> before = pairs.read(ID).orElseThrow();

        List<JsonNode> found = all(request());

        assertEquals(
                List.of("unmatched-people", "notices", "parked-messages", "backfill-findings", "deals", "deals"),
                found.stream().map(trace -> trace.path("where").asText()).toList());
        assertEquals(before, pairs.read(ID).orElseThrow());
        assertFalse(found.toString().contains("ada"), found.toString());
    }

    @Test
    void s86_afterAnErasureNothingThatIsStoredNamesThePersonAndTheTimelineSaysWhoAsked() {
        stored();
        Stored<Pair> other = pairs.read(OTHER).orElseThrow();

        all(request().put("erase", true));

        assertEquals(List.of(), all(request()));
        Pair pair = pairs.read(ID).orElseThrow().value();
        assertFalse(pair.toString().contains("Ada"), pair.toString());
        assertEquals(Optional.of("Deal of [erased]"), pair.label().name());
        List<AuditEntry> timeline = directory.audit(ID, Optional.empty(), 10).items();
        assertEquals("a person's data erased, asked by Kim", timeline.getLast().did());
        assertEquals(other, pairs.read(OTHER).orElseThrow());
        assertEquals(
                "Kim", erasure.erasures().body().orElseThrow().at("/items/0/by").asText());
    }

    @Test
    void whatASideShowedOfThePersonCountsAsNeverSeenSoThatItIsNoEdit() {
        stored();

        all(request().put("erase", true));

        SideState side = pairs.read(ID).orElseThrow().value().partnerCenter();
        assertEquals(Map.of("/details/notes", TextNode.valueOf("call back")), side.seen());
        assertEquals(Optional.empty(), side.version());
    }

    @Test
    void aNoticeThatWaitsIsSentWithoutThePerson() {
        stored();

        all(request().put("erase", true));

        assertEquals(
                List.of("[erased] waits"),
                new TableNotices(local.storage())
                        .waiting(10).stream().map(NoticeRow::text).toList());
    }

    @Test
    void aNumberThatIsOneOfTheWordsIsErasedToo() {
        new TableFindings(local.storage())
                .put(
                        "w1",
                        "pc|ref-1",
                        "MATCH",
                        JsonNodeFactory.instance.objectNode().put("phone", 4_255_550_175L));
        ObjectNode request = request();
        request.withArray("also").add("4255550175");

        assertEquals(1, all(request.put("erase", true)).size());
        assertEquals(List.of(), all(request.put("erase", false)));
    }

    @Test
    void whatIsWrittenInTheVeryMomentStaysAndIsSaidToBeBusy() {
        stored();
        beforeEach = operation -> {
            if (operation.startsWith("delete") && operation.endsWith("people")) {
                beforeEach = any -> {};
                unmatched();
            }
        };

        List<JsonNode> found = all(request().put("erase", true));

        assertEquals(List.of("unmatched-people"), busy(found));
        assertEquals(1, new TableUnmatchedPeople(local.storage()).lately().size());
    }

    @Test
    void aDealWithAWriteUnderWayIsLeftAndSaidToBeBusy() {
        stored();
        Pending pending = new Pending(Pending.Kind.UPDATE, Side.CRM, Map.of(), Map.of(), "", NOW, 0, NOW);
        changed(pair -> pair.pending(Optional.of(pending)));

        assertIsLeft();
    }

    @Test
    void aDealThatSomebodyWorksOnIsNotOvertaken() {
        stored();
        changed(pair -> pair.lease(new Lease("worker", NOW.plusSeconds(60))));

        assertIsLeft();
    }

    @Test
    void aDealWithAnEventThatIsNotWorkedOffIsLeft() {
        stored();
        Subject referral = Subject.referral("ref-1");
        new TableHints(local.storage()).mark(referral, "m2");
        changed(pair -> pair.referral("ref-1").settle(referral, "m1"));

        assertIsLeft();
    }

    @Test
    void aDealThatWaitsForAPersonIsLeft() {
        stored();
        changed(pair -> pair.phase(Phase.HELD));

        assertIsLeft();
    }

    /** The trial says so already. */
    private void assertIsLeft() {
        assertEquals(List.of("deals"), busy(all(request())));
        assertEquals(List.of("deals"), busy(all(request().put("erase", true))));
        assertTrue(pairs.read(ID).orElseThrow().value().toString().contains("Ada"));
    }

    private void changed(UnaryOperator<Pair.Change> change) {
        Stored<Pair> row = pairs.read(ID).orElseThrow();
        pairs.replace(row, change.apply(row.value().change()).now(), List.of()).orElseThrow();
    }

    private static List<String> busy(List<JsonNode> found) {
        return found.stream()
                .filter(trace -> trace.path("busy").asBoolean())
                .map(trace -> trace.path("where").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "ada@contoso.example, bob@contoso.example", "a@b@c", "'@x"})
    void whatIsNoAddressIsRefused(String email) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("email", email);

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> erasure.erase(request, KIM)));
    }

    @Test
    void wordsThatWouldEraseHalfTheLanguageAreRefused() {
        ObjectNode request = request();
        request.putArray("also").add("the");

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> erasure.erase(request, KIM)));
    }

    /** All parts of a walk, one after the other. */
    private List<JsonNode> all(ObjectNode request) {
        List<JsonNode> found = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            JsonNode part =
                    erasure.erase(request.put("next", next.get()), KIM).body().orElseThrow();
            part.path("found").forEach(found::add);
            next = Optional.ofNullable(part.get("next")).map(JsonNode::asText);
        }
        return found;
    }

    private static ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("email", ADA);
        request.putArray("also").add("Ada Byron");
        return request;
    }

    private void stored() {
        pairs.create(pair(ID, ADA, "Ada Byron"));
        Stored<Pair> row = pairs.read(ID).orElseThrow();
        AuditEntry entry = new AuditEntry(
                1,
                0,
                NOW,
                "referral-updated",
                "wrote",
                Optional.of(Side.CRM),
                List.of(new AuditEntry.FieldChange("notes", "", "ask Ada Byron, " + ADA, Optional.empty())),
                Optional.empty());
        pairs.replace(row, row.value(), List.of(entry)).orElseThrow();
        pairs.create(pair(OTHER, "nada@contoso.example", "Nada Byronova"));
        unmatched();
        new TableNotices(local.storage()).keep(NoticeRow.of("HELD", ID.value(), "Ada Byron waits", NOW), Duration.ZERO);
        new TableFindings(local.storage())
                .put(
                        "w1",
                        "pc|ref-1",
                        "MATCH",
                        JsonNodeFactory.instance.objectNode().put("contact", ADA));
        Work work = new Work(Subject.referral("ref-1"), "m1", "test", Optional.empty(), Map.of(), 0, "");
        new QueueWork(local.storage(), local.queues())
                .park(work, Problem.of(ProblemCode.INVALID_VALUE, "the CRM refused Ada Byron"));
        new PoisonMessages(local.storage(), local.queues()).drain(local.queues().crmUpdates());
    }

    private void unmatched() {
        new TableUnmatchedPeople(local.storage())
                .note(
                        new TeamMember("Ada", "Byron", ADA, "", ""),
                        ID,
                        local.storage().clock().instant());
    }

    private static Pair pair(PairId id, String email, String name) {
        ObjectNode contact = JsonNodeFactory.instance
                .objectNode()
                .put("firstName", name.split(" ")[0])
                .put("lastName", name.split(" ")[1])
                .put("email", email);
        Map<String, JsonNode> seen = Map.of(
                "/customerProfile/team",
                JsonNodeFactory.instance.arrayNode().add(contact),
                "/details/notes",
                TextNode.valueOf("call back"));
        return Pair.fresh(id, NOW)
                .change()
                .phase(Phase.IN_STEP)
                .side(Side.PARTNER_CENTER, new SideState(seen, Optional.of("W/\"1\""), Optional.of(NOW)))
                .problem(Optional.of(Problem.of(ProblemCode.CONTACT_INCOMPLETE, name + " has no telephone")))
                .label(new Label(Optional.of("Deal of " + name), Optional.empty()))
                .now();
    }
}
