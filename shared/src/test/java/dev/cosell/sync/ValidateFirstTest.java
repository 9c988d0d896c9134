package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Solutions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Partner Center or the CRM would refuse is found before anything is sent, and told. */
class ValidateFirstTest {
    private static final String COUNTRY = "customerid/address1_country";
    private static final String OTHER_COUNTRY = "customerid/address2_country";
    private static final String PARENTS_COUNTRY = "customerid/parentaccountid/address1_country";

    private World world = new World();

    @Test
    void s08_aCurrencyTheCrmLacksHoldsTheDealInsteadOfBeingGuessed() {
        world.crm.hasOnly(Set.of("EUR", "USD"));
        String referral = world.partnerCenter.arrives(
                "In francs", it -> it.withObject("/details").put("currency", "CHF"));
        world.settle();
        Problem problem = world.pairOf(referral).problem().orElseThrow();
        assertEquals(ProblemCode.CURRENCY_UNKNOWN, problem.code());
        assertTrue(problem.detail().contains("[EUR, USD]") && problem.detail().contains("CHF"), problem.detail());
        assertEquals(Set.of(), world.crm.all());
        assertEquals(0, world.calls.writes());
        world.crm.hasOnly(Set.of("CHF", "EUR", "USD"));
        world.asks(Subject.referral(referral), Causes.SYNC_NOW).settle();
        assertEquals(Phase.IN_STEP, world.pairOf(referral).phase());
    }

    @Test
    void s08_aCurrencyThatTurnsUnknownHoldsTheSumAlone() {
        Pair pair = world.inbound("Move to Azure");
        world.crm.hasOnly(Set.of("EUR", "USD"));
        world.portal(pair, World.CURRENCY, World.text("CHF"));
        world.portal(pair, World.NOTES, World.text("goes on"));
        world.settle();
        assertEquals("goes on", world.description(pair));
        assertEquals(
                ProblemCode.CURRENCY_UNKNOWN,
                world.again(pair).held().get("money").code());
        assertEquals("USD", world.crm.text(pair.record().orElseThrow(), "transactioncurrencyid"));
    }

