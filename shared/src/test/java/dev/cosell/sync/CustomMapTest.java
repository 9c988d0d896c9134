package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.CustomMap;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a customer's own field map does, with the whole engine around it. */
class CustomMapTest {
    private static final String STAGE = """
            "stage": {"type": "code", "partnerCenter": "/salesStage", "crm": "new_stage", "rule": "crm",
              "values": {"Qualify": "Kennenlernen", "Develop": "Ausarbeiten", "Close": "Abschluss"}}""";
    private static final String CAMPAIGN = """
            "campaign": {"type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign", "rule": "crm",
              "toCrm": "\\"MS-\\" & $",
              "toPartnerCenter": "$contains($, \\"MS-\\") ? $substringAfter($, \\"MS-\\") : $error(\\"no MS number\\")"}""";

    @Test
    void s73_aValueMapTranslatesBothWays() {
        Link stage = new Link("/salesStage", "new_stage");
        assertCrosses(world(STAGE), stage, Map.entry("Develop", "Ausarbeiten"), Map.entry("Close", "abschluss"));
    }

    @Test
    void aValueThatTheMapDoesNotKnowHoldsThatFieldAlone() {
        World world = world(STAGE);
        Pair pair = arrived(world, "/salesStage", "Develop");
        Problem held = heldAlone(world, pair, "stage", "Irgendwo");
        assertEquals(
                "stage: expected the CRM's value to be one of Kennenlernen, Ausarbeiten, Abschluss, found \"Irgendwo\"",
                held.detail());
        assertEquals("Develop", member(world, pair, "/salesStage"));
        world.seller(pair, "new_stage", World.text("Kennenlernen"));
        world.settle();
        assertEquals(Map.of(), world.again(pair).held());
        assertEquals("Qualify", member(world, pair, "/salesStage"));
    }

    @Test
    void aReferralWithAValueThatTheMapDoesNotKnowStillGetsItsRecord() {
        World world = world(STAGE);
        Pair pair = arrived(world, "/salesStage", "Handshake");
        assertUntranslated(world, pair, "stage");
        assertEquals("", column(world, pair, "new_stage"));
        assertEquals("as sent by Microsoft", world.description(pair));
        world.portal(pair, "/salesStage", World.text("Close"));
        world.settle();
        assertEquals("Abschluss", column(world, pair, "new_stage"));
        assertEquals(Map.of(), world.again(pair).held());
    }

    @Test
    void aCrashWhileSuchARecordIsMadeLosesNothing() {
        for (String step : List.of("before crm.create", "after crm.create")) {
            World world = world(STAGE);
            String referral = world.partnerCenter.arrives("Contoso", body -> body.put("salesStage", "Handshake"));
            world.crashesAt(step, 1).settleThroughCrashes();
            Pair pair = world.pairOf(referral);
            assertEquals(1, world.crm.all().size(), step);
            assertUntranslated(world, pair, "stage");
        }
    }

    @Test
    void s73_anExpressionTranslatesBothWays() {
        Link campaign = new Link("/campaignId", "new_campaign");
        assertCrosses(world(CAMPAIGN), campaign, Map.entry("4711", "MS-4711"), Map.entry("0815", "MS-0815"));
    }

    @Test
    void anExpressionThatFailsHoldsThatFieldAlone() {
        World world = world(CAMPAIGN);
        Pair pair = arrived(world, "/campaignId", "4711");
        Problem held = heldAlone(world, pair, "campaign", "by phone");
        assertTrue(held.detail().contains("no MS number"), held::detail);
    }

    @Test
    void anExpressionWithoutEndHoldsItsFieldAndNotTheProcess() {
        for (String endless : List.of("$f($x + 1)", "1 + $f($x + 1)")) {
            World world = world("\"campaign\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", "
                    + "\"crm\": \"new_campaign\", \"direction\": \"toCrm\", "
                    + "\"toCrm\": \"($f := function($x){" + endless + "}; $f(1))\"}");
            Pair pair = arrived(world, "/campaignId", "4711");
            assertUntranslated(world, pair, "campaign");
        }
    }

    @Test
    void anExpressionThatCannotBeReadBackIsWrittenOnce() {
        World world = world("\"campaign\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", "
                + "\"crm\": \"new_campaign\", \"direction\": \"toCrm\", \"toCrm\": \"$uppercase($)\"}");
        Pair pair = arrived(world, "/campaignId", "spring");
        assertEquals("SPRING", column(world, pair, "new_campaign"));
        assertQuiet(world, pair);
        world.portal(pair, "/campaignId", World.text("Summer"));
        world.settle();
        assertEquals("SUMMER", column(world, pair, "new_campaign"));
        assertQuiet(world, pair);
    }

    @Test
    void aTextThatAnExpressionMakesTooLongForItsColumnIsHeld() {
        World world = world("\"campaign\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", "
                + "\"crm\": \"new_campaign\", \"direction\": \"toCrm\", \"maxLength\": 5, "
                + "\"toCrm\": \"$ & $\"}");
        Pair pair = arrived(world, "/campaignId", "abc");
        assertEquals(
                ProblemCode.TEXT_TOO_LONG,
                world.pairOf(pair.referralId().orElseThrow())
                        .problem()
                        .orElseThrow()
                        .code());
    }

    @Test
    void s70_aColumnThatTheCrmRequiresIsFilledWithADefault() {
        World world = world("\"region\": {\"type\": \"code\", \"crm\": \"new_region\", \"direction\": \"onCreate\", "
                + "\"default\": {\"toCrm\": \"EMEA\"}}");
        Pair pair = world.inbound("Contoso");
        assertEquals("EMEA", column(world, pair, "new_region"));
        world.seller(pair, "new_region", World.text("APAC"));
        world.settle();
        assertEquals("APAC", column(world, pair, "new_region"));
        assertQuiet(world, pair);
    }

