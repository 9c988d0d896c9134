package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.DealKind;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A won deal is registered with Microsoft when somebody asks for it: once, checked, and to the record's knowledge. */
class RegisteringTest {
    private static final String STATUS = "cosell_registrationstatus";
    private static final Faults.Fault NO_ANSWER =
            new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "no answer").withOutcomeUnknown(), true);

    private final World world = new World();

    @Test
    void s75_aWonDealIsRegisteredAndItsStatusIsOnTheRecord() {
        Pair pair = won(world);
        ask(world, pair, registration(world));
        world.settle();
        assertEquals(1, registrations(world, pair).size());
        assertEquals("ReviewPending", world.crm.text(pair.record().orElseThrow(), STATUS));
        world.partnerCenter.registrationMoves(
                pair.referralId().orElseThrow(), "ActionRequired", "The contract is not signed");
        world.settle();
        assertEquals("ActionRequired", world.crm.text(pair.record().orElseThrow(), STATUS));
        assertTrue(world.crm
                .text(pair.record().orElseThrow(), "cosell_registrationhistory")
                .contains("The contract is not signed"));
        assertEquals(List.of(), world.again(pair).commands());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void s75_anOpenDealIsNotRegisteredAndSaysWhy() {
        Pair pair = world.outbound("Open deal");
        ask(world, pair, registration(world));
        world.settle();
        assertTrue(registrations(world, pair).isMissingNode());
        Problem told = world.again(pair).divergences().get("registration");
        assertEquals(ProblemCode.NOT_REGISTRABLE, told.code());
        assertTrue(told.detail().contains("expected a won deal"), told.detail());
        assertTrue(told.detail().contains("private"), told.detail());
        assertTrue(world.crm
                .text(pair.record().orElseThrow(), "cosell_syncproblem")
                .contains(ProblemCode.NOT_REGISTRABLE.code()));
        assertEquals(List.of(), world.again(pair).commands());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void askingAgainForTheSameSendsNothing() {
        Pair pair = won(world);
        ask(world, pair, registration(world));
        world.settle().counting();
        ask(world, pair, registration(world));
        world.settle();
        assertEquals(0, world.calls.of("pc.patch"));
        assertEquals(1, registrations(world, pair).size());
    }

    @Test
    void askingForSomethingElseChangesTheRegistration() {
        Pair pair = won(world);
        ask(world, pair, registration(world));
        world.settle();
        ObjectNode more = registration(world);
        more.withObject("/contract").put("value", 60000);
        ask(world, pair, more);
        world.settle();
        JsonNode shown = registrations(world, pair);
        assertEquals(1, shown.size());
        assertEquals(60000, shown.at("/0/contract/value").asInt());
    }

    @Test
    void aCrashAtAnyStepStillRegistersTheDealOnce() {
        Pair counted = won(world);
        int[] steps = {0};
        ask(world, counted, registration(world));
        world.hook = step -> steps[0]++;
        world.settle();
        assertTrue(steps[0] > 5, "steps: " + steps[0]);
        for (int crash = 1; crash <= steps[0]; crash++) {
            World crashing = new World();
            Pair pair = won(crashing);
            ask(crashing, pair, registration(crashing));
            crashing.crashesAt(crash);
            crashing.settleThroughCrashes();
            String at = "crash at step " + crash;
            assertEquals(1, registrations(crashing, pair).size(), at);
            assertEquals("ReviewPending", crashing.crm.text(pair.record().orElseThrow(), STATUS), at);
            assertEquals(List.of(), crashing.again(pair).commands(), at);
            assertEquals(List.of(), crashing.violations(), at);
        }
    }

    @Test
    void aRegistrationWithoutAnAnswerIsNotSentTwice() {
        Pair pair = won(world);
        world.failsNext("pc.patch", NO_ANSWER);
        ask(world, pair, registration(world));
        world.settle();
        assertEquals(1, registrations(world, pair).size());
        assertEquals(List.of(), world.violations());
    }

    @Test
    void aLaterRegistrationTakesTheRefusalOfTheFirstAway() {
        Pair pair = won(world);
        ObjectNode wrong = registration(world);
        wrong.withObject("/contract").put("term", "Forever");
        ask(world, pair, wrong);
        world.settle();
        assertTrue(world.again(pair).divergences().containsKey("registration"));
        ask(world, pair, registration(world));
        world.settle();
        assertFalse(world.again(pair).divergences().containsKey("registration"));
        assertEquals(1, registrations(world, pair).size());
    }

    private static JsonNode registrations(World world, Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .document()
                .path("registrations");
    }

    /** A partner-led deal, won after four days. */
    private static Pair won(World world) {
        RecordRef record = world.crm.enters("Won deal", false);
        world.crm.edits(
                record,
                Map.of(
                        "msft_microsoftpartnercenterreferralvisible",
                        BooleanNode.TRUE,
                        "estimatedvalue",
                        IntNode.valueOf(50000)));
        world.sellerSwitches(record, true);
        world.settle().wait(Duration.ofDays(4));
        Pair pair = world.pairOf(record);
        world.sellerCloses(pair, true);
        world.settle();
        assertTrue(DealKind.isVisible(
                world.partnerCenter.look(pair.referralId().orElseThrow()).document()));
        return world.again(pair);
    }

    private static ObjectNode registration(World world) {
        String today = world.clock.instant().toString().substring(0, 10);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("contract")
                .put("value", 50000)
                .put("currency", "USD")
                .put("signDateTime", today)
                .put("startDateTime", today)
                .put("term", "Perpetual");
        request.putObject("solution")
                .put("id", "SOL-7-XYZ")
                .put("value", 40000)
                .put("isDeployedOnAzure", true)
                .put("primaryDeploymentOn", "Customer")
                .put("pricingModel", "Other");
        return request;
    }

    private static void ask(World world, Pair pair, JsonNode request) {
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        Command command =
                new Command("register-" + request, Command.Kind.REGISTER, request, "Ada Byron", world.clock.instant());
        world.store
                .replace(row, row.value().change().command(command).now(), List.of())
                .orElseThrow();
        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.ASKED);
    }
}