    @Test
    void s31_withoutASolutionNothingIsSentAndCandidatesAreOffered() {
        world = knowing("SOL-7-XYZ", "SOL-8-XYZ");
        RecordRef record = shared(Map.of(World.SOLUTIONS, NullNode.getInstance()));
        assertHeld(record, ProblemCode.SOLUTION_MISSING, "SOL-7-XYZ, SOL-8-XYZ");
        world.crm.edits(record, Map.of(World.SOLUTIONS, World.text("SOL-8-XYZ")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOL-9-XYZ", "Contoso Backup", "SOL 7 XYZ", "https://x/SOL-7-XYZ"})
    void s31_aSolutionThatNobodyKnowsIsHeldWithNearOnes(String id) {
        world = knowing("SOL-7-XYZ");
        assertHeld(shared(Map.of(World.SOLUTIONS, World.text(id))), ProblemCode.SOLUTION_UNKNOWN, "SOL-7-XYZ");
    }

    @Test
    void s31_anUnknownSolutionOfALinkedDealHoldsTheSolutionsAlone() {
        world = knowing("SOL-7-XYZ");
        Pair pair = world.outbound("Contoso goes cloud");
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of(World.SOLUTIONS, World.text("SOL-7-XYZ; SOL-9-XYZ"), "description", World.text("goes on")));
        world.settle();
        assertEquals("goes on", world.note(pair));
        assertEquals(Set.of("solutions"), world.again(pair).held().keySet());
        world.seller(pair, World.SOLUTIONS, World.text("SOL-7-XYZ"));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void s32_anUnknownCountryIsHeldWithSuggestionsAndACorrectedOneGoesOn() {
        RecordRef record = shared(Map.of(COUNTRY, World.text("Germnay")));
        assertHeld(record, ProblemCode.COUNTRY_UNKNOWN, "found \"Germnay\"; meant may be DE (Germany)");
        world.crm.edits(record, Map.of(COUNTRY, World.text("Deutschland")));
        world.settle();
        assertEquals("DE", country());
    }

    @ParameterizedTest
    @CsvSource({
        "parentcontactid/firstname, first name",
        "parentcontactid/lastname, last name",
        "parentcontactid/emailaddress1, e-mail address",
        "parentcontactid/telephone1, phone number"
    })
    void s33_eachMissingPartOfTheContactIsNamedBeforeAnythingIsSentAndTheRepairGoesOn(String column, String name) {
        RecordRef record =
                shared(Map.of(World.HELP, World.text("Quotes or Licensing"), column, NullNode.getInstance()));
        assertHeld(record, ProblemCode.CONTACT_INCOMPLETE, "the contact's " + name);
        assertEquals(1, world.pairOf(record).held().size());
        world.crm.edits(
                record, Map.of(column, World.text(column.contains("mail") ? "ada@contoso.com" : "+49 30 123456")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals(2, world.partnerCenter.all().size());
    }

    @ParameterizedTest
    @CsvSource({
        "emailaddress1, n/a",
        "emailaddress1, ada@contoso",
        "telephone1, none",
        "telephone1, 98",
        "telephone1, -----"
    })
    void s33_aContactThatCannotBeReachedIsHeldWithoutQuotingIt(String column, String text) {
        RecordRef record = shared(
                Map.of(World.HELP, World.text("Quotes or Licensing"), "parentcontactid/" + column, World.text(text)));
        assertHeld(record, ProblemCode.CONTACT_INCOMPLETE, "such as");
        assertFalse(world.pairOf(record).problem().orElseThrow().detail().contains(text));
    }

    @Test
    void s33_withoutHelpNobodyAsksForAContact() {
        RecordRef record = shared(Map.of(
                "parentcontactid/firstname", NullNode.getInstance(),
                "parentcontactid/lastname", NullNode.getInstance(),
                "parentcontactid/emailaddress1", NullNode.getInstance(),
                "parentcontactid/telephone1", NullNode.getInstance()));
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER_COUNTRY, PARENTS_COUNTRY})
    void s45_aCountryThatOnlyOnePlaceTellsIsDerived(String path) {
        shared(Map.of(COUNTRY, NullNode.getInstance(), path, World.text("Österreich")));
        assertEquals("AT", country());
    }

    @Test
    void s45_twoPlacesThatAgreeAreOne() {
        shared(Map.of(
                COUNTRY, NullNode.getInstance(),
                OTHER_COUNTRY, World.text("AUT"),
                PARENTS_COUNTRY, World.text("Austria")));
        assertEquals("AT", country());
    }

    @Test
    void s45_twoCountriesAreHeldAndTheRepairGoesOnByItself() {
        RecordRef record = shared(Map.of(
                COUNTRY, NullNode.getInstance(),
                OTHER_COUNTRY, World.text("DE"),
                PARENTS_COUNTRY, World.text("AT")));
        assertHeld(record, ProblemCode.COUNTRY_UNKNOWN, "both AT (Austria), DE (Germany)");
        world.crm.edits(record, Map.of(COUNTRY, World.text("AT")));
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(record).phase());
        assertEquals("AT", country());
    }

    @Test
    void s45_withoutAnyCountryNothingIsSent() {
        assertHeld(shared(Map.of(COUNTRY, NullNode.getInstance())), ProblemCode.COUNTRY_UNKNOWN, "found none");
    }

    @Test
    void s45_aCountryThatNobodyCanReadIsNotReplacedByAnother() {
        assertHeld(
                shared(Map.of(COUNTRY, World.text("Atlantis"), PARENTS_COUNTRY, World.text("AT"))),
                ProblemCode.COUNTRY_UNKNOWN,
                "Atlantis");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s68_aValueThatIsNoneIsHeldWhileTheCloseDateGoesOn(boolean zero) {
        Pair pair = world.outbound("Contoso goes cloud");
        world.counting();
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of(
                        "estimatedvalue",
                        zero ? IntNode.valueOf(0) : NullNode.getInstance(),
                        "estimatedclosedate",
                        World.text("2027-01-31")));
        world.settle();
        assertEquals(
                "2027-01-31T00:00:00Z",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/details/closingDateTime")
                        .orElseThrow());
        assertEquals(
                "5000",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text(World.VALUE)
                        .orElseThrow());
        assertEquals(Set.of("money"), world.again(pair).held().keySet());
        assertEquals(1, world.calls.of("pc.patch"));
        world.seller(pair, "estimatedvalue", IntNode.valueOf(7000));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void severalProblemsAreHeldAndToldAsSeveral() {
        RecordRef record = shared(Map.of(
                COUNTRY,
                World.text("Atlantis"),
                World.SOLUTIONS,
                NullNode.getInstance(),
                "estimatedvalue",
                IntNode.valueOf(0),
                "transactioncurrencyid",
                NullNode.getInstance(),
                "estimatedclosedate",
                NullNode.getInstance(),
                "customerid/name",
                NullNode.getInstance(),
                "name",
                NullNode.getInstance(),
                World.HELP,
                World.text("a coffee")));
        assertEquals(
                Set.of(
                        "name",
                        "customer",
                        "customerCountry",
                        "dealValue",
                        "currency",
                        "closeDate",
                        "solutions",
                        "help"),
                world.pairOf(record).held().keySet());
        assertEquals(8, Telling.problems(world.pairOf(record)).size());
        assertEquals(List.of(), world.partnerCenter.all());
        String told = world.crm.text(record, "cosell_syncproblem");
        assertEquals(
                8,
                told.lines()
                        .filter(line -> line.matches("[A-Z]{2,4}-\\d\\d .*"))
                        .count(),
                told);
    }

    @Test
    void aDealThatIsNoLongerSharedIsNoLongerHeld() {
        RecordRef record = shared(Map.of(COUNTRY, NullNode.getInstance()));
        world.sellerSwitches(record, false);
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals(Phase.UNSHARED, pair.phase());
        assertEquals(Map.of(), pair.held());
        assertEquals(Optional.empty(), pair.problem());
    }

    @Test
    void aCrashWhileADealIsHeldMakesNothingAndTellsInTheEnd() {
        for (int crash = 1; crash <= 30; crash++) {
            world = new World();
            RecordRef record = prepared(Map.of(COUNTRY, NullNode.getInstance()));
            world.crashesAt(crash);
            world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
            world.settleThroughCrashes();
            assertHeld(record, ProblemCode.COUNTRY_UNKNOWN, "found none");
        }
    }

    private RecordRef shared(Map<String, JsonNode> columns) {
        RecordRef record = prepared(columns);
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.settle();
        return record;
    }

    private RecordRef prepared(Map<String, JsonNode> columns) {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, new LinkedHashMap<>(columns));
        world.settle();
        world.counting();
        return record;
    }

    /** Held, told on the record, and not one call was made to Partner Center. */
    private void assertHeld(RecordRef record, ProblemCode code, String words) {
        Pair pair = world.pairOf(record);
        assertEquals(Phase.HELD, pair.phase());
        assertEquals(code, pair.problem().orElseThrow().code());
        assertTrue(
                pair.problem().get().detail().contains(words),
                pair.problem().get().detail());
        assertEquals("Held", world.crm.text(record, "cosell_syncstatus"));
        assertTrue(world.crm.text(record, "cosell_syncproblem").contains(code.code()));
        assertEquals(
                0,
                world.calls.all().stream()
                        .filter(call -> call.verb().startsWith("pc."))
                        .count());
    }

    private String country() {
        return world.partnerCenter
                .all()
                .getFirst()
                .text("/customerProfile/address/country")
                .orElseThrow();
    }

    private static World knowing(String... ids) {
        return new World(1, World.MAP, ports -> ports.with(new Catalogue(List.of(ids))));
    }

    private record Catalogue(List<String> ids) implements KnownSolutions, Solutions {
        @Override
        public KnownSolutions known() {
            return this;
        }

        @Override
        public void learn(List<Solution> used, Instant at) {
            // What these tests know stays as it is.
        }

        @Override
        public boolean isKnown(String id) {
            return ids.contains(id);
        }

        @Override
        public List<String> near(String id) {
            return ids;
        }

        @Override
        public boolean isEmpty() {
            return ids.isEmpty();
        }
    }
}
