package dev.cosell.sync;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.Taxonomy;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Microsoft's lists: what is retired or unknown is told and crosses all the same; ids and names are told apart. */
class TermsTest {
    private static final String LISTS = """
            {"version": "FY27", "lists": {
               "SolutionArea": [{"id": "A1", "name": "Security"}, {"id": "A2", "name": "Modern Work", "retired": "FY26"}],
               "SolutionPlay": [{"id": "P1", "name": "Modernize security operations", "area": "A1"},
                                {"id": "P2", "name": "Copilot for all", "area": "A2"}]}}
            """;

    private final World world = new World(1, map(), UnaryOperator.identity());

    @Test
    void s74_aRetiredValueInUseIsWarnedOfAndTheDealGoesOn() {
        RecordRef record = shared("Modern Work", "Copilot for all");
        Pair pair = world.pairOf(record);
        Problem warning = pair.divergences().get("list of solutionArea");
        assertEquals(ProblemCode.TERM_RETIRED, warning.code());
        assertTrue(world.crm.text(record, "cosell_syncproblem").contains("retired since FY26"));
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("A2", attribute(pair, "SolutionArea"));
    }

    @Test
    void s74_anUnknownValueIsWarnedOfAndTheDealGoesOn() {
        RecordRef record = shared("Quantum", "Copilot for all");
        Pair pair = world.pairOf(record);
        assertEquals(Phase.HELD, pair.phase(), "the play belongs to another area");
        world.crm.edits(record, Map.of("msft_solutionplay", World.text("Entangle everything")));
        world.settle();
        pair = world.pairOf(record);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(
                ProblemCode.TERM_UNKNOWN,
                pair.divergences().get("list of solutionArea").code());
        assertEquals("Quantum", attribute(pair, "SolutionArea"));
    }

    @Test
    void s74_aCurrentValueIsNotWarnedOf() {
        Pair pair = world.pairOf(shared("security", "Modernize Security Operations"));
        assertEquals(Map.of(), pair.divergences());
        assertEquals("A1", attribute(pair, "SolutionArea"));
        assertEquals("P1", attribute(pair, "SolutionPlay"));
    }

    @Test
    void aPlayOfAnotherAreaIsRefusedBeforeAnythingIsSent() {
        RecordRef record = shared("Security", "Copilot for all");
        assertTrue(world.crm.text(record, "cosell_syncproblem").contains(ProblemCode.PLAY_OF_ANOTHER_AREA.code()));
        assertEquals(0, world.partnerCenter.all().size());
    }

    @Test
    void theRecordShowsNamesWherePartnerCenterShowsIds() {
        String referral = world.partnerCenter.arrives(
                "Inbound",
                draft -> draft.withObject("/details/requirements")
                        .withObject("/additionalRequirements")
                        .set("attributes", Attributes.with(NullNode.getInstance(), Map.of("SolutionArea", "A1"))));
        world.settle();
        assertEquals("Security", world.crm.text(world.pairOf(referral).record().orElseThrow(), "msft_solutionarea"));
    }

    @Test
    void aPartnersFileTakesThePlaceOfSingleLists() {
        Taxonomy merged = Taxonomy.ours().with(Taxonomy.read(json(LISTS)));
        assertEquals("A1", merged.list("SolutionArea").id("SECURITY"));
        assertFalse(merged.list("PartnerRole").all().isEmpty());
        assertEquals("FY27", merged.version());
    }

    @Test
    void aFileNamesAllItsFaultsAtOnce() {
        Problem fault = Assertions.assertThrows(
                        dev.cosell.problem.Failure.class,
                        () -> Taxonomy.read(
                                json("{\"lists\": {\"PartnerRole\": [{\"name\": \"x\"}], \"SolutionArea\": 1}}")))
                .problem();
        assertEquals(ProblemCode.MISCONFIGURED, fault.code());
        for (String part : new String[] {"version", "PartnerRole", "SolutionArea"}) {
            assertTrue(fault.detail().contains(part), fault.detail());
        }
    }

    private RecordRef shared(String area, String play) {
        RecordRef record = world.crm.enters("Deal", false);
        world.crm.edits(
                record,
                Map.of(
                        "msft_coselltype",
                        World.text("Services Co-sell"),
                        "msft_partnerrole",
                        World.text("Transaction"),
                        "msft_solutionarea",
                        World.text(area),
                        "msft_solutionplay",
                        World.text(play)));
        world.sellerSwitches(record, true);
        world.settle();
        return record;
    }

    private String attribute(Pair pair, String type) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text(Attributes.LIST + "/" + type)
                .orElse("");
    }

    private static FieldMap map() {
        return FieldMaps.of(World.MAP)
                .knowing(Taxonomy.ours().with(Taxonomy.read(json(LISTS))))
                .deals();
    }
}
