package dev.cosell.operate.deal;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.Links;
import dev.cosell.sync.Signposts;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Lease;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferralsTest {
    private static final String GUID = "0c4f0f3a-0000-0000-0000-00000000000a";
    private static final Links LINKS = new Links(Optional.of(URI.create("https://app.example")));
    private static final RecordRef RECORD = new RecordRef("opportunity", GUID);

    private final TestStorage local = new TestStorage();
    private final TablePairs pairs = new TablePairs(local.storage());
    private final TableClaims claims = new TableClaims(local.storage());
    private final MemoryQueue queue = new MemoryQueue(() -> Instant.EPOCH);
    private final Referrals referrals = new Referrals(
            FieldMapFile.dynamics(),
            pairs,
            new PairDirectory(local.storage()),
            claims,
            new Inbox(new MemoryStore(() -> Instant.EPOCH), queue),
            () -> Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(strings = {"IN_STEP", "in-step", "InStep", "in step"})
    void dealsAreListedByPhaseInAnySpelling(String phase) {
        pairs.create(pair("p1", Phase.IN_STEP));
        pairs.create(pair("p2", Phase.HELD));

        JsonNode items = body(list(Optional.of(phase), Optional.empty(), Optional.empty()))
                .path("items");

        assertEquals(1, items.size());
        assertEquals("p1", items.get(0).path("pair").asText());
        assertEquals("IN_STEP", items.get(0).path("phase").asText());
    }

    @Test
    void aListShowsWhatADealStandsOnAndGoesOnPageByPage() {
        pairs.create(pair("p1", Phase.HELD)
                .change()
                .referral("ref-1")
                .record(RECORD)
                .problem(Optional.of(Problem.of(ProblemCode.SOLUTION_MISSING, "none")))
                .now());
        pairs.create(pair("p2", Phase.HELD));

        JsonNode first = body(list(Optional.empty(), Optional.of("1"), Optional.empty()));
        JsonNode item = first.path("items").get(0);
        assertEquals("ref-1", item.path("referralId").asText());
        assertEquals(RECORD.toString(), item.path("record").asText());
        assertEquals("SOL-01", item.path("problem").asText());

        JsonNode second = body(list(
                Optional.empty(),
                Optional.of("1"),
                Optional.of(first.path("next").asText())));
        assertEquals("p2", second.path("items").get(0).path("pair").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "1e2", "ten", "99999999999"})
    void anImpossibleLimitIsRefused(String limit) {
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> list(Optional.empty(), Optional.of(limit), Optional.empty())));
    }

    @Test
    void anUnknownPhaseOrTokenIsRefusedAndNotRepeated() {
        Problem phase = Problems.of(() -> list(Optional.of("<script>"), Optional.empty(), Optional.empty()));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, phase.code());
        assertTrue(phase.detail().contains("HELD"), phase.detail());
        assertFalse(phase.detail().contains("script"), phase.detail());
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> list(Optional.empty(), Optional.empty(), Optional.of("'!"))));
    }

    @Test
    void whatExpiresSoonIsListedWithItsTime() {
        Instant end = Instant.EPOCH.plusSeconds(86_400);
        pairs.create(pair("p1", Phase.IN_STEP)
                .change()
                .deadlines(Deadlines.NONE.answerBy(Optional.of(end)))
                .now());

        JsonNode items = body(soon("2", Optional.empty(), Optional.empty())).path("items");
        assertEquals(end.toString(), items.get(0).path("answerBy").asText());
        assertEquals(
                0,
                body(soon("1", Optional.empty(), Optional.empty()))
                        .path("items")
                        .size());
        for (String days : List.of("15", "-1", "", "soon")) {
            assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> soon(days, Optional.empty(), Optional.empty())));
        }
    }

    @Test
    void dealsAreListedByAProblemInAnySpellingOfItsCode() {
        pairs.create(pair("p1", Phase.HELD)
                .change()
                .problem(Optional.of(Problem.of(ProblemCode.COUNTRY_UNKNOWN, "none")))
                .now());
        pairs.create(pair("p2", Phase.HELD));

        JsonNode items = body(referrals.list(
                        new Referrals.Choice(
                                Optional.empty(), Optional.of("cus-01"), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        Optional.empty()))
                .path("items");

        assertEquals(1, items.size());
        assertEquals("p1", items.get(0).path("pair").asText());
    }

    @Test
    void dealsAreChosenInOneWayAtMostAndByWordsThatExist() {
        for (Referrals.Choice wrong : List.of(
                new Referrals.Choice(Optional.of("held"), Optional.of("CUS-01"), Optional.empty(), Optional.empty()),
                new Referrals.Choice(Optional.of("held"), Optional.empty(), Optional.of("3"), Optional.empty()),
                new Referrals.Choice(Optional.empty(), Optional.of("CUS-99"), Optional.empty(), Optional.empty()),
                new Referrals.Choice(Optional.empty(), Optional.of(""), Optional.empty(), Optional.empty()))) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE,
                    codeOf(() -> referrals.list(wrong, Optional.empty(), Optional.empty())),
                    wrong.toString());
        }
    }

    @Test
    void aClosedDealSaysHowItEndedAndWhy() {
        Map<String, JsonNode> seen = Map.of(
                "/status", TextNode.valueOf("Closed"),
                "/substatus", TextNode.valueOf("Lost"),
                "/statusReason", TextNode.valueOf("Budget not adequate"));
        pairs.create(pair("p1", Phase.CLOSED)
                .change()
                .side(Side.PARTNER_CENTER, new SideState(seen, Optional.empty(), Optional.empty()))
                .now());

        JsonNode shown = body(referrals.show("p1"));

        assertEquals(
                "Closed in Partner Center: Lost, Budget not adequate",
                shown.path("status").asText());
        assertEquals("Budget not adequate", shown.path("closingReason").asText());
    }

    @Test
    void everyPhaseIsCounted() {
        pairs.create(pair("p1", Phase.HELD));
        pairs.create(pair("p2", Phase.HELD));

        JsonNode counts = body(referrals.counts());

        assertEquals(Phase.values().length, counts.size());
        assertEquals(2, counts.path("HELD").path("pairs").asInt());
        assertFalse(counts.path("HELD").path("orMore").asBoolean());
        assertEquals(0, counts.path("CLOSED").path("pairs").asInt());
    }

    @Test
    void aDealIsFoundByItsOwnItsReferralsAndItsRecordsId() {
        linked();

        for (String id : List.of(
                "p1",
                " p1 ",
                "P1",
                "ref-1",
                "REF-1",
                "{ref-1}",
                "pc|ref-1",
                GUID,
                GUID.toUpperCase(Locale.ROOT),
                "{" + GUID + "}",
                RECORD.toString(),
                "opportunity%2F" + GUID,
                Subject.record(RECORD).key())) {
            assertEquals("p1", body(referrals.show(id)).path("pair").asText(), id);
        }
    }

    @Test
    void aDealIsShownFieldByFieldWithItsTimeline() {
        Stored<Pair> stored = linked();
        Pair seen = stored.value()
                .change()
                .side(
                        Side.CRM,
                        new SideState(Map.of("name", TextNode.valueOf("Deal")), Optional.empty(), Optional.empty()))
                .held(Map.of(
                        "name", Problem.of(ProblemCode.TEXT_TOO_LONG, "301").on("name")))
                .now();
        pairs.replace(stored, seen, List.of(entry(0)));

        JsonNode shown = body(referrals.show("p1"));

        assertEquals("ref-1", shown.path("referralId").asText());
        assertEquals(RECORD.toString(), shown.path("record").asText());
        JsonNode name = shown.path("fields")
                .valueStream()
                .filter(field -> field.path("name").asText().equals("name"))
                .findFirst()
                .orElseThrow();
        assertEquals("Deal", name.path("crm").asText());
        assertEquals("TXT-01", name.path("held").path("code").asText());
        assertEquals(1, shown.path("fields").size(), "of which nothing is known is not listed");
        assertEquals("wrote", shown.path("timeline").get(0).path("did").asText());
        assertEquals(
                "a",
                shown.path("timeline")
                        .get(0)
                        .path("changes")
                        .get(0)
                        .path("before")
                        .asText());
        assertEquals(0, shown.path("earlier").asInt());
    }

    @Test
    void ofALeadTheFieldsOfALeadAreShown() {
        RecordRef lead = new RecordRef("lead", GUID);
        claims.claim(Claim.of(Subject.record(lead)), "p1");
        SideState seen =
                new SideState(Map.of("subject", TextNode.valueOf("Move to Azure")), Optional.empty(), Optional.empty());
        pairs.create(pair("p1", Phase.IN_STEP)
                .change()
                .record(lead)
                .side(Side.CRM, seen)
                .now());

        JsonNode fields = body(referrals.show(GUID)).path("fields");

        JsonNode name = fields.valueStream()
                .filter(field -> field.path("name").asText().equals("name"))
                .findFirst()
                .orElseThrow();
        assertEquals("Move to Azure", name.path("crm").asText());
    }

    @Test
    void ofALongTimelineTheLatestIsShown() {
        Stored<Pair> stored = linked();
        for (int fifty = 0; fifty < 11; fifty++) {
            int first = fifty * 50;
            stored = pairs.replace(
                            stored,
                            stored.value(),
                            IntStream.range(first, first + 50)
                                    .mapToObj(ReferralsTest::entry)
                                    .toList())
                    .orElseThrow();
        }

        JsonNode shown = body(referrals.show("p1"));

        assertEquals(50, shown.path("earlier").asInt());
        assertEquals(500, shown.path("timeline").size());
        assertEquals("step 549", shown.path("timeline").get(499).path("cause").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "' or true",
                "p1/../x",
                "\u0000",
                "{{7*7}}",
                "%2e%2e",
                "lead%2Fref-1",
                "a\r\nSet-Cookie: x"
            })
    void aHostileIdFindsNothingAndIsNotRepeated(String id) {
        linked();
        Problem problem = Problems.of(() -> referrals.show(id));

        assertEquals(ProblemCode.NOT_FOUND, problem.code());
        assertTrue(problem.detail().matches("[\\w ,?-]+"), problem.detail());
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> referrals.syncNow(id, false)));
    }

    @Test
    void anEndlessIdIsRefused() {
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> referrals.show("x".repeat(5000))));
    }

    @Test
    void syncNowQueuesTheRecordAndTellsWhereToLook() {
        linked();

        Reply reply = referrals.syncNow("ref-1", false);

        assertEquals(202, reply.status());
        assertEquals("/api/referrals/p1", body(reply).path("follow").asText());
        assertEquals(Causes.SYNC_NOW, queued(MemoryQueue.PARTNER_CENTER_UPDATES).cause());

        referrals.syncNow("ref-1", true);
        assertEquals(
                Causes.SYNC_NOW_FORCED,
                queued(MemoryQueue.PARTNER_CENTER_UPDATES).cause());
    }

    @Test
    void syncNowOfADealWithoutRecordQueuesTheReferral() {
        pairs.create(pair("p1", Phase.LINKING).change().referral("ref-1").now());

        referrals.syncNow("p1", false);

        assertEquals(Subject.referral("ref-1"), queued(MemoryQueue.CRM_UPDATES).subject());
    }

    @Test
    void severalProblemsAreListedAsSeveral() {
        Problem solution = Problem.of(ProblemCode.SOLUTION_MISSING, "none").on("solutions");
        Problem country = Problem.of(ProblemCode.COUNTRY_UNKNOWN, "none").on("customerCountry");
        pairs.create(pair("p1", Phase.HELD)
                .change()
                .problem(Optional.of(solution))
                .held(Map.of("solutions", solution, "customerCountry", country))
                .now());

        JsonNode listed = body(list(Optional.empty(), Optional.empty(), Optional.empty()))
                .path("items")
                .get(0);
        assertEquals(
                Set.of("SOL-01", "CUS-01"),
                listed.path("problems").valueStream().map(JsonNode::asText).collect(Collectors.toSet()));
        assertEquals("Held", listed.path("status").asText());
        JsonNode problems = body(referrals.show("p1")).path("problems");
        assertEquals(2, problems.size());
        assertEquals("SOL-01", problems.get(0).path("code").asText());
        assertEquals("customerCountry", problems.get(1).path("field").asText());
    }

    @Test
    void s51_everyLineOfATimelineLeadsToTheReferralTheRecordAndTheHelp() {
        Stored<Pair> stored = linked();
        AuditEntry wrote = entry(0);
        AuditEntry held = new AuditEntry(
                1,
                1,
                Instant.EPOCH,
                "Update",
                "held",
                Optional.empty(),
                List.of(),
                Optional.of(
                        Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "found 0").toString()));
        pairs.replace(stored, stored.value(), List.of(wrote, held));

        JsonNode timeline = body(linking().show("p1")).path("timeline");

        assertEquals(2, timeline.size());
        timeline.forEach(line -> {
            assertEquals(
                    "https://partner.microsoft.com/referrals/v2/inbox?id=ref-1",
                    line.at("/links/referral").asText());
            assertEquals(
                    "https://crm.example/" + RECORD, line.at("/links/record").asText());
        });
        assertEquals(
                "https://app.example/api/problems",
                timeline.get(0).at("/links/help").asText());
        assertEquals(
                "https://app.example/api/problems/VAL-01",
                timeline.get(1).at("/links/help").asText());
    }

    @Test
    void s29_aFailureOnTheTimelineHasCodeAdviceCorrelationIdAndWhatTheSystemsSupportNeeds() {
        Stored<Pair> stored = linked();
        AuditEntry held = new AuditEntry(
                        1,
                        0,
                        Instant.EPOCH,
                        "Update",
                        "held",
                        Optional.empty(),
                        List.of(),
                        Optional.of(Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "found 0")
                                .toString()))
                .in(
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        List.of(new RefusedCall(
                                RemoteSystem.PARTNER_CENTER, "PATCH /v1.0/engagements/referrals/{id}", 400, "r-1")));
        pairs.replace(stored, stored.value(), List.of(held));

        JsonNode line = body(linking().show("p1")).path("timeline").get(0);

        assertTrue(line.path("problem").asText().startsWith("VAL-01 "));
        assertEquals(ProblemCode.VALUE_NOT_POSITIVE.fix(), line.path("fix").asText());
        assertEquals(
                "4bf92f3577b34da6a3ce929d0e0e4736", line.path("correlationId").asText());
        assertEquals("PARTNER_CENTER", line.at("/refusals/0/system").asText());
        assertEquals(400, line.at("/refusals/0/status").asInt());
        assertEquals("r-1", line.at("/refusals/0/requestId").asText());
    }

    private Referrals linking() {
        return new Referrals(
                FieldMapFile.dynamics(),
                pairs,
                new PairDirectory(local.storage()),
                claims,
                new Inbox(new MemoryStore(() -> Instant.EPOCH), queue),
                () -> Instant.EPOCH,
                pair -> new Signposts(
                        LINKS,
                        pair.referralId().map(Referral::webAddress),
                        pair.record().map(record -> "https://crm.example/" + record),
                        LINKS.timeline(pair.id())),
                RecordIds.NONE);
    }

    @ParameterizedTest
    @EnumSource(CrmProduct.class)
    void aDealIsFoundByItsRecordHoweverPeopleWriteItsId(CrmProduct product) {
        LocalCrm crm = LocalCrm.of(product);
        RecordRef record = crm.bare("One", Optional.empty());
        claims.claim(Claim.of(Subject.record(record)), "p1");
        pairs.create(pair("p1", Phase.IN_STEP).change().record(record).now());
        Referrals written = new Referrals(
                crm.maps(),
                pairs,
                new PairDirectory(local.storage()),
                claims,
                new Inbox(new MemoryStore(() -> Instant.EPOCH), queue),
                () -> Instant.EPOCH,
                pair -> Signposts.NONE,
                crm.crm()::ref);
        for (String id : crm.writings(record)) {
            assertEquals("p1", written.find(id).id().value(), id);
        }
        assertEquals(
                ProblemCode.NOT_FOUND, codeOf(() -> written.find(crm.unused().id())));
    }

    private Stored<Pair> linked() {
        claims.claim(Claim.of(Subject.referral("ref-1")), "p1");
        claims.claim(Claim.of(Subject.record(RECORD)), "p1");
        return pairs.create(pair("p1", Phase.IN_STEP)
                .change()
                .referral("ref-1")
                .record(RECORD)
                .now());
    }

    private Work queued(String name) {
        MemoryQueue.Delivery delivery = queue.poll(name).orElseThrow();
        queue.complete(delivery);
        return delivery.work();
    }

    private static JsonNode body(Reply reply) {
        return reply.body().orElseThrow();
    }

    /** Whoever follows a request must not take the first step of a run for its end. */
    @Test
    void aDealThatARunHasInHandSaysSo() {
        pairs.create(pair("p1", Phase.HELD));
        pairs.create(pair("p2", Phase.HELD)
                .change()
                .lease(new Lease("worker", Instant.EPOCH.plusSeconds(1)))
                .now());
        pairs.create(pair("p3", Phase.HELD)
                .change()
                .lease(new Lease("crashed", Instant.EPOCH))
                .now());

        assertFalse(body(referrals.show("p1")).path("working").booleanValue());
        assertTrue(body(referrals.show("p2")).path("working").booleanValue());
        assertFalse(body(referrals.show("p3")).path("working").booleanValue());
    }

    private static Pair pair(String id, Phase phase) {
        return Pair.fresh(new PairId(id), Instant.EPOCH).change().phase(phase).now();
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(
                1,
                step,
                Instant.EPOCH,
                "step " + step,
                "wrote",
                Optional.of(Side.CRM),
                List.of(new AuditEntry.FieldChange("name", "a", "b", Optional.empty())),
                Optional.empty());
    }

    private Reply list(Optional<String> phase, Optional<String> limit, Optional<String> token) {
        return referrals.list(
                new Referrals.Choice(phase, Optional.empty(), Optional.empty(), Optional.empty()), limit, token);
    }

    private Reply soon(String days, Optional<String> limit, Optional<String> token) {
        return referrals.list(
                new Referrals.Choice(Optional.empty(), Optional.empty(), Optional.of(days), Optional.empty()),
                limit,
                token);
    }
}
