package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.CoSellType;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Private, partner-led and co-sell deals; what each needs, and the steps that nobody can take back. */
class KindsTest {
    private static final String VISIBLE = "msft_microsoftpartnercenterreferralvisible";
    private static final String TYPE = "msft_coselltype";
    private static final String ROLE = "msft_partnerrole";
    private static final String AREA = "msft_solutionarea";
    private static final String PLAY = "msft_solutionplay";
    private static final String INTENT = "msft_customerpurchaseintent";

    private final World world = new World();

    // --- Steps that cannot be taken back ---

    static Stream<Arguments> notInSoManyWords() {
        List<JsonNode> never = List.of(
                MissingNode.getInstance(),
                NullNode.getInstance(),
                BooleanNode.FALSE,
                TextNode.valueOf(""),
                TextNode.valueOf("true"),
                TextNode.valueOf("yes"),
                IntNode.valueOf(1),
                TextNode.valueOf("--None--"));
        return Stream.of(Irreversible.values())
                .flatMap(step -> never.stream().map(column -> Arguments.of(step, column)));
    }

    @ParameterizedTest
    @MethodSource("notInSoManyWords")
    void s82_whatIsNotSaidInSoManyWordsAsksForNothing(Irreversible step, JsonNode column) {
        assertFalse(step.isAskedBy(column));
    }

    @Test
    void s82_aDealIsMadeVisibleOnlyWhenTheColumnIsExplicitlyTrue() {
        for (JsonNode column : List.of(NullNode.getInstance(), BooleanNode.FALSE, TextNode.valueOf("true"))) {
            World fresh = new World();
            Pair pair = fresh.outbound("Quiet deal");
            fresh.seller(pair, VISIBLE, column);
            fresh.settle();
            assertFalse(visible(fresh, pair), "column " + column);
            assertFalse(timeline(fresh, pair).contains("makes the deal visible to Microsoft's sellers"));
        }
        Pair pair = world.outbound("Loud deal");
        world.seller(pair, VISIBLE, BooleanNode.TRUE);
        world.settle();
        assertTrue(visible(world, pair));
        assertTrue(timeline(world, pair).contains("makes the deal visible to Microsoft's sellers"));
        assertEquals(List.of(), world.violations());
    }

