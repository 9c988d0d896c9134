package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.AuditEntry.FieldChange;
import dev.cosell.sync.pair.Conflict;
import dev.cosell.sync.pair.Crossing;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is stored comes back equal. */
class PairCodecTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 150)
    void anyPairComesBackEqual(@ForAll("pairs") Pair pair) throws IOException {
        assertEquals(pair, PairCodec.read(Json.parse(Json.bytes(PairCodec.write(pair)))));
    }

    @Property(tries = 50)
    void anyAuditEntryComesBackEqual(@ForAll("entries") AuditEntry entry) throws IOException {
        assertEquals(entry, AuditCodec.read(Json.parse(Json.bytes(AuditCodec.write(entry)))));
    }

    @Example
    void membersWeDoNotKnowAreIgnoredAndMissingOnesAreEmpty() throws IOException {
        Pair pair = PairCodec.read(Json.parse("{\"id\":\"p\",\"phase\":\"IN_STEP\",\"mood\":{\"is\":\"good\"},"
                + "\"createdAt\":\"2026-03-01T10:00:00Z\"}"));

        assertEquals(
                Pair.fresh(new PairId("p"), Instant.parse("2026-03-01T10:00:00Z"))
                        .change()
                        .phase(Phase.IN_STEP)
                        .now(),
                pair);
    }

    @Example
    void aPhaseFromTheFutureIsLeftToAVersionThatKnowsIt() {
        ObjectNode json = (ObjectNode) PairCodec.write(Pair.fresh(new PairId("p"), Instant.EPOCH));
        json.put("phase", "DREAMING");

        Problem problem =
                assertThrows(Failure.class, () -> PairCodec.read(json)).problem();
        assertEquals(ProblemCode.STORED_LATER, problem.code());
    }

    @Example
    void aCommandOrAKindOfWriteFromTheFutureIsLeftToAVersionThatKnowsIt() throws IOException {
        for (String member : List.of("\"commands\":[{\"kind\":\"DREAM\"}]", "\"pending\":{\"kind\":\"DREAM\"}")) {
            assertEquals(ProblemCode.STORED_LATER, refusalOf("{\"id\":\"p\",\"phase\":\"IN_STEP\"," + member + "}"));
        }
    }

    @Example
    void aDamagedRowIsADefectAndDoesNotWaitForALaterVersion() throws IOException {
        for (String rest : List.of(
                "",
                "\"phase\":\"\"",
                "\"phase\":\"IN_STEP\",\"createdAt\":\"today\"",
                "\"phase\":\"IN_STEP\",\"pending\":{\"kind\":\"UPDATE\",\"side\":\"MOON\"}",
                "\"phase\":\"IN_STEP\",\"problem\":{\"code\":\"NET-02\",\"system\":\"MOON\"}")) {
            assertEquals(ProblemCode.UNEXPECTED, refusalOf("{\"id\":\"p\"" + (rest.isEmpty() ? "" : ",") + rest + "}"));
        }
    }

    private static ProblemCode refusalOf(String json) throws IOException {
        JsonNode row = Json.parse(json);
        return assertThrows(Failure.class, () -> PairCodec.read(row)).problem().code();
    }

    @Example
    void aProblemFromTheFutureKeepsItsCodeInTheDetail() {
        Problem read = ProblemCodec.read(Json.object().put("code", "XYZ-99").put("detail", "new"));

        assertEquals(Problem.of(ProblemCode.UNEXPECTED, "XYZ-99: new"), read);
    }

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Pair> identified = Combinators.combine(
                        text(), text().optional(), records(), Arbitraries.of(Phase.class))
                .as((id, referral, record, phase) -> {
                    Pair.Change change =
                            Pair.fresh(new PairId(id), Instant.EPOCH).change();
                    referral.ifPresent(change::referral);
                    referral.ifPresent(change::microsoftReferral);
                    change.engagement(referral);
                    record.ifPresent(change::record);
                    change.lead(record);
                    change.definitions(Map.of("notes", id));
                    change.label(new Label(referral, Optional.of(id)));
                    return change.phase(phase).told(id).trace(id).now();
                });
        Arbitrary<Pair> seeing = Combinators.combine(
                        identified,
                        sides(),
                        sides(),
                        leases(),
                        pending(),
                        instants().optional())
                .as((pair, partnerCenter, crm, lease, pending, notBefore) -> {
                    Pair.Change change = pair.change()
                            .side(Side.PARTNER_CENTER, partnerCenter)
                            .side(Side.CRM, crm)
                            .pending(pending)
                            .notBefore(notBefore);
                    lease.ifPresent(change::lease);
                    return change.now();
                });
        return Combinators.combine(
                        seeing,
                        problems(),
                        problems(),
                        conflicts(),
                        crossings(),
                        problem().optional(),
                        marks())
                .as((pair, held, divergences, conflicts, crossings, problem, marks) -> {
                    Pair.Change change = pair.change()
                            .held(held)
                            .divergences(divergences)
                            .conflicts(conflicts)
                            .crossings(crossings)
                            .problem(problem)
                            .failures(held.size());
                    marks.forEach((id, mark) -> change.settle(Subject.referral(id), mark));
                    return change.now();
                });
    }

    @Provide
    Arbitrary<AuditEntry> entries() {
        Arbitrary<FieldChange> change =
                Combinators.combine(text(), text(), text(), text().optional()).as(FieldChange::new);
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().between(0, 999),
                        instants(),
                        text(),
                        text(),
                        Arbitraries.of(Side.class).optional(),
                        change.list().ofMaxSize(3),
                        text().optional())
                .as(AuditEntry::new);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(12);
    }

    /** Half a surrogate pair is no text, and JSON in UTF-8 cannot carry it. */
    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(-2_000_000_000L, 4_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Optional<RecordRef>> records() {
        return Combinators.combine(text(), text()).as(RecordRef::new).optional();
    }

    private static Arbitrary<Optional<Lease>> leases() {
        return Combinators.combine(text(), instants()).as(Lease::new).optional();
    }

    private static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> scalar = Arbitraries.oneOf(
                text().map(JSON::textNode),
                Arbitraries.bigDecimals().ofScale(4).map(JSON::numberNode),
                Arbitraries.integers().map(JSON::numberNode),
                Arbitraries.of(JSON.booleanNode(true), JSON.booleanNode(false)),
                Arbitraries.just(JSON.nullNode()));
        return Arbitraries.oneOf(
                scalar,
                scalar.list().ofMaxSize(3).map(items -> JSON.arrayNode().addAll(items)),
                Arbitraries.maps(text(), scalar)
                        .ofMaxSize(3)
                        .map(members -> JSON.objectNode().<ObjectNode>setAll(members)));
    }

    private static Arbitrary<Map<String, JsonNode>> seen() {
        return Arbitraries.maps(text(), values()).ofMaxSize(5);
    }

    private static Arbitrary<SideState> sides() {
        return Combinators.combine(seen(), text().optional(), instants().optional())
                .as(SideState::new);
    }

    private static Arbitrary<Optional<Pending>> pending() {
        return Combinators.combine(
                        Arbitraries.of(Pending.Kind.class),
                        Arbitraries.of(Side.class),
                        seen(),
                        seen(),
                        text(),
                        instants(),
                        Arbitraries.integers().between(0, 5),
                        instants())
                .as(Pending::new)
                .optional();
    }

    private static Arbitrary<Problem> problem() {
        return Combinators.combine(
                        Arbitraries.of(ProblemCode.class),
                        text(),
                        text().optional(),
                        Arbitraries.of(RemoteSystem.class).optional(),
                        Arbitraries.longs()
                                .between(0, 100_000)
                                .map(Duration::ofMillis)
                                .optional(),
                        Arbitraries.of(true, false))
                .as(Problem::new);
    }

    private static Arbitrary<Map<String, Problem>> problems() {
        return Arbitraries.maps(text(), problem()).ofMaxSize(3);
    }

    private static Arbitrary<Map<String, Conflict>> conflicts() {
        Arbitrary<Conflict.Shown> shown = Combinators.combine(text(), instants(), text().optional(), text().optional())
                .as(Conflict.Shown::new);
        return Arbitraries.maps(text(), Combinators.combine(shown, shown).as(Conflict::new))
                .ofMaxSize(3);
    }

    private static Arbitrary<Map<String, Crossing>> crossings() {
        return Arbitraries.maps(
                        text(),
                        Combinators.combine(Arbitraries.of(Side.class), Arbitraries.integers(), instants())
                                .as(Crossing::new))
                .ofMaxSize(3);
    }

    private static Arbitrary<Map<String, String>> marks() {
        return Arbitraries.maps(text(), text()).ofMaxSize(3);
    }
}
