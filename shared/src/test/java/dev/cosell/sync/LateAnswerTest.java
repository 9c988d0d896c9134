package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Written;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What we wrote ourselves is nobody's edit, however late or wrong the answer was. */
class LateAnswerTest {
    private static final int EDITED = 77;

    private final Deque<Runnable> late = new ArrayDeque<>();
    private boolean createsLate;
    private boolean deniesMaking;
    private int denied;
    private final AtomicBoolean hidden = new AtomicBoolean();
    private final World world = new World(1, World.MAP, this::unsteady);

    @Test
    void aRecordThatIsMadeAfterItsCallerGaveUpIsNoRecordThatSomebodyFilledIn() {
        createsLate = true;
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.workNow();
        assertEquals(1, late.size(), "the call is still under way");
        edit(referral);
        // The next worker has looked for the record in vain.
        world.hook = step -> {
            if (step.equals("before pairs.replace")) {
                world.hook = any -> {};
                late.remove().run();
            }
        };
        world.settle();
        stands(world.pairOf(referral));
    }

    @Test
    void aRecordThatWasNeverMadeIsMadeOnceTheCallIsOver() {
        createsLate = true;
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        late.clear();
        edit(referral);
        world.settle();
        stands(world.pairOf(referral));
    }

    @Test
    void aRecordThatWasMadeAndDeniedIsNoRecordThatSomebodyFilledIn() {
        deniesMaking = true;
        // What is there instead cannot be seen right away.
        world.failsNext("crm.read", new Faults.Fault(away(RemoteSystem.CRM), false));
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.workNow();
        edit(referral);
        world.settle();
        assertEquals(1, world.crm.all().size());
        stands(world.pairOf(referral));
    }

    @Test
    void aRecordThatWasMadeAndDeniedBeforeACrashIsNoRecordThatSomebodyFilledIn() {
        deniesMaking = true;
        world.crashesAt("after crm.read", 1);
        String referral = world.partnerCenter.arrives("Move to Azure");
        assertThrows(World.Crash.class, world::workNow);
        edit(referral);
        world.settle();
        assertEquals(1, world.crm.all().size());
        stands(world.pairOf(referral));
    }

    @Test
    void aRecordThatHeldTheReferralsIdBeforeOursCouldBeMadeIsLinked() {
        world.hook = step -> {
            if (step.equals("before crm.create")) {
                world.hook = any -> {};
                RecordRef theirs = world.crm.enters("Move to Azure", true);
                world.crm.edits(
                        theirs,
                        Map.of(
                                World.MAP.columns().referralId(),
                                TextNode.valueOf("referral-1"),
                                "estimatedvalue",
                                IntNode.valueOf(EDITED)));
            }
        };
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        assertEquals(1, world.crm.all().size());
        assertEquals(
                world.crm.all().iterator().next(),
                world.pairOf(referral).record().orElseThrow());
    }

    @Test
    void aWriteThatWasDoneAndDeniedEachTimeIsNobodysEdit() {
        Pair pair = world.inbound("Move to Azure");
        world.portal(pair, World.VALUE, IntNode.valueOf(EDITED - 1));
        denied = 1;
        // What the record shows now cannot be seen right away.
        world.failsNext("crm.read", new Faults.Fault(away(RemoteSystem.CRM), false));
        world.workNow();
        edit(pair.referralId().orElseThrow());
        world.settle();
        stands(pair);
    }

    @Test
    void aWriteOfWhichNothingIsToBeSeenAfterACrashIsNobodysEdit() {
        Pair pair = world.inbound("Move to Azure");
        world.portal(pair, World.VALUE, IntNode.valueOf(EDITED - 1));
        world.crashesAt("after crm.update", 1);
        assertThrows(World.Crash.class, world::workNow);
        hidden.set(true);
        world.failsNext("pc.read", new Faults.Fault(away(RemoteSystem.PARTNER_CENTER), false));
        world.wait(Duration.ofMinutes(4)).workNow();
        hidden.set(false);
        edit(pair.referralId().orElseThrow());
        world.settle();
        stands(pair);
    }

    private static Problem away(RemoteSystem system) {
        return Problem.of(ProblemCode.UNAVAILABLE, "503").from(system);
    }

    private void edit(String referral) {
        world.partnerCenter.edits(referral, Map.of(World.VALUE, IntNode.valueOf(EDITED)));
    }

    private void stands(Pair pair) {
        Pair now = world.again(pair);
        assertEquals(
                Optional.of(String.valueOf(EDITED)),
                world.partnerCenter.look(now.referralId().orElseThrow()).text(World.VALUE));
        assertEquals(
                EDITED,
                world.crm.look(now.record().orElseThrow()).get("estimatedvalue").asInt());
        assertTrue(world.store.audit(now.id()).stream().map(AuditEntry::did).noneMatch("conflict"::equals));
    }

    private Ports unsteady(Ports memory) {
        Ports ports = Forgetful.hiding(memory, "estimatedvalue", hidden::get);
        Crm real = ports.crm();
        return ports.with((Crm) Proxy.newProxyInstance(
                Crm.class.getClassLoader(),
                new Class<?>[] {Crm.class},
                (proxy, method, given) -> answer(real, method, given)));
    }

    private Object answer(Crm real, Method method, Object[] given) throws Throwable {
        if (createsLate && method.getName().equals("create")) {
            createsLate = false;
            late.add(() -> lands(real, method, given));
            throw Problem.of(ProblemCode.TIMED_OUT, "no answer in time")
                    .from(RemoteSystem.CRM)
                    .withOutcomeUnknown()
                    .failure();
        }
        try {
            Object answer = method.invoke(real, given);
            boolean denies = method.getName().equals("update") && denied-- > 0
                    || method.getName().equals("create") && deniesMaking;
            deniesMaking &= !denies;
            return denies ? new Written.Stale() : answer;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static void lands(Crm real, Method method, Object[] given) {
        try {
            method.invoke(real, given);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
