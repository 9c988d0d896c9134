package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryPartnerCenter;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Written;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partner Center may show for a moment what was true before the latest change. */
class OldReadingTest {
    private int oldReadings;
    private int denied;
    private final World world = new World(1, World.MAP, this::sometimesOld);

    @Test
    void anOldReadingDoesNotUndoOurOwnWrite() {
        Pair pair = world.inbound("Move to Azure");
        world.seller(pair, "description", World.text("what the seller wrote"));
        world.settle();
        oldReadings = 1;
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW);
        world.settle();
        assertEquals("what the seller wrote", world.description(pair));
        assertEquals("what the seller wrote", world.note(pair));
    }

    @Test
    void anOldReadingDoesNotTellWhatBecameOfAWriteThatWasDenied() {
        Pair pair = world.inbound("Move to Azure");
        world.wait(Duration.ofMinutes(1));
        world.seller(pair, "description", World.text("what the seller wrote"));
        denied = 1;
        oldReadings = 3;
        world.workNow();
        assertTheNextEditCrosses(pair);
    }

    @Test
    void anOldReadingDoesNotTellWhatBecameOfAWriteThatGotNoAnswer() {
        Pair pair = world.inbound("Move to Azure");
        world.wait(Duration.ofMinutes(1));
        world.seller(pair, "description", World.text("what the seller wrote"));
        Problem lost = Problem.of(ProblemCode.TIMED_OUT, "lost on the way back").from(RemoteSystem.PARTNER_CENTER);
        world.failsNext("pc.patch", new Faults.Fault(lost, true));
        world.workNow();
        oldReadings = 1;
        assertTheNextEditCrosses(pair);
    }

    private void assertTheNextEditCrosses(Pair pair) {
        assertEquals("what the seller wrote", world.note(pair), "it was done, but nobody knows yet");
        world.seller(pair, "description", World.text("what the seller wrote next"));
        world.settle();
        assertEquals("what the seller wrote next", world.description(pair));
        assertEquals("what the seller wrote next", world.note(pair));
        assertTrue(world.store.audit(pair.id()).stream().map(AuditEntry::did).noneMatch("conflict"::equals));
    }

    @Test
    void aVersionThatIsStillShownAfterAFewTriesHoldsNothingUp() {
        Pair pair = world.inbound("Move to Azure");
        world.wait(Duration.ofMinutes(1));
        world.seller(pair, "description", World.text("what the seller wrote"));
        denied = 1;
        oldReadings = 20;
        world.settle();
        assertEquals("what the seller wrote", world.note(pair));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void whatANewRecordShowedBeforeOthersWorkedOnItIsReadAgain() {
        RecordRef record = world.crm.enters("Move to Azure", true);
        world.events.clear();
        world.asks(Subject.record(record), "one event");
        world.hook = step -> {
            if (step.equals("after crm.read")) {
                world.hook = any -> {};
                world.asks(Subject.record(record), "a newer one").workOne();
                Pair pair = world.pairOf(record);
                world.portal(pair, World.NOTES, World.text("what the portal wrote"));
                world.workNow();
            }
        };
        world.workNow();
        Pair pair = world.pairOf(record);
        assertEquals("what the portal wrote", world.description(pair));
        assertEquals("what the portal wrote", world.note(pair));
    }

    private Ports sometimesOld(Ports ports) {
        MemoryPartnerCenter memory = (MemoryPartnerCenter) ports.partnerCenter();
        return ports.with((PartnerCenter) Proxy.newProxyInstance(
                PartnerCenter.class.getClassLoader(),
                new Class<?>[] {PartnerCenter.class},
                (proxy, method, arguments) -> {
                    try {
                        Object shown = method.invoke(memory, arguments);
                        if (method.getName().equals("patch") && denied-- > 0) {
                            return new Written.Stale();
                        }
                        return shown instanceof Referral read
                                        && method.getName().equals("read")
                                        && oldReadings-- > 0
                                ? memory.former(read.id(), Duration.ofDays(1)).orElseThrow()
                                : shown;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