    @Test
    void aDefaultFillsWhatTheOtherSideLeftEmptyAndDoesNotFlowBack() {
        World world =
                world("\"notes\": {\"default\": {\"toCrm\": \"none given\", \"toPartnerCenter\": \"see the CRM\"}}");
        Pair inbound = world.pairOf(arrivedWithoutNotes(world));
        assertEquals("none given", world.description(inbound));
        assertEquals("", world.note(inbound));
        assertQuiet(world, inbound);
        RecordRef record = world.crm.enters("Fabrikam", false);
        world.crm.edits(record, Map.of("description", World.text("")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals("see the CRM", world.note(world.pairOf(record)));
        assertEquals("", world.description(world.pairOf(record)));
        assertQuiet(world, world.pairOf(record));
    }

    @Test
    void aPausedFieldStaysWhereItIs() {
        World world = world("\"notes\": {\"paused\": true}");
        Pair pair = world.inbound("Contoso");
        assertFalse(world.crm.look(pair.record().orElseThrow()).containsKey("description"));
        world.portal(pair, World.NOTES, World.text("changed"));
        world.counting().settle();
        assertEquals(0, world.calls.writes());
    }

    @Test
    void aFieldThatTheCustomerRequiresHoldsTheReferralUntilItIsFilled() {
        World world = world(STAGE.replace("\"rule\"", "\"requiredFor\": [\"create\"], \"rule\""));
        RecordRef record = world.crm.enters("Contoso", true);
        world.settle();
        Problem problem = world.pairOf(record).problem().orElseThrow();
        assertEquals(ProblemCode.REQUIRED_MISSING, problem.code());
        assertEquals("expected a value of stage before a referral is made, found none", problem.detail());
        world.crm.edits(record, Map.of("new_stage", World.text("Ausarbeiten")));
        world.settle();
        assertEquals("Develop", member(world, world.pairOf(record), "/salesStage"));
    }

    @Test
    void aReferralIsClosedOnlyWithWhatTheCustomerRequiresForIt() {
        World world = world(STAGE.replace("\"rule\"", "\"requiredFor\": [\"close\"], \"rule\""));
        Pair pair = world.outbound("Contoso");
        world.sellerCloses(pair, true);
        world.settle();
        assertEquals(
                ProblemCode.REQUIRED_MISSING,
                world.again(pair).held().get("status").code());
        assertEquals(Optional.of(Status.ACCEPTED), status(world, pair));
        world.sellerReopens(pair);
        world.seller(pair, "new_stage", World.text("Abschluss"));
        world.sellerCloses(pair, true);
        world.settle();
        assertEquals(Optional.of(Status.WON), status(world, pair));
        assertEquals("Close", member(world, pair, "/salesStage"));
        assertEquals(List.of(), world.violations());
    }

    private static Optional<Status> status(World world, Pair pair) {
        return world.partnerCenter.look(pair.referralId().orElseThrow()).status();
    }

    private static String arrivedWithoutNotes(World world) {
        String referral = world.partnerCenter.arrives(
                "Contoso", body -> body.withObject("/details").set("notes", TextNode.valueOf("")));
        world.settle();
        return referral;
    }

    private static Pair arrived(World world, String pointer, String value) {
        String referral = world.partnerCenter.arrives("Contoso", body -> body.put(pointer.substring(1), value));
        world.settle();
        return world.pairOf(referral);
    }

    /** Where a field is: a member of the referral, a column of the record. */
    private record Link(String pointer, String column) {}

    /** @param arriving what is there, and what it becomes here; likewise {@code edited}, which the seller types */
    private static void assertCrosses(
            World world, Link link, Map.Entry<String, String> arriving, Map.Entry<String, String> edited) {
        Pair pair = arrived(world, link.pointer(), arriving.getKey());
        assertEquals(arriving.getValue(), column(world, pair, link.column()));
        world.seller(pair, link.column(), World.text(edited.getValue()));
        world.settle();
        assertEquals(edited.getKey(), member(world, pair, link.pointer()));
        assertQuiet(world, pair);
    }

    /** The seller types what cannot be translated, and something else: only that is held. */
    private static Problem heldAlone(World world, Pair pair, String field, String typed) {
        world.seller(pair, "new_" + field, World.text(typed));
        world.seller(pair, "description", World.text("still goes over"));
        world.settle();
        assertUntranslated(world, pair, field);
        assertEquals("still goes over", world.note(pair));
        return world.again(pair).held().get(field);
    }

    private static void assertUntranslated(World world, Pair pair, String field) {
        assertEquals(
                ProblemCode.NOT_TRANSLATED, world.again(pair).held().get(field).code());
    }

    private static void assertQuiet(World world, Pair pair) {
        assertEquals(Map.of(), world.again(pair).held());
        world.counting();
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(0, world.calls.writes(), "nothing flows back");
        assertEquals(List.of(), world.violations());
    }

    private static String column(World world, Pair pair, String column) {
        return world.crm.text(world.again(pair).record().orElseThrow(), column);
    }

    private static String member(World world, Pair pair, String pointer) {
        return world.partnerCenter
                .look(world.again(pair).referralId().orElseThrow())
                .text(pointer)
                .orElse("");
    }

    private static World world(String field) {
        FieldMap map = CustomMap.deals("{'fields': {" + field + "}}").within(World.LIMITS);
        return new World(1, map, UnaryOperator.identity());
    }
}
