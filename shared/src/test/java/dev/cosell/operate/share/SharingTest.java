package dev.cosell.operate.share;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.live.Switches;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.Links;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.Inbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, bulk shares and rules over each CRM. */
@ParameterizedClass
@EnumSource(CrmProduct.class)
class SharingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final CrmProduct product;
    private final LocalCrm deals;
    private final String all;
    private final SettableClock clock = new SettableClock(NOW);
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryQueue queue = new MemoryQueue(clock);
    private final MemoryState switches = new MemoryState();
    private final Gate gate = new Switchboard(switches, Switches.ALL_ON, true, clock);
    private final TestStorage local = new TestStorage();

    SharingTest(CrmProduct product) {
        this.product = product;
        this.deals = LocalCrm.of(product);
        this.all = deals.isAny();
    }

    // --- Eligible but not shared ---

    @Test
    void s34_recordsThatCouldBeSharedAreListedWithWhatTheOthersLack() {
        RecordRef valid = deals.valid("Ready");
        RecordRef incomplete = deals.incomplete("Nearly");
        deals.shared("Shared");
        deals.lost("Lost");

        Map<String, JsonNode> items =
                byRecord(body(sharing(false).eligible(Optional.empty(), Optional.empty(), Optional.empty())));

        assertEquals(Set.of(valid.toString(), incomplete.toString()), items.keySet());
        JsonNode ready = items.get(valid.toString());
        assertTrue(ready.path("ready").asBoolean());
        assertEquals("Ready", ready.path("name").asText());
        assertEquals(0, ready.path("problems").size());
        JsonNode nearly = items.get(incomplete.toString());
        assertFalse(nearly.path("ready").asBoolean());
        assertEquals("SOL-01", nearly.path("problems").get(0).path("code").asText());
    }

    @Test
    void aRecordThatSomebodyTookBackNamesItsPair() {
        RecordRef record = deals.valid("Taken back");
        store.claim(Claim.of(Subject.record(record)), "c-1");

        JsonNode item = byRecord(body(sharing(false).eligible(Optional.empty(), Optional.empty(), Optional.empty())))
                .get(record.toString());

        assertEquals("c-1", item.path("pair").asText());
    }

    @Test
    void theListIsFilteredAndGoesOnPageByPage() {
        Set<String> wanted = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            wanted.add(deals.valid("Wanted " + i).toString());
        }
        deals.valid("Other");
        Sharing sharing = sharing(false);
        Optional<String> filter = Optional.of(deals.beginsWith("Wanted"));

        List<String> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            JsonNode page = body(sharing.eligible(filter, Optional.of("2"), next));
            page.path("items").forEach(item -> found.add(item.path("record").asText()));
            next = Optional.ofNullable(page.path("next").asText(null));
        } while (next.isPresent());

        assertEquals(5, found.size());
        assertEquals(wanted, Set.copyOf(found));
    }

    @Test
    void nobodyChoosesWhichAddressOfTheCrmIsRead() {
        int before = deals.calls().size();

        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> sharing(false)
                        .eligible(Optional.empty(), Optional.empty(), Optional.of("systemusers?$select=fullname"))));
        assertEquals(before, deals.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"name eq 'a') or (1 eq 1", "(name eq 'a'", "name eq 'a", "name eq 'a'\nx", ")("})
    void aFilterThatLeavesItsBracketsIsRefused(String filter) {
        int before = deals.calls().size();
        Problem problem =
                Problems.of(() -> sharing(false).eligible(Optional.of(filter), Optional.empty(), Optional.empty()));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertTrue(problem.detail().startsWith("filter: expected "), problem.detail());
        assertEquals(before, deals.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuchcolumn eq 1", "name is 'a'", "name eq"})
    void aFilterThatTheCrmCannotReadIsTheCallersFault(String filter) {
        deals.valid("Any");
        Problem problem =
                Problems.of(() -> sharing(false).eligible(Optional.of(filter), Optional.empty(), Optional.empty()));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code(), problem.toString());
    }

    @Test
    void aBracketInAQuoteIsJustAText() {
        RecordRef record = deals.valid("a) or (b's");

        assertEquals(
                Set.of(record.toString()),
                byRecord(body(sharing(false)
                                .eligible(
                                        Optional.of(deals.isCalled("a) or (b's")), Optional.empty(), Optional.empty())))
                        .keySet());
    }

    // --- Many at once ---

    @Test
    void aPreviewTellsWhatWouldHappenAndWritesNothing() {
        RecordRef valid = deals.valid("Ready");
        RecordRef incomplete = deals.incomplete("Nearly");
        RecordRef shared = deals.shared("Shared");
        RecordRef lost = deals.lost("Lost");
        long writes = writes();

        Reply reply = sharing(false).share(request(all).put("preview", true));

        assertEquals(200, reply.status());
        Map<String, JsonNode> items = byRecord(body(reply));
        assertEquals("share", items.get(valid.toString()).path("would").asText());
        assertEquals("hold", items.get(incomplete.toString()).path("would").asText());
        assertEquals(1, items.get(incomplete.toString()).path("problems").size());
        assertEquals("alreadyShared", items.get(shared.toString()).path("would").asText());
        assertEquals("closed", items.get(lost.toString()).path("would").asText());
        assertEquals(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("share", 1)
                        .put("waitForApproval", 0)
                        .put("hold", 1)
                        .put("alreadyShared", 1)
                        .put("closed", 1),
                body(reply).path("counts"));
        assertEquals(writes, writes());
        assertEquals(0, queue.size(MemoryQueue.PARTNER_CENTER_UPDATES));
        assertEquals(List.of(), store.hints());
    }

    @Test
    void aBulkShareQueuesWhatIsNotSharedOneByOneAndSaysHowToGoOn() {
        for (int i = 0; i < 3; i++) {
            deals.valid("Deal " + i);
        }
        deals.shared("Shared");
        Sharing sharing = sharing(false);
        int queued = 0;
        Optional<String> next = Optional.empty();
        do {
            ObjectNode request = request(all).put("limit", 2);
            next.ifPresent(token -> request.put("next", token));
            Reply reply = sharing.share(request);
            assertEquals(202, reply.status());
            queued += body(reply).path("queued").asInt();
            next = Optional.ofNullable(body(reply).path("next").asText(null));
        } while (next.isPresent());

        assertEquals(3, queued);
        clock.advance(Duration.ofMinutes(1));
        List<Work> works = works();
        assertEquals(3, works.size());
        works.forEach(work -> assertEquals(Causes.SHARE, work.cause()));
    }

    @Test
    void theQueuedRecordsComeASecondApart() {
        for (int i = 0; i < 3; i++) {
            deals.valid("Deal " + i);
        }
        JsonNode answer = body(sharing(false).share(request(all)));

        assertEquals(3, answer.path("doneAfterSeconds").asInt());
        assertEquals(1, works().size());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, works().size());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, works().size());
    }

    @Test
    void whereApprovalIsNeededThePreviewSaysSo() {
        RecordRef valid = deals.valid("Ready");

        JsonNode answer = body(sharing(true).share(request(all).put("preview", true)));

        assertEquals(
                "waitForApproval",
                byRecord(answer).get(valid.toString()).path("would").asText());
    }

    @Test
    void aTokenOfAPreviewOpensNoOtherFilter() {
        deals.valid("A");
        deals.valid("B");
        Sharing sharing = sharing(false);
        String next = body(sharing.share(request(all).put("limit", 1).put("preview", true)))
                .path("next")
                .asText();

        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> sharing.share(request(deals.isOpen()).put("next", next))));
    }

    @Test
    void oneRecordIsSharedAsEverAndBothAtOnceAreRefused() {
        String id = deals.valid("One").id();
        ObjectNode one = JsonNodeFactory.instance.objectNode().put("recordId", id);

        assertEquals(202, sharing(false).share(one).status());
        assertEquals(1, works().size());
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> sharing(false).share(request(all).put("recordId", id))));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> sharing(false).share(request(" "))));
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> sharing(false).share(request(all).put("limit", 201))));
    }

    @Test
    void aPreviewOfOneRecordSharesNothing() {
        RecordRef record = deals.incomplete("Nearly");
        ObjectNode one = JsonNodeFactory.instance
                .objectNode()
                .put("recordId", record.id())
                .put("preview", true);

        Reply reply = sharing(false).share(one);

        assertEquals(200, reply.status());
        JsonNode item = byRecord(body(reply)).get(record.toString());
        assertEquals("hold", item.path("would").asText());
        assertEquals(
                "https://cosell.example/api/problems/SOL-01",
                item.at("/problems/0/help").asText());
        assertEquals(0, works().size());
    }

    @Test
    void aRecordThatDoesNotExistIsNotShared() {
        ObjectNode one = JsonNodeFactory.instance
                .objectNode()
                .put("recordId", deals.unused().id());

        Problem problem = Problems.of(() -> sharing(false).share(one));

        assertEquals(404, Reply.of(problem, "").status());
        assertEquals(0, works().size());
    }

    @Test
    void aRecordIsSharedInItsOneSpellingHoweverItsIdIsWritten() {
        RecordRef record = deals.valid("One");
        for (String written : deals.writings(record)) {
            assertEquals(
                    202,
                    sharing(false)
                            .share(JsonNodeFactory.instance.objectNode().put("recordId", written))
                            .status(),
                    written);
            Work work = works().getFirst();
            assertEquals(Subject.record(record), work.subject());
            assertEquals(Causes.SHARE, work.cause());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42",
                "0c4f0f3a-0000-0000-0000-00000000000g",
                "0c4f0f3a-0000-0000-0000-00000000000a/x",
                "lead/0c4f0f3a-0000-0000-0000-00000000000a"
            })
    void whatIsNoRecordIdIsNotShared(String id) {
        Problem problem = Problems.of(
                () -> sharing(false).share(JsonNodeFactory.instance.objectNode().put("recordId", id)));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertTrue(problem.detail().startsWith("expected {\"recordId\": "), problem.detail());
        assertEquals(0, works().size());
    }

    // --- By rule ---

    @Test
    void s34_aRuleSharesWhatMatchesAndIsValid() {
        RecordRef valid = deals.valid("Wanted");
        deals.incomplete("Wanted, not ready");
        deals.valid("Other");
        deals.shared("Wanted, shared");
        deals.lost("Wanted, lost");

        String line = autoShare(Optional.of(deals.beginsWith("Wanted")), true).run();

        assertEquals("autoShareLooked=3 autoShareQueued=1", line);
        Work work = works().getFirst();
        assertEquals(Subject.record(valid), work.subject());
        assertEquals(Causes.SHARE_BY_RULE, work.cause());
    }

    @Test
    void s34_aRuleLeavesAloneWhatHasAPairOrWasTurnedOff() {
        RecordRef known = deals.valid("Known");
        RecordRef turnedOff = deals.valid("Turned off");
        store.claim(Claim.of(Subject.record(known)), "c-1");
        store.claim(Claim.turnedOff(turnedOff), "a person");

        assertEquals(
                "autoShareLooked=2 autoShareQueued=0",
                autoShare(Optional.of(all), true).run());
    }

    @Test
    void aRuleLeavesAloneWhatMayBelongToAReferral() {
        RecordRef unclear = deals.valid("Looks like a referral");
        store.claim(Claim.unclear(Subject.record(unclear)), "a referral");
        store.claim(Claim.unclear(Subject.referral("a referral")), "a referral");

        assertEquals(
                "autoShareLooked=1 autoShareQueued=0",
                autoShare(Optional.of(all), true).run());
    }

    @Test
    void aRuleLeadsARecordToTheOneReferralThatNamesIt() {
        RecordRef named = deals.valid("Named by a referral");
        store.claim(Claim.unclear(Subject.record(named)), "a referral");

        assertEquals(
                "autoShareLooked=1 autoShareQueued=1",
                autoShare(Optional.of(all), true).run());
    }

    @Test
    void aRuleMayShareWhatWillBeHeld() {
        deals.incomplete("Not ready");

        assertEquals(
                "autoShareLooked=1 autoShareQueued=1",
                autoShare(Optional.of(all), false).run());
    }

    @Test
    void whatARuleSharesIsNotQueuedOverAndOverWhileOutboundIsSwitchedOff() {
        switches.write(switches.read(), Switches.ALL_OFF.json());

        assertEquals("autoShare=waiting", autoShare(Optional.of(all), false).run());
    }

    @Test
    void aRuleWaitsForEachSystemButNotForAPauseThatNobodyIsLeftToEnd() {
        deals.valid("Matches");
        store.begin(new Outage(
                RemoteSystem.PARTNER_CENTER, Problem.of(ProblemCode.UNAVAILABLE, "503"), NOW, NOW.plusSeconds(30)));

        assertEquals("autoShare=waiting", autoShare(Optional.of(all), false).run());
        clock.advance(Duration.ofHours(1));
        assertEquals(
                "autoShareLooked=1 autoShareQueued=1",
                autoShare(Optional.of(all), false).run());
    }

    @Test
    void withoutARuleNothingIsRead() {
        int before = deals.calls().size();

        assertEquals("autoShare=off", autoShare(Optional.empty(), true).run());
        store.begin(
                new Outage(RemoteSystem.CRM, Problem.of(ProblemCode.TOKEN_REFUSED, "401"), NOW, NOW.plusSeconds(30)));
        assertEquals("autoShare=waiting", autoShare(Optional.of(all), true).run());
        assertEquals(before, deals.calls().size());
    }

    private Sharing sharing(boolean approval) {
        Inbox inbox = new Inbox(store, queue);
        return new Sharing(
                deals.map(),
                new FilteredRecords(deals.crm(), product, new SealedTokens(local.storage())),
                store,
                inbox,
                new Links(Optional.of(URI.create("https://cosell.example"))),
                approval);
    }

    private AutoShare autoShare(Optional<String> filter, boolean validOnly) {
        return new AutoShare(
                deals.map(), deals.crm(), store, store, gate, new Inbox(store, queue), filter, validOnly, clock);
    }

    private long writes() {
        return deals.calls().stream()
                .filter(call -> !call.method().equals("GET"))
                .count();
    }

    private List<Work> works() {
        List<Work> works = new ArrayList<>();
        Optional<MemoryQueue.Delivery> delivery = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES);
        while (delivery.isPresent()) {
            queue.complete(delivery.get());
            works.add(delivery.get().work());
            delivery = queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES);
        }
        return works;
    }

    private static ObjectNode request(String filter) {
        return JsonNodeFactory.instance.objectNode().put("filter", filter);
    }

    private static JsonNode body(Reply reply) {
        return reply.body().orElseThrow();
    }

    private static Map<String, JsonNode> byRecord(JsonNode body) {
        Map<String, JsonNode> items = new HashMap<>();
        body.path("items").forEach(item -> items.put(item.path("record").asText(), item));
        return items;
    }
}
