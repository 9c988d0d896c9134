package dev.cosell.operate;

import static dev.cosell.JsonText.json;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.dynamics.SandboxDataverse;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.Links;
import dev.cosell.sync.memory.Calls;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.Line;
import dev.cosell.sync.memory.MemoryPartnerCenter;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.VirtualClock;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with deals is told before anything is sent, and asking changes nothing. */
class ValidationTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();
    private static final FieldMap MAP = MAPS.deals();

    private final VirtualClock clock = new VirtualClock();
    private final Calls calls = new Calls();
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryPartnerCenter partnerCenter = new MemoryPartnerCenter(
            clock,
            new Line(RemoteSystem.PARTNER_CENTER, clock, calls, Faults.NONE, step -> {}),
            referral -> ReferralSnapshot.of(MAP.paths(Side.PARTNER_CENTER), referral),
            event -> {});
    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final Crm crm = dataverse.adapter(MAPS);
    private final Validation validation = new Validation(
            () -> MAPS,
            crm,
            new FilteredRecords(crm, new SealedTokens(new TestStorage().storage())),
            () -> partnerCenter,
            () -> KnownSolutions.NONE,
            store,
            store,
            Links.NONE);

    @Test
    void oneRecordIsCheckedAndAllThatIsWrongIsNamed() {
        RecordRef record = enters("Datacentre move", Map.of());
        JsonNode answer = ask("{'recordId': '" + record.id().toUpperCase(Locale.ROOT) + "'}");
        assertFalse(answer.path("valid").asBoolean());
        assertEquals("Datacentre move", answer.path("name").asText());
        assertEquals(
                "VAL-01 VAL-02 SOL-01 CUS-02 CUS-01",
                String.join(
                        " ",
                        answer.path("problems")
                                .valueStream()
                                .map(problem -> problem.path("code").asText())
                                .toList()));
        JsonNode solution = answer.path("problems").get(2);
        assertEquals("solutions", solution.path("field").asText());
        assertEquals("SELLER", solution.path("fixer").asText());
        assertTrue(solution.path("detail").asText().startsWith("expected at least one solution id, found none"));
        assertTrue(answer.at("/links/record")
                .asText()
                .endsWith("/main.aspx?pagetype=entityrecord&etn=opportunity&id=" + record.id()));
        assertEquals(0, calls.size());
        assertEquals(0, store.pairs().size());
    }

    @Test
    void aListIsCountedByProblemAndByWhoCanFixIt() {
        enters("first", Map.of());
        enters("second", Map.of());
        enters("third", Map.of("name", NullNode.getInstance()));
        JsonNode first = ask("{'filter': 'statecode eq 0', 'shared': true, 'limit': 2}");
        assertEquals(2, first.path("records").asInt());
        assertEquals(0, first.path("valid").asInt());
        assertEquals(2, first.at("/byProblem/SOL-01").asInt());
        assertEquals(2, first.at("/byFixer/SELLER").asInt());
        JsonNode second = ask("{'filter': 'statecode eq 0', 'shared': true, 'limit': 2, 'next': '"
                + first.path("next").asText() + "'}");
        assertEquals(1, second.path("records").asInt());
        assertFalse(second.has("next"));
        assertEquals(0, ask("{'shared': false}").path("records").asInt());
        assertEquals(1, ask("{'filter': \"name eq 'second'\"}").path("records").asInt());
        assertEquals(0, calls.size());
    }

    @Test
    void aClosedReferralIsSaidToBeClosedWithoutACallToPartnerCenter() {
        RecordRef record = enters("Datacentre move", Map.of());
        pair(record, Map.of("/status", TextNode.valueOf("Closed"), "/substatus", TextNode.valueOf("Won")));
        for (String request : new String[] {"{'recordId': '" + record.id() + "'}", "{'referralId': 'r-1'}"}) {
            JsonNode answer = ask(request);
            assertEquals("STA-02", answer.at("/problems/0/code").asText());
            assertEquals(1, answer.path("problems").size());
            assertEquals("p1", answer.path("pair").asText());
        }
        assertEquals(0, calls.size());
    }

    @Test
    void ofALinkedRecordOnlyWhatKeepsItInStepIsChecked() {
        RecordRef record = enters("Datacentre move", Map.of());
        pair(record, Map.of("/status", TextNode.valueOf("Active"), "/substatus", TextNode.valueOf("Accepted")));
        assertEquals(
                "VAL-01 VAL-02 SOL-01",
                String.join(
                        " ",
                        ask("{'recordId': '" + record.id() + "'}")
                                .path("problems")
                                .valueStream()
                                .map(problem -> problem.path("code").asText())
                                .toList()));
    }

    @Test
    void s08_aReferralInACurrencyThatTheCrmLacksIsNamedBeforeItArrives() {
        String referral =
                partnerCenter.arrives("In gold", it -> it.withObject("/details").put("currency", "XAU"));
        JsonNode answer = ask("{'referralId': '" + referral + "'}");
        assertEquals("CUR-01", answer.at("/problems/0/code").asText());
        assertTrue(answer.at("/problems/0/detail").asText().contains("EUR"), answer.toString());
        assertEquals(1, calls.size());
        assertEquals(0, calls.writes());
    }

    @Test
    void s45_theParentAccountsCountryIsReadThroughTheRecord() {
        String parent = UUID.randomUUID().toString();
        String child = UUID.randomUUID().toString();
        dataverse.control(
                "POST",
                "records/account",
                json("{'accountid': '" + parent + "', 'name': 'Contoso Holding', 'address1_country': 'Deutschland'}")
                        .toString());
        dataverse.control(
                "POST",
                "records/account",
                json("{'accountid': '" + child + "', 'name': 'Contoso', 'parentaccountid@odata.bind': '/accounts("
                                + parent + ")'}")
                        .toString());
        RecordRef record = new RecordRef("opportunity", UUID.randomUUID().toString());
        crm.create(record, Optional.of(new RecordRef("account", child)), deal("Datacentre move"));
        assertFalse(codes(record).contains("CUS-01"), codes(record));
        edit(child, "{'address2_country': 'AT'}");
        assertTrue(codes(record).contains("CUS-01"), codes(record));
        edit(child, "{'address1_country': 'Österreich'}");
        assertFalse(codes(record).contains("CUS-01"), codes(record));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'recordId': 'x'}",
                "{'recordId': '7d2f0a4e-92b1-4d0c-8f3a-5a0b6b6f9c21)/x'}",
                "{'referralId': '../users'}",
                "{'referralId': '..'}",
                "{'shared': 'yes'}",
                "{'shared': true, 'limit': 0}",
                "{'shared': true, 'limit': 201}",
                "{'shared': true, 'limit': 'all'}",
                "{'shared': true, 'next': '!'}",
                "{'shared': true, 'next': 'YWNjb3VudHM'}",
                "{'filter': 'a\\nb'}",
                "{'filter': ''}",
                "{'filter': 'bogus eq 1'}",
                "{'filter': 'statecode eq 0) or (1 eq 1'}",
                "{'recordId': '7d2f0a4e-92b1-4d0c-8f3a-5a0b6b6f9c21', 'filter': 'statecode eq 0'}",
                "{'recordId': '7d2f0a4e-92b1-4d0c-8f3a-5a0b6b6f9c21', 'referralId': 'r-1'}",
                "{'referralId': 'r-1', 'limit': 3}",
                "{'limit': 3}"
            })
    void aRequestThatIsNoneIsRefused(String request) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> validation.validate(json(request))));
    }

    @Test
    void anIdOfNothingIsNotFound() {
        for (String request : new String[] {
            "{'recordId': '11111111-1111-1111-1111-111111111111'}",
            "{'referralId': '11111111-1111-1111-1111-111111111111'}"
        }) {
            assertEquals(
                    404,
                    Reply.of(Problems.of(() -> validation.validate(json(request))), "")
                            .status(),
                    request);
        }
    }

    @Test
    void closedDealsAreCountedApartForNobodyHasToMendThem() {
        enters("open", Map.of());
        RecordRef over = enters("over", Map.of());
        pair(over, Map.of("/status", TextNode.valueOf("Closed"), "/substatus", TextNode.valueOf("Won")));

        JsonNode answer = ask("{'filter': 'statecode eq 0'}");

        assertEquals(2, answer.path("records").asInt());
        assertEquals(1, answer.path("withProblems").asInt());
        assertEquals(1, answer.path("closed").asInt());
        assertFalse(answer.path("byProblem").has("STA-02"), answer.toString());
        assertTrue(ask("{'recordId': '" + over.id() + "'}").path("closed").asBoolean());
    }

    @Test
    void whatBothSidesKeepApartIsAWarningAndNotAFault() {
        RecordRef record = enters("Datacentre move", Map.of());
        Pair kept =
                pair(record, Map.of("/status", TextNode.valueOf("Active"), "/substatus", TextNode.valueOf("Accepted")));
        store.replace(
                store.read(kept.id()).orElseThrow(),
                kept.change()
                        .divergences(Map.of("customer", Problem.of(ProblemCode.NOT_CHANGEABLE, "a and b")))
                        .now(),
                List.of());

        JsonNode answer = ask("{'recordId': '" + record.id() + "'}");

        assertFalse(answer.path("problems").toString().contains("MAP-01"), answer.toString());
        assertEquals("MAP-01", answer.at("/warnings/0/code").asText());
    }

    private String codes(RecordRef record) {
        return ask("{'recordId': '" + record.id() + "'}")
                .path("problems")
                .valueStream()
                .map(problem -> problem.path("code").asText())
                .toList()
                .toString();
    }

    private JsonNode ask(String request) {
        return validation.validate(json(request)).body().orElseThrow();
    }

    private RecordRef enters(String name, Map<String, JsonNode> more) {
        RecordRef record = new RecordRef("opportunity", UUID.randomUUID().toString());
        Map<String, JsonNode> values = deal(name);
        values.putAll(more);
        values.values().removeIf(JsonNode::isNull);
        if (!values.containsKey("name")) {
            values.put("name", TextNode.valueOf("-"));
        }
        crm.create(record, Optional.empty(), values);
        return record;
    }

    private static Map<String, JsonNode> deal(String name) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("name", TextNode.valueOf(name));
        values.put("transactioncurrencyid", TextNode.valueOf("EUR"));
        return values;
    }

    private Pair pair(RecordRef record, Map<String, JsonNode> seen) {
        store.claim(Claim.of(Subject.record(record)), "p1");
        store.claim(Claim.of(Subject.referral("r-1")), "p1");
        Pair pair = Pair.fresh(new PairId("p1"), clock.instant());
        return store.create(pair.change()
                        .phase(Phase.IN_STEP)
                        .record(record)
                        .referral("r-1")
                        .side(Side.PARTNER_CENTER, new SideState(seen, Optional.empty(), Optional.empty()))
                        .now())
                .value();
    }

    private void edit(String account, String columns) {
        dataverse.control("PATCH", "records/account/" + account, json(columns).toString());
    }
}
