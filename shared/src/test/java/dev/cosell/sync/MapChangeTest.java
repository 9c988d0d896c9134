package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Another field map changes what crosses from now on, and no data by itself. */
class MapChangeTest {
    private static final String CAMPAIGN = """
            "campaign": {"type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign", "rule": "crm"}""";
    private static final String ELSEWHERE = """
            "campaign": {"type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign2", "rule": "crm"}""";
    private static final String ONLY_SHOWN = """
            "campaign": {"type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign", "direction": "toCrm"}""";
    private static final String TRANSLATED = """
            "campaign": {"type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign", "rule": "crm",
              "values": {"spring": "Frühling", "autumn": "Herbst"}}""";
    private static final FieldMap READ = map("\"seen\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", "
            + "\"crm\": \"new_campaign2\", \"direction\": \"toPartnerCenter\", \"patchable\": false}, "
            + ONLY_SHOWN);

    private World world = world();

    @Test
    void s73_aFieldThatIsNewInTheMapWritesNothingAndIsToldOnce() {
        Pair pair = deal("spring", "Herbst");

        world.worksBy(map(CAMPAIGN)).counting();
        syncNow(pair);

        assertEquals(List.of(), writesOf("campaign", pair));
        assertApart(pair, "spring", "Herbst");
        Problem told = world.again(pair).divergences().get("campaign");
        assertEquals(ProblemCode.MAP_REDEFINED, told.code());
        assertEquals("campaign: Partner Center has \"spring\", the CRM has \"Herbst\"", told.detail());
        syncNow(pair);
        assertApart(pair, "spring", "Herbst");
        assertEquals(1, notes(pair, "MAP-08"));
    }

    @Test
    void onceAdoptedAnEditOfEitherSideCrosses() {
        Pair sellers = deal("spring", "Herbst");
        Pair portals = deal("spring", "Herbst");
        world.worksBy(map(CAMPAIGN));
        syncNow(sellers);
        syncNow(portals);

        world.seller(sellers, "new_campaign", World.text("winter"));
        world.portal(portals, "/campaignId", World.text("summer"));
        world.settle();

        assertApart(sellers, "winter", "winter");
        assertApart(portals, "summer", "summer");
        assertEquals(Map.of(), world.again(sellers).divergences());
        assertEquals(Map.of(), world.again(portals).divergences());
    }

    @Test
    void whatOnlyOneSideShowsIsNotCarriedOverEither() {
        Pair record = deal("", "Herbst");
        Pair referral = deal("spring", "");

        world.worksBy(map(CAMPAIGN));
        for (int i = 0; i < 2; i++) {
            syncNow(record);
            syncNow(referral);
            assertApart(record, "", "Herbst");
            assertApart(referral, "spring", "");
        }

        world.seller(record, "new_campaign", World.text("winter"));
        world.portal(referral, "/campaignId", World.text("summer"));
        world.settle();
        assertApart(record, "winter", "winter");
        assertApart(referral, "summer", "summer");
    }

    @Test
    void equalSidesAreAdoptedWithoutAWord() {
        Pair pair = deal("spring", "spring");

        world.worksBy(map(CAMPAIGN));
        syncNow(pair);

        assertEquals(Map.of(), world.again(pair).divergences());
        world.portal(pair, "/campaignId", World.text("summer"));
        world.settle();
        assertApart(pair, "summer", "summer");
    }

    @Test
    void anEditOfAnotherFieldCrossesInTheVeryRunThatMeetsTheNewMap() {
        Pair pair = deal("spring", "Herbst");
        world.worksBy(map(CAMPAIGN));

        world.seller(pair, "description", World.text("goes over"));
        world.settle();

        assertEquals("goes over", world.note(pair));
        assertApart(pair, "spring", "Herbst");
    }

    @Test
    void aFieldThatPointsToAnotherColumnAdoptsWhatThatOneShows() {
        world.worksBy(map(CAMPAIGN));
        Pair pair = deal("spring", "spring");
        world.crm.edits(pair.record().orElseThrow(), Map.of("new_campaign2", World.text("of long ago")));
        world.settle();

        world.worksBy(map(ELSEWHERE));
        syncNow(pair);

        assertEquals("spring", campaign(pair));
        assertEquals("of long ago", column(pair, "new_campaign2"));
        world.portal(pair, "/campaignId", World.text("summer"));
        world.settle();
        assertEquals("summer", column(pair, "new_campaign2"));
        assertEquals("spring", column(pair, "new_campaign"), "nobody's any more");
    }

    @Test
    void aValueMapThatIsNewChangesNoValue() {
        world.worksBy(map(CAMPAIGN));
        Pair pair = deal("spring", "spring");

        world.worksBy(map(TRANSLATED));
        syncNow(pair);

        assertApart(pair, "spring", "spring");
        assertEquals(Map.of(), world.again(pair).held());
        world.portal(pair, "/campaignId", World.text("autumn"));
        world.settle();
        assertApart(pair, "autumn", "Herbst");
    }

    @Test
    void aFieldThatOnlyShowsIsNotFilledInBeforeItChanges() {
        Pair pair = deal("spring", "");

        world.worksBy(map(ONLY_SHOWN));
        syncNow(pair);
        syncNow(pair);

        assertApart(pair, "spring", "");
        world.portal(pair, "/campaignId", World.text("summer"));
        world.settle();
        assertApart(pair, "summer", "summer");
    }

