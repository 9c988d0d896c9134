package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A person says in which country a customer is: it is entered on the account once, and the deal goes on by itself. */
class EnteringCountryTest {
    private static final String COUNTRY = "address1_country";
    private static final RecordRef ACCOUNT = new RecordRef("account", "a1");

    private final World world = new World();

    @Test
    void s32_theCountryThatAPersonNamesIsEnteredOnTheAccountAndTheDealGoesOn() {
        Pair held = held(world, "Deutchland");
        assertTrue(held.problem().orElseThrow().detail().contains("DE (Germany)"));
        Asked.country(world, held, "DE");
        world.settle();
        Pair pair = world.again(held);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("DE", country(world));
        assertEquals(
                "DE",
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .text("/customerProfile/address/country")
                        .orElse(""));
        assertEquals(List.of(), pair.commands());
        AuditEntry before = entry(pair, "country DE, said by Kim, goes onto the account");
        assertEquals("Deutchland", before.changes().getFirst().before());
        assertEquals("DE", before.changes().getFirst().after());
        entry(pair, "country DE, said by Kim, entered on the account");
    }

    @Test
    void s32_aCrashAnywhereStillEntersTheCountryOnceAndSharesTheDealOnce() {
        Asked.crashAtEveryStep(
                World::new,
                crashing -> held(crashing, "Deutchland"),
                (crashing, held) -> Asked.country(crashing, held, "DE"),
                (crashing, held) -> {
                    assertEquals("DE", country(crashing));
                    assertEquals(1, crashing.crm.customers().changes(ACCOUNT));
                    assertEquals(1, crashing.partnerCenter.all().size());
                    assertEquals(Phase.IN_STEP, crashing.again(held).phase());
                    assertEquals(List.of(), crashing.again(held).commands());
                    assertEquals(1, entries(crashing, held, "entered on the account"));
                    assertEquals(List.of(), crashing.violations());
                });
    }

    @Test
    void anAnswerThatIsLostIsLookedForAndNotEnteredTwice() {
        Pair held = held(world, "Deutchland");
        Asked.country(world, held, "DE");
        world.failsNext("crm.updateAccount", new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "timed out"), true));
        world.settle();
        assertEquals(1, world.crm.customers().changes(ACCOUNT));
        assertEquals(Phase.IN_STEP, world.again(held).phase());
        entry(world.again(held), "country DE, said by Kim, found entered on the account");
    }

    @Test
    void anotherCountryThatIsAskedForAfterACrashIsNotTakenForDone() {
        Pair held = held(world, "Deutchland");
        Asked.country(world, held, "DE");
        world.crashesAt("after crm.updateAccount", 1);
        assertThrows(World.Crash.class, world::settle);
        takesBack(held);
        Asked.country(world, held, "AT");
        world.settle();
        assertEquals("DE", country(world));
        assertEquals(Phase.IN_STEP, world.again(held).phase());
        assertTrue(entry(world.again(held), "country AT, said by Kim, not entered")
                .problem()
                .orElseThrow()
                .contains("found DE (Germany)"));
    }

    @Test
    void whatSomebodyCorrectedMeanwhileStays() {
        Pair held = held(world, "Deutchland");
        Asked.country(world, held, "DE");
        world.crm.customers().edits(ACCOUNT, Map.of(COUNTRY, World.text("Austria")));
        world.settle();
        assertEquals("Austria", country(world));
        assertEquals(Phase.IN_STEP, world.again(held).phase());
        assertTrue(entry(world.again(held), "country DE, said by Kim, not entered")
                .problem()
                .orElseThrow()
                .contains("found AT (Austria)"));
    }

    @Test
    void anAccountThatChangesWhileItIsWrittenIsReadAgain() {
        Pair held = held(world, "Deutchland");
        Asked.country(world, held, "DE");
        world.hook = step -> {
            if (step.equals("before crm.updateAccount")) {
                world.hook = any -> {};
                world.crm.customers().edits(ACCOUNT, Map.of("telephone1", World.text("+49 30 1234")));
            }
        };
        world.settle();
        assertEquals("DE", country(world));
        assertEquals(
                Set.of("name", COUNTRY, "telephone1"),
                world.crm.customers().columns(ACCOUNT).keySet());
        assertEquals(1, entries(world, held, "entered on the account"));
    }

    @Test
    void withoutTheRightToWriteAccountsTheRequestIsRefusedAndNothingPauses() {
        Pair held = held(world, "Deutchland");
        Asked.country(world, held, "DE");
        world.failsNext(
                "crm.updateAccount",
                new Faults.Fault(Problem.of(ProblemCode.PRIVILEGE_MISSING, "prvWriteAccount"), false));
        world.settle();
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.CRM, Lane.PEOPLE));
        assertEquals(Phase.HELD, world.again(held).phase());
        assertTrue(entry(world.again(held), "country DE, said by Kim, not entered")
                .problem()
                .orElseThrow()
                .contains("prvWriteAccount"));
    }

    @Test
    void aDealWithoutAnAccountSaysThatThereIsNoneToEnterItOn() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, Map.of("customerid/" + COUNTRY, World.text("Deutchland")));
        world.sellerSwitches(record, true);
        world.settle();
        Pair held = world.pairOf(record);
        Asked.country(world, held, "DE");
        world.settle();
        assertEquals(Phase.HELD, world.again(held).phase());
        assertEquals(List.of(), world.again(held).commands());
        entry(world.again(held), "country DE, said by Kim, not entered");
    }

    // --- Arranging ---

    private static Pair held(World world, String country) {
        world.crm
                .customers()
                .knows(
                        ACCOUNT.id(),
                        new Customer(
                                "Contoso AG",
                                "",
                                country,
                                Map.of("name", World.text("Contoso AG"), COUNTRY, World.text(country))),
                        CustomerKeys.NONE);
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.isFor(record, ACCOUNT);
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals(ProblemCode.COUNTRY_UNKNOWN, pair.problem().orElseThrow().code());
        return pair;
    }

    /** A later word takes the place of an earlier one. */
    private void takesBack(Pair pair) {
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        Pair.Change change = row.value().change();
        row.value().commands().forEach(change::done);
        world.store.replace(row, change.now(), List.of()).orElseThrow();
    }

    private static String country(World world) {
        return world.crm.customers().columns(ACCOUNT).get(COUNTRY).asText();
    }

    private AuditEntry entry(Pair pair, String did) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals(did))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected " + did + ", found " + world.store.audit(pair.id())));
    }

    private static long entries(World world, Pair pair, String ending) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().endsWith(ending))
                .count();
    }
}
