package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a seller reads on the record is stored before, so that whoever puts it right at once is heard. */
class HeldAndToldTest {
    private static final String COUNTRY = "address1_country";
    private static final RecordRef ACCOUNT = new RecordRef("account", "a1");

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"before crm.tell", "after crm.tell"})
    void anAccountThatIsPutRightWhileTheSellerIsToldFreesTheDeal(String moment) {
        RecordRef deal = shared(world);
        once(moment, () -> {
            world.crm.customers().edits(ACCOUNT, Map.of(COUNTRY, World.text("DE")));
            retryForCustomers();
        });
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(deal).phase());
        assertEquals("In step", status(world, deal));
    }

    @Test
    void whateverCrashesTheSellerReadsInTheEndThatTheDealWaits() {
        for (int crash = 1; crash <= 40; crash++) {
            World crashing = new World();
            RecordRef deal = shared(crashing);
            crashing.crashesAt(crash).settleThroughCrashes();
            String at = "crash at step " + crash;
            Pair pair = crashing.pairOf(deal);
            assertEquals(Phase.HELD, pair.phase(), at);
            assertEquals("Held", status(crashing, deal), at);
            assertTrue(pair.told().startsWith("Held: "), at);
            assertEquals(
                    1, Asked.did(crashing, pair).stream().filter("held"::equals).count(), at);
        }
    }

    @Test
    void severalSavesInARowAreToldOnce() {
        RecordRef deal = shared(world);
        AtomicInteger told = new AtomicInteger();
        world.hook = step -> {
            if (step.equals("after crm.tell")) {
                told.incrementAndGet();
            }
            if (step.equals("before crm.tell") && told.get() == 0) {
                world.asks(Subject.record(deal), "saved again");
                world.workOne();
            }
        };
        world.settle();
        assertEquals(1, told.get());
        assertEquals("Held", status(world, deal));
    }

    /** What the connector does when an account changes: every deal that is held for a country has another try. */
    private void retryForCustomers() {
        world.store.pairs().stream()
                .filter(pair -> pair.problem()
                        .filter(problem -> problem.code() == ProblemCode.COUNTRY_UNKNOWN)
                        .isPresent())
                .forEach(pair -> world.asks(Subject.record(pair.record().orElseThrow()), "account changed"));
    }

    private void once(String moment, Runnable does) {
        world.hook = step -> {
            if (step.equals(moment)) {
                world.hook = any -> {};
                does.run();
            }
        };
    }

    /** A shared deal of a customer whose country nobody can read. */
    private static RecordRef shared(World world) {
        Customer customer = new Customer(
                "Contoso AG",
                "",
                "Deutchland",
                Map.of("name", World.text("Contoso AG"), COUNTRY, World.text("Deutchland")));
        world.crm.customers().knows(ACCOUNT.id(), customer, CustomerKeys.NONE);
        RecordRef deal = world.crm.enters("Contoso goes cloud", false);
        world.crm.isFor(deal, ACCOUNT);
        world.crm.edits(deal, Map.of(World.SYNC, BooleanNode.TRUE));
        return deal;
    }

    private static String status(World world, RecordRef deal) {
        return world.crm.text(deal, "cosell_syncstatus");
    }
}
