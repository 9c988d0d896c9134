package dev.cosell.sync;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.http.Call;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Subject;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine with the adapter of each CRM, on the CRM's sandbox: one source for all. */
@ParameterizedClass
@EnumSource(CrmProduct.class)
class DealsOnCrmTest {
    private static final String EVENT = "Update";

    private final CrmProduct product;
    private final LocalCrm crm;
    private final World world;

    DealsOnCrmTest(CrmProduct product) {
        this.product = product;
        this.crm = LocalCrm.of(product);
        this.world = world(crm, false);
    }

    @Test
    void s01_anInboundReferralBecomesOneRecordWithAccountContactAndSolutions() {
        Pair pair = arrived(world);
        RecordRef record = pair.record().orElseThrow();
        assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
        assertShows(new Value.Text("Move to Azure"), record, "name");
        assertShows(new Value.Stage(Status.PENDING), record, "status");
        assertShows(new Value.Text("USD"), record, "currency");
        assertShows(new Value.Text(pair.referralId().orElseThrow()), record, "referralId");
        assertShows(new Value.Items(new TreeSet<>(Set.of("SOL-1-ABC"))), record, "solutions");
        assertShows(new Value.Text("Fabrikam, Inc."), record, "customer");
        assertShows(new Value.Text("kim@fabrikam.com"), record, "contactEmail");
        String status = crm.map().columns().told().status().orElseThrow();
        assertEquals("In step", crm.held(record, status));
        assertEquals(
                record.id(),
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .externalReferenceId()
                        .orElseThrow());
        assertOneOfEverything(crm, "");
    }

    @Test
    void s12_noCallLeavesForAnythingButTheCrm() {
        arrived(world);
        assertEquals(
                1,
                crm.calls().stream().map(Call::uri).map(URI::getHost).distinct().count());
    }

    // --- Calls ---

