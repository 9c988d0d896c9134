package dev.cosell.operate.share;

import static dev.cosell.JsonText.json;
import static dev.cosell.JsonText.object;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with deals of any CRM is told before anything is sent, and asking changes nothing. */
@ParameterizedClass
@EnumSource(CrmProduct.class)
class ValidationTest {
    private final LocalCrm crm;
    private final Validation validation;
    private final VirtualClock clock = new VirtualClock();
    private final Calls calls = new Calls();
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryPartnerCenter partnerCenter;

    ValidationTest(CrmProduct product) {
        crm = LocalCrm.simple(product);
        partnerCenter = new MemoryPartnerCenter(
                clock,
                new Line(RemoteSystem.PARTNER_CENTER, clock, calls, Faults.NONE, step -> {}),
                referral -> ReferralSnapshot.of(crm.map().paths(Side.PARTNER_CENTER), referral),
                event -> {});
        validation = new Validation(
                crm::maps,
                crm.crm(),
                new FilteredRecords(crm.crm(), product, new SealedTokens(new TestStorage().storage())),
                () -> partnerCenter,
                () -> KnownSolutions.NONE,
                store,
                store,
                Links.NONE);
    }

    @Test
    void oneRecordIsCheckedAndAllThatIsWrongIsNamed() {
        RecordRef record = enters("Datacentre move");
        JsonNode answer = ask("{'recordId': '" + record.id().toUpperCase(Locale.ROOT) + "'}");
        assertFalse(answer.path("valid").asBoolean());
        assertEquals("Datacentre move", answer.path("name").asText());
        assertEquals(
                String.join(" ", lacking()) + " CUS-02 CUS-01",
                String.join(
                        " ",
                        answer.path("problems")
                                .valueStream()
                                .map(problem -> problem.path("code").asText())
                                .toList()));
        JsonNode solution = answer.path("problems").get(lacking().indexOf("SOL-01"));
        assertEquals("solutions", solution.path("field").asText());
        assertEquals("SELLER", solution.path("fixer").asText());
        assertTrue(solution.path("detail").asText().startsWith("expected at least one solution id, found none"));
        assertEquals(
                crm.crm().webAddress(record).orElse(""),
                answer.at("/links/record").asText());
        assertEquals(0, calls.size());
        assertEquals(0, store.pairs().size());
    }

    @Test
    void aListIsCountedByProblemAndByWhoCanFixIt() {
        enters("first");
        enters("second");
        enters("third");
        JsonNode first = ask("{'filter': '" + crm.isOpen() + "', 'shared': true, 'limit': 2}");
        assertEquals(2, first.path("records").asInt());
        assertEquals(0, first.path("valid").asInt());
        assertEquals(2, first.at("/byProblem/SOL-01").asInt());
        assertEquals(2, first.at("/byFixer/SELLER").asInt());
        JsonNode second = ask("{'filter': '" + crm.isOpen() + "', 'shared': true, 'limit': 2, 'next': '"
                + first.path("next").asText() + "'}");
        assertEquals(1, second.path("records").asInt());
        assertFalse(second.has("next"));
        assertEquals(0, ask("{'shared': false}").path("records").asInt());
        assertEquals(
                1,
                ask("{'filter': \"" + crm.isCalled("second") + "\"}")
                        .path("records")
                        .asInt());
        assertEquals(0, calls.size());
    }

    @Test
    void aClosedReferralIsSaidToBeClosedWithoutACallToPartnerCenter() {
        RecordRef record = enters("Datacentre move");
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
        RecordRef record = enters("Datacentre move");
        pair(record, Map.of("/status", TextNode.valueOf("Active"), "/substatus", TextNode.valueOf("Accepted")));
        assertEquals(
                String.join(" ", lacking()),
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
        assertTrue(answer.at("/problems/0/detail").asText().contains("USD"), answer.toString());
        assertEquals(1, calls.size());
        assertEquals(0, calls.writes());
    }

    @Test
    void s45_theParentAccountsCountryIsReadThroughTheRecord() {
        List<String> others = crm.map().columns().otherCountries();
        RecordRef parent = crm.account("Contoso Holding", "", "Deutschland");
        RecordRef child = crm.account("Contoso", "", "");
        crm.belongsTo(child, parent);
        RecordRef record = crm.bare("Datacentre move", Optional.of(child));
        assertFalse(codes(record).contains("CUS-01"), codes(record));
        edit(child, others.getFirst(), "AT");
        assertTrue(codes(record).contains("CUS-01"), codes(record));
        edit(child, crm.column("customerCountry"), "Österreich");
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
            "{'recordId': '" + crm.unused().id() + "'}", "{'referralId': '11111111-1111-1111-1111-111111111111'}"
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
        enters("open");
        RecordRef over = enters("over");
        pair(over, Map.of("/status", TextNode.valueOf("Closed"), "/substatus", TextNode.valueOf("Won")));

        JsonNode answer = ask("{'filter': '" + crm.isOpen() + "'}");

        assertEquals(2, answer.path("records").asInt());
        assertEquals(1, answer.path("withProblems").asInt());
        assertEquals(1, answer.path("closed").asInt());
        assertFalse(answer.path("byProblem").has("STA-02"), answer.toString());
        assertTrue(ask("{'recordId': '" + over.id() + "'}").path("closed").asBoolean());
    }

    @Test
    void whatBothSidesKeepApartIsAWarningAndNotAFault() {
        RecordRef record = enters("Datacentre move");
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

    /** What a deal lacks that is nothing but a name. */
    private List<String> lacking() {
        Stream<String> currency =
                Stream.of("CUR-01").filter(code -> crm.differences().contains(Difference.DEALS_NAME_THEIR_CURRENCY));
        Stream<String> date =
                Stream.of("VAL-02").filter(code -> !crm.differences().contains(Difference.DEALS_HAVE_A_DATE));
        return Stream.of(Stream.of("VAL-01"), currency, date, Stream.of("SOL-01"))
                .flatMap(codes -> codes)
                .toList();
    }

    /** A deal whose switch is on, with nothing but a name. */
    private RecordRef enters(String name) {
        RecordRef record = crm.bare(name, Optional.empty());
        crm.turns(record, true);
        return record;
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

    /** @param path of a record's column that is the account's */
    private void edit(RecordRef account, String path, String text) {
        crm.writes(account, object("{}").put(path.substring(path.lastIndexOf('/') + 1), text));
    }
}