    @Test
    void aFieldThatFlowsBothWaysNowDoesNotCarryBackWhatItsTargetKept() {
        world.worksBy(map(ONLY_SHOWN));
        Pair pair = deal("spring", "spring");
        world.seller(pair, "new_campaign", World.text("the seller's own"));
        world.events.clear();

        world.worksBy(map(CAMPAIGN));
        world.portal(pair, World.NOTES, World.text("another field"));
        world.settle();

        assertApart(pair, "spring", "the seller's own");
    }

    @Test
    void goingBackToTheMapBeforeAdoptsOnceMore() {
        Pair pair = deal("spring", "spring");
        world.worksBy(map(CAMPAIGN));
        syncNow(pair);
        world.worksBy(map(""));
        syncNow(pair);
        world.seller(pair, "new_campaign", World.text("while nobody looked"));
        world.settle();

        world.worksBy(map(CAMPAIGN));
        syncNow(pair);

        assertApart(pair, "spring", "while nobody looked");
    }

    @Test
    void syncNowWithForceBringsBothTogetherByTheFieldsRule() {
        Pair adopted = deal("spring", "Herbst");
        Pair neverRunSince = deal("spring", "Herbst");
        Pair empty = deal("spring", "");
        world.worksBy(map(CAMPAIGN));
        syncNow(adopted);
        syncNow(empty);

        for (Pair pair : List.of(adopted, neverRunSince, empty)) {
            world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW_FORCED);
        }
        world.settle();

        assertApart(adopted, "Herbst", "Herbst");
        assertApart(neverRunSince, "Herbst", "Herbst");
        assertApart(empty, "spring", "spring");
        assertEquals(Map.of(), world.again(adopted).divergences());
    }

    @Test
    void forceDoesNotEmptyWhatTheSourceHasNeverFilled() {
        Pair pair = deal("", "the seller's own");
        world.portal(pair, "/campaignId", World.text(""));
        world.settle();

        world.worksBy(map(ONLY_SHOWN));
        for (int i = 0; i < 2; i++) {
            world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW_FORCED)
                    .settle();
            assertApart(pair, "", "the seller's own");
        }
    }

    @Test
    void forceDoesNotDecideWhatTheRuleLeavesToAPerson() {
        Pair pair = deal("spring", "Herbst");
        world.worksBy(map(CAMPAIGN.replace("\"crm\"}", "\"hold\"}")));

        for (int i = 0; i < 2; i++) {
            world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW_FORCED)
                    .settle();
        }

        assertApart(pair, "spring", "Herbst");
        assertEquals(
                ProblemCode.MAP_REDEFINED,
                world.again(pair).divergences().get("campaign").code());
    }

    @Test
    void aCrashAnywhereInThatRunLosesAndDoublesNothing() {
        for (String step : List.of("pairs.replace", "partnerCenter.patch", "crm.update", "crm.read", "hints.read")) {
            for (String when : List.of("before ", "after ")) {
                for (int nth = 1; nth <= 3; nth++) {
                    crashing(when + step, nth);
                }
            }
        }
    }

    private void crashing(String step, int nth) {
        world = world();
        Pair pair = deal("spring", "Herbst");
        world.worksBy(map(CAMPAIGN)).counting();
        world.seller(pair, "description", World.text("from the CRM"));

        world.crashesAt(step, nth).settleThroughCrashes();
        world.hook = any -> {};

        String where = step + " " + nth;
        assertEquals("spring", campaign(pair), where);
        assertEquals("Herbst", column(pair, "new_campaign"), where);
        assertEquals("from the CRM", world.note(pair), where);
        assertEquals(List.of(), world.violations(), where);
        world.seller(pair, "new_campaign", World.text("winter"));
        world.settle();
        assertEquals("winter", campaign(pair), where);
    }

    private Pair deal(String campaignHere, String campaignThere) {
        String referral = world.partnerCenter.arrives("Contoso", body -> {
            if (!campaignHere.isEmpty()) {
                body.put("campaignId", campaignHere);
            }
        });
        world.settle();
        Pair pair = world.pairOf(referral);
        if (!campaignThere.equals(column(pair, "new_campaign"))) {
            world.seller(pair, "new_campaign", World.text(campaignThere));
        }
        world.settle();
        return world.again(pair);
    }

    private void syncNow(Pair pair) {
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(List.of(), world.violations());
    }

    private List<AuditEntry> writesOf(String field, Pair pair) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.changes().stream()
                        .anyMatch(change -> change.field().equals(field)))
                .toList();
    }

    private long notes(Pair pair, String code) {
        return world.store.audit(pair.id()).stream()
                .filter(entry ->
                        entry.problem().filter(text -> text.contains(code)).isPresent())
                .count();
    }

    private void assertApart(Pair pair, String here, String there) {
        assertEquals(here, campaign(pair));
        assertEquals(there, column(pair, "new_campaign"));
        assertTrue(world.again(pair).held().isEmpty());
    }

    private String campaign(Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text("/campaignId")
                .orElse("");
    }

    private String column(Pair pair, String column) {
        return world.crm.text(pair.record().orElseThrow(), column);
    }

    private static World world() {
        return new World(1, READ, UnaryOperator.identity(), SyncSettings.DEFAULT).worksBy(map(""));
    }

    private static FieldMap map(String fields) {
        try {
            return FieldMapFile.dynamics(
                            Optional.of(new ObjectMapper().readTree("{\"deals\": {\"fields\": {" + fields + "}}}")))
                    .deals()
                    .within(World.LIMITS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