    /** What compares and reads back stands in for the condition that Salesforce does not have. */
    @Test
    void aChangeInPartnerCenterTakesOneWriteAndOneReadingMoreWhereItIsComparedByReading() {
        Pair pair = warm();
        crm.calls().clear();
        world.partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(World.VALUE, IntNode.valueOf(31000)));
        world.settle();
        int calls = crm.calls().size();
        assertShows(new Value.Amount(new BigDecimal("31000")), pair.record().orElseThrow(), "dealValue");
        assertEquals(crm.differences().contains(Difference.WRITES_ARE_COMPARED_BY_READING) ? 2 : 1, calls);
    }

    @Test
    void aChangeOfARecordTakesAtMostThreeCalls() {
        Pair pair = warm();
        RecordRef record = pair.record().orElseThrow();
        crm.edits(record, "notes", new Value.Text("called them"));
        crm.calls().clear();
        world.asks(Subject.record(record), EVENT).settle();
        assertEquals("called them", world.note(pair));
        assertTrue(crm.calls().size() <= 3, () -> crm.calls().size() + " calls");
    }

    @Test
    void anEventOfOurOwnWriteNeverWritesAgain() {
        Pair pair = warm();
        crm.calls().clear();
        world.counting();
        world.asks(Subject.record(pair.record().orElseThrow()), EVENT).settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertTrue(
                crm.calls().stream().allMatch(call -> call.method().equals("GET")),
                () -> crm.calls().toString());
    }

    // --- A deal's way ---

    @Test
    void anEditOfARecordCrossesAndItsStatusAcceptsAndWins() {
        Pair pair = arrived(world);
        RecordRef record = pair.record().orElseThrow();
        String referral = pair.referralId().orElseThrow();
        crm.edits(record, Map.of("status", new Value.Stage(Status.ACCEPTED), "notes", new Value.Text("called them")));
        world.asks(Subject.record(record), EVENT).settle();
        assertEquals(
                Optional.of(Status.ACCEPTED), world.partnerCenter.look(referral).status());
        assertEquals("called them", world.note(pair));
        crm.edits(record, "status", new Value.Stage(Status.WON));
        world.asks(Subject.record(record), EVENT).settle();
        assertEquals(Optional.of(Status.WON), world.partnerCenter.look(referral).status());
    }

    @Test
    void solutionsOfEitherSideCrossToTheOther() {
        Pair pair = arrived(world);
        RecordRef record = pair.record().orElseThrow();
        Value both = new Value.Items(new TreeSet<>(Set.of("SOL-1-ABC", "SOL-1001-ROUT")));
        crm.edits(record, "solutions", both);
        world.asks(Subject.record(record), EVENT).settle();
        assertTrue(world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .at("/details/requirements/solutions")
                .toString()
                .contains("SOL-1001-ROUT"));
        world.partnerCenter.edits(
                pair.referralId().orElseThrow(),
                Map.of("/details/requirements/solutions", json("[{'id': 'SOL-9-NEW', 'type': 'Name'}]")));
        world.settle();
        assertShows(new Value.Items(new TreeSet<>(Set.of("SOL-9-NEW"))), record, "solutions");
    }

    /** In a CRM that can do with one currency nobody enters one; in any other the organisation has one of its own. */
    @Test
    void s37_aDealIsSharedWithAndWithoutACurrencyOfItsOwn() {
        assumeFalse(crm.differences().contains(Difference.DEALS_NAME_THEIR_CURRENCY));
        assertEquals("EUR", currencyOfAShared(crm, Optional.of("EUR")));
        assertEquals("USD", currencyOfAShared(LocalCrm.simple(product), Optional.empty()));
    }

    @Test
    void aCloneIsHeldAsACopy() {
        Pair pair = arrived(world);
        RecordRef clone = crm.clones(pair.record().orElseThrow());
        world.asks(Subject.record(clone), "Create").settle();
        assertEquals(
                ProblemCode.CLAIMED_TWICE,
                world.pairOf(clone).problem().orElseThrow().code());
    }

    @Test
    void aDeletedRecordIsAnOrphanAndANewOneIsMadeOnRequestOnly() {
        Pair pair = arrived(world);
        RecordRef record = pair.record().orElseThrow();
        crm.deletes(record);
        world.asks(Subject.record(record), "Delete").settle();
        assertEquals(Phase.ORPHAN, world.again(pair).phase());
        assertEquals(0, crm.rows(record.table()));
    }

    @Test
    void aCrashAfterAnyCallToTheCrmStillMakesOneOfEverything() {
        int calls = callsOfAnArrival();
        for (int crash = 1; crash <= calls; crash++) {
            LocalCrm organization = LocalCrm.of(product);
            World crashing = world(organization, false);
            crashesAfter(organization, crash);
            crashing.partnerCenter.arrives("Move to Azure");
            crashing.settleThroughCrashes();
            organization.onAnswer(() -> {});
            String at = "crash after call " + crash;
            assertOneOfEverything(organization, at);
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals(
                    new Value.Items(new TreeSet<>(Set.of("SOL-1-ABC"))),
                    organization.shows(pair.record().orElseThrow(), "solutions").orElseThrow(),
                    at);
        }
    }

    @Test
    void aCrashAfterAnyCallOfAnEditStillWritesItOnce() {
        for (int crash = 1; crash <= 3; crash++) {
            LocalCrm organization = LocalCrm.of(product);
            World crashing = world(organization, false);
            Pair pair = arrived(crashing);
            crashesAfter(organization, crash);
            crashing.partnerCenter.edits(
                    pair.referralId().orElseThrow(),
                    Map.of(
                            World.NOTES,
                            World.text("from the portal"),
                            "/details/requirements/solutions",
                            json("[{'id': 'SOL-1-ABC', 'type': 'Name'}, {'id': 'SOL-9-NEW', 'type': 'Name'}]")));
            crashing.settleThroughCrashes();
            organization.onAnswer(() -> {});
            RecordRef record = pair.record().orElseThrow();
            String at = "crash after call " + crash;
            assertEquals(Optional.of(new Value.Text("from the portal")), organization.shows(record, "notes"), at);
            assertEquals(
                    Optional.of(new Value.Items(new TreeSet<>(Set.of("SOL-1-ABC", "SOL-9-NEW")))),
                    organization.shows(record, "solutions"),
                    at);
            assertEquals(Phase.IN_STEP, crashing.again(pair).phase(), at);
        }
    }

    @Test
    void s54_aLeadThatTheSellerQualifiesGoesOnAsTheRecordItBecame() {
        assumeFalse(crm.differences().contains(Difference.THERE_ARE_NO_LEADS));
        World leads = world(crm, true);
        String referral = leads.partnerCenter.arrives("Move to Azure", LeadTest::asLead);
        leads.settle();
        RecordRef lead = leads.pairOf(referral).record().orElseThrow();
        assertEquals(crm.maps().leads().orElseThrow().table(), lead.table());
        if (crm.differences().contains(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE)) {
            leads.partnerCenter.moves(referral, Status.ACCEPTED);
            leads.settle();
            assertEquals(
                    ProblemCode.LEAD_TO_CONVERT,
                    leads.pairOf(referral).held().get("status").code());
            String problem = crm.map().columns().told().problem().orElseThrow();
            assertTrue(crm.held(lead, problem).contains("LEAD-04"), crm.held(lead, problem));
        }
        Optional<Value> closes = closes(leads.partnerCenter.look(referral));
        RecordRef became = crm.qualifies(lead);
        leads.asks(Subject.record(lead), EVENT).settle();
        Pair after = leads.pairOf(referral);
        assertEquals(Optional.of(became), after.record());
        assertEquals(Phase.IN_STEP, after.phase(), () -> after.problem().toString());
        assertEquals(
                Optional.of(Status.ACCEPTED), leads.partnerCenter.look(referral).status());
        assertEquals(closes, closes(leads.partnerCenter.look(referral)));
        assertEquals(closes, crm.shows(became, "closeDate"));
        assertEquals(
                became.id(),
                leads.partnerCenter.look(referral).externalReferenceId().orElseThrow());
    }

    // --- Arranging ---

    private Optional<Value> closes(Referral referral) {
        Field date = crm.map().field("closeDate").orElseThrow();
        Set<String> pointers = Set.copyOf(date.partnerCenter());
        return date.on(
                Side.PARTNER_CENTER, ReferralSnapshot.of(pointers, referral).values());
    }

    private int callsOfAnArrival() {
        LocalCrm organization = LocalCrm.of(product);
        arrived(world(organization, false));
        return organization.calls().size();
    }

    private static void crashesAfter(LocalCrm organization, int call) {
        int[] left = {call};
        organization.onAnswer(() -> {
            if (--left[0] == 0) {
                throw new World.Crash();
            }
        });
    }

    private static String currencyOfAShared(LocalCrm organization, Optional<String> currency) {
        World sharing = world(organization, false);
        RecordRef record = organization.valid("Deal", organization.account("Contoso", "80331", "DE"), currency);
        organization.turns(record, true);
        sharing.asks(Subject.record(record), Causes.SHARE).settle();
        Pair pair = sharing.pairOf(record);
        assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
        return sharing.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text(World.CURRENCY)
                .orElseThrow();
    }

    /** A deal in step, of which every kind of reading was made once: what a process learns about the CRM is known. */
    private Pair warm() {
        Pair pair = arrived(world);
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        return pair;
    }

    private static Pair arrived(World world) {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        return world.pairOf(referral);
    }

    private static World world(LocalCrm organization, boolean leads) {
        FieldMaps maps = leads ? organization.maps() : FieldMaps.of(organization.map());
        return new World(
                1,
                maps,
                ports -> ports.with(organization.adapter(maps)),
                leads ? World.WITH_LEADS : SyncSettings.DEFAULT);
    }

    private static void assertOneOfEverything(LocalCrm organization, String at) {
        assertEquals(
                List.of(1, 1, 1),
                List.of(
                        organization.rows(organization.map().table()),
                        organization.accounts(),
                        organization.contacts()),
                at);
    }

    private void assertShows(Value expected, RecordRef record, String field) {
        assertEquals(Optional.of(expected), crm.shows(record, field), field);
    }
}