    @Test
    void s82_visibilityIsNeverTakenBackAndTheSellerIsTold() {
        Pair pair = world.outbound("Loud deal");
        world.seller(pair, VISIBLE, BooleanNode.TRUE);
        world.settle();
        world.seller(pair, VISIBLE, BooleanNode.FALSE);
        world.settle();
        assertTrue(visible(world, pair));
        assertEquals(
                ProblemCode.IRREVERSIBLE,
                world.again(pair).divergences().get("visibleToMicrosoft").code());
        assertTrue(timeline(world, pair).contains("kept apart"));
        assertTrue(world.crm
                .text(pair.record().orElseThrow(), "cosell_syncproblem")
                .contains(ProblemCode.IRREVERSIBLE.code()));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        world.seller(pair, VISIBLE, BooleanNode.TRUE);
        world.settle();
        assertEquals(Map.of(), world.again(pair).divergences());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void s82_helpWithoutAKnownLabelIsNotAskedForAndSaysSo() {
        Pair pair = world.outbound("Deal");
        world.seller(pair, World.HELP, World.text("Please call me"));
        world.settle();
        assertEquals(1, world.partnerCenter.all().size());
        assertFalse(visible(world, pair));
        assertEquals(Set.of("help"), world.again(pair).held().keySet());
        assertTrue(timeline(world, pair).contains("held"));
    }

    @Test
    void s82_aTypeOfCoSellThatIsNoneIsNotSentButHeld() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of(TYPE, World.text("Both of them")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(0, world.partnerCenter.all().size());
        assertEquals(Phase.HELD, world.pairOf(record).phase());
    }

    @Test
    void s82_theTypeOfCoSellCannotChangeAfterwardsAndTheSellerIsTold() {
        Pair pair = services("Contoso goes cloud");
        world.seller(pair, TYPE, World.text("IP Co-sell"));
        world.settle();
        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                world.again(pair).divergences().get("coSellType").code());
        assertEquals(CoSellType.SERVICES, CoSellType.of(attributes(pair)).orElseThrow());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    // --- Kinds ---

    @Test
    void theKindFollowsFromVisibilityAndHelp() {
        assertEquals(DealKind.PRIVATE, DealKind.of(false, false));
        assertEquals(DealKind.PARTNER_LED, DealKind.of(true, false));
        assertEquals(DealKind.CO_SELL, DealKind.of(true, true));
        assertEquals(DealKind.CO_SELL, DealKind.of(false, true));
    }

    @Test
    void aVisibleDealWithoutHelpIsPartnerLedFromTheStart() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of(VISIBLE, BooleanNode.TRUE));
        world.sellerSwitches(record, true);
        world.settle();
        Pair pair = world.pairOf(record);
        assertTrue(visible(world, pair));
        assertEquals(
                "Independent",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/type")
                        .orElseThrow());
        assertEquals(1, world.partnerCenter.all().size());
    }

    @Test
    void helpAskedLaterMakesTheDealVisibleOnBothSidesAndAsksMicrosoftInOnce() {
        Pair pair = world.outbound("Deal");
        world.seller(pair, World.HELP, World.text("Quotes or Licensing"));
        world.settle();
        assertUpgraded(world, pair);
        assertTrue(timeline(world, pair).contains("makes the deal visible to Microsoft's sellers"));
    }

    @Test
    void aCrashAtAnyStepOfTheUpgradeStillDoesEachStepOnce() {
        Pair counted = world.outbound("Deal");
        int[] steps = {0};
        world.seller(counted, World.HELP, World.text("Quotes or Licensing"));
        world.hook = step -> steps[0]++;
        world.settle();
        for (int crash = 1; crash <= steps[0]; crash++) {
            World crashing = new World();
            Pair pair = crashing.outbound("Deal");
            crashing.seller(pair, World.HELP, World.text("Quotes or Licensing"));
            crashing.crashesAt(crash);
            crashing.settleThroughCrashes();
            assertUpgraded(crashing, pair);
        }
    }

    @Test
    void visibilityGivenInThePortalReachesTheRecord() {
        Pair pair = world.outbound("Deal");
        world.portal(pair, DealKind.VISIBILITY, BooleanNode.TRUE);
        world.settle();
        assertTrue(world.crm.look(pair.record().orElseThrow()).get(VISIBLE).asBoolean());
        assertEquals(List.of(), world.violations());
    }

    // --- IP and services ---

    @Test
    void aServicesDealCarriesRoleAreaAndPlayToBothHalves() {
        Pair pair = services("Contoso goes cloud");
        assertEquals("Solution design", attribute(pair, "PartnerRole"));
        assertEquals("Security", attribute(pair, "SolutionArea"));
        assertEquals("Modernize security operations", attribute(pair, "SolutionPlay"));
        Referral microsofts = world.partnerCenter
                .microsofts(pair.engagementId().orElseThrow())
                .orElseThrow();
        assertEquals(
                "Solution design",
                microsofts.text(Attributes.LIST + "/PartnerRole").orElseThrow());
        assertEquals(2, world.calls.of("pc.create"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aCrashAtAnyStepOfAServicesDealStillMakesEachHalfOnce() {
        int[] steps = {0};
        RecordRef counted = servicesRecord(world, "Deal");
        world.hook = step -> steps[0]++;
        world.sellerSwitches(counted, true);
        world.settle();
        for (int crash = 1; crash <= steps[0]; crash++) {
            World crashing = new World();
            RecordRef record = servicesRecord(crashing, "Deal");
            crashing.crashesAt(crash);
            crashing.sellerSwitches(record, true);
            crashing.settleThroughCrashes();
            String at = "crash at step " + crash;
            assertEquals(2, crashing.partnerCenter.all().size(), at);
            assertEquals(Phase.IN_STEP, crashing.pairOf(record).phase(), at);
            assertEquals(Set.of(), crashing.differences(crashing.pairOf(record)), at);
            assertEquals(List.of(), crashing.violations(), at);
        }
    }

    @Test
    void aServicesDealNamesEverythingThatIsMissingAtOnce() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of(TYPE, World.text("Services Co-sell")));
        world.sellerSwitches(record, true);
        world.settle();
        String told = world.crm.text(record, "cosell_syncproblem");
        for (String missing : List.of("partnerRole", "solutionArea", "solutionPlay")) {
            assertTrue(told.contains(missing), told);
        }
        assertEquals(0, world.partnerCenter.all().size());
    }

    @Test
    void anIpDealNeedsTheCustomersPurchaseIntent() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of(TYPE, World.text("IP Co-sell")));
        world.sellerSwitches(record, true);
        world.settle();
        assertTrue(world.crm.text(record, "cosell_syncproblem").contains("purchaseIntent"));
        world.crm.edits(record, Map.of(INTENT, World.text("Have not decided")));
        world.settle();
        assertEquals("HaveNotDecided", attribute(world.pairOf(record), "CustomerMarketplaceIntent"));
        assertEquals(Set.of(), world.differences(world.pairOf(record)));
    }

    @Test
    void anInboundServicesDealFillsTheRecord() {
        Pair pair = inboundServices(world);
        RecordRef record = pair.record().orElseThrow();
        assertEquals("Services Co-sell", world.crm.text(record, TYPE));
        assertEquals("Solution design", world.crm.text(record, ROLE));
        assertEquals("Security", world.crm.text(record, AREA));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void aNameTheCrmDoesNotHaveIsToldAndHoldsNothingUp() {
        world.crm.knowsOnly(ROLE, "Transaction");
        Pair pair = inboundServices(world);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("", world.crm.text(pair.record().orElseThrow(), ROLE));
        assertEquals("Inbound", world.crm.text(pair.record().orElseThrow(), "name"));
        assertEquals(
                ProblemCode.INVALID_VALUE, pair.divergences().get("services").code());
        world.crm.knowsOnly(ROLE, "Transaction", "Solution design");
        world.portal(pair, World.NOTES, World.text("news"));
        world.settle();
        assertEquals("Solution design", world.crm.text(pair.record().orElseThrow(), ROLE));
        assertFalse(world.again(pair).divergences().containsKey("services"));
    }

    // --- Microsoft's half, location ---

    @Test
    void whatMicrosoftDoesWithItsHalfIsToldInWords() {
        Pair pair = services("Contoso goes cloud");
        RecordRef record = pair.record().orElseThrow();
        String half = pair.microsoftReferralId().orElseThrow();
        assertEquals("Microsoft has not answered yet", world.crm.text(record, "cosell_microsoftstatus"));
        world.partnerCenter.edits(half, Map.of("/team", team()));
        world.partnerCenter.moves(half, Status.ACCEPTED);
        world.settle();
        assertEquals("Microsoft accepted the deal", world.crm.text(record, "cosell_microsoftstatus"));
        assertEquals("Pat Doe <pat@microsoft.example>", world.crm.text(record, "cosell_microsoftteam"));
        assertTrue(timeline(world, pair).contains("Microsoft accepted the deal"));
        world.partnerCenter.moves(half, Status.WON);
        world.settle();
        assertEquals("Microsoft closed its half as won", world.crm.text(record, "cosell_microsoftstatus"));
    }

    @Test
    void aLocationIsGivenAtCreationAndItsChangeIsTold() {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(record, Map.of("cosell_partnerlocation", World.text("1234567")));
        world.sellerSwitches(record, true);
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals(
                "1234567",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/mpnId")
                        .orElseThrow());
        world.seller(pair, "cosell_partnerlocation", World.text("7654321"));
        world.settle();
        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                world.again(pair).divergences().get("location").code());
    }

    private static void assertUpgraded(World world, Pair pair) {
        assertTrue(visible(world, pair));
        assertTrue(world.crm.look(pair.record().orElseThrow()).get(VISIBLE).asBoolean());
        assertEquals(2, world.partnerCenter.all().size());
        assertTrue(world.again(pair).microsoftReferralId().isPresent());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(List.of(), world.violations());
    }

    private Pair services(String name) {
        RecordRef record = servicesRecord(world, name);
        world.sellerSwitches(record, true);
        world.settle();
        return world.pairOf(record);
    }

    private static RecordRef servicesRecord(World world, String name) {
        RecordRef record = world.crm.enters(name, false);
        world.crm.edits(
                record,
                Map.of(
                        TYPE,
                        World.text("Services Co-sell"),
                        ROLE,
                        World.text("Solution design"),
                        AREA,
                        World.text("Security"),
                        PLAY,
                        World.text("Modernize security operations"),
                        World.HELP,
                        World.text("Quotes or Licensing")));
        world.settle();
        return record;
    }

    private static Pair inboundServices(World world) {
        String referral = world.partnerCenter.arrives(
                "Inbound",
                draft -> draft.withObject("/details/requirements")
                        .withObject("/additionalRequirements")
                        .set(
                                "attributes",
                                Attributes.with(
                                        NullNode.getInstance(),
                                        new java.util.TreeMap<>(Map.of(
                                                "PartnerRole", "Solution design",
                                                "SolutionArea", "Security",
                                                "SolutionPlay", "Modernize security operations")))));
        world.settle();
        return world.pairOf(referral);
    }

    private static boolean visible(World world, Pair pair) {
        return DealKind.isVisible(
                world.partnerCenter.look(pair.referralId().orElseThrow()).document());
    }

    private JsonNode attributes(Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .at(Attributes.LIST);
    }

    private String attribute(Pair pair, String type) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text(Attributes.LIST + "/" + type)
                .orElse("");
    }

    private static JsonNode team() {
        var team = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        team.addObject().put("firstName", "Pat").put("lastName", "Doe").put("email", "pat@microsoft.example");
        return team;
    }

    private static List<String> timeline(World world, Pair pair) {
        return world.store.audit(pair.id()).stream().map(AuditEntry::did).toList();
    }
}
