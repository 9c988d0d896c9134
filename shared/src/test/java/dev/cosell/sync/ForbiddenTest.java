package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.PartnerCenter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One row that is closed to the connector's user, in a system that is open to it, is that row's own matter. */
class ForbiddenTest {
    private final Set<String> forbidden = new HashSet<>();

    @Test
    void aForbiddenRecordHoldsItsDealAndPausesNothing() {
        World world = withForbiddenRecords();
        Pair bad = world.outbound("Forbidden");
        Pair good = world.outbound("Fine");
        forbidden.add(bad.record().orElseThrow().id());
        world.wait(Duration.ofHours(1));
        world.seller(bad, "description", World.text("nobody may read this"));
        world.seller(good, "description", World.text("this crosses"));
        world.settle();
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.CRM, Lane.PEOPLE));
        assertEquals("this crosses", world.note(good));
        assertEquals(Phase.HELD, world.again(bad).phase());
        assertEquals(
                ProblemCode.RECORD_FORBIDDEN,
                world.again(bad).problem().orElseThrow().code());
    }

    @Test
    void aRecordThatMayBeReadAgainGoesOn() {
        World world = withForbiddenRecords();
        Pair pair = world.outbound("Forbidden");
        forbidden.add(pair.record().orElseThrow().id());
        world.seller(pair, "description", World.text("not yet"));
        world.settle();
        forbidden.clear();
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.HELD_RETRY)
                .settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertEquals("not yet", world.note(pair));
        assertTrue(Asked.did(world, pair).contains("in step again"));
    }

    @Test
    void aForbiddenReferralIsKeptWherePeopleSeeItAndPausesNothing() {
        World world = new World(
                1,
                World.MAP,
                ports -> ports.with(refusing(
                        PartnerCenter.class,
                        ports.partnerCenter(),
                        ProblemCode.ACCESS_DENIED,
                        RemoteSystem.PARTNER_CENTER)));
        Pair good = world.outbound("Fine");
        String bad = world.partnerCenter.arrives("of another location");
        forbidden.add(bad);
        world.portal(good, World.NOTES, World.text("from the portal"));
        world.settle();
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
        assertEquals("from the portal", world.description(good));
        assertEquals(
                ProblemCode.REFERRAL_FORBIDDEN,
                world.pairOf(bad).problem().orElseThrow().code());
    }

    @Test
    void aForbiddenRecordThatNobodySharesLeavesNoTrace() {
        World world = withForbiddenRecords();
        RecordRef record = world.crm.enters("Of another business unit", false);
        forbidden.add(record.id());
        world.settle();
        assertEquals(0, world.store.pairs().size());
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE));
        world.settle();
        assertEquals(
                ProblemCode.RECORD_FORBIDDEN,
                world.pairOf(record).problem().orElseThrow().code());
    }

    @Test
    void aDealOfALeadThatIsClosedToTheConnectorIsSharedLikeAnyOther() {
        World world = World.withLeads(
                1,
                ports -> ports.with(refusing(Crm.class, ports.crm(), ProblemCode.PRIVILEGE_MISSING, RemoteSystem.CRM)));
        RecordRef lead = world.crm.entersLead("Of another business unit", false);
        RecordRef deal = world.crm.enters("Made of it", false);
        world.crm.edits(deal, Map.of("originatingleadid", World.text(lead.id())));
        forbidden.add(lead.id());
        world.sellerSwitches(deal, true);
        world.settle();
        assertEquals(Phase.IN_STEP, world.pairOf(deal).phase());
    }

    @Test
    void aTableThatMayNotBeReadAtAllPausesTheCrm() {
        World world = new World();
        Pair pair = world.outbound("Deal");
        world.faults = (system, verb, write) -> system == RemoteSystem.CRM && !write
                ? Optional.of(new Faults.Fault(
                        Problem.of(ProblemCode.PRIVILEGE_MISSING, "missing prvReadOpportunity")
                                .from(RemoteSystem.CRM),
                        false))
                : Optional.empty();
        world.seller(pair, "description", World.text("waits"));
        world.workNow();
        assertTrue(world.store.current(RemoteSystem.CRM, Lane.PEOPLE).isPresent());
        world.faults = Faults.NONE;
        world.settle();
        assertEquals("waits", world.note(pair));
        assertEquals(Optional.empty(), world.store.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void aMissingPrivilegeToWritePausesTheCrm() {
        World world = new World();
        Pair pair = world.outbound("Deal");
        world.faults = (system, verb, write) -> verb.equals("crm.update")
                ? Optional.of(new Faults.Fault(
                        Problem.of(ProblemCode.PRIVILEGE_MISSING, "missing prvWriteOpportunity")
                                .from(RemoteSystem.CRM),
                        false))
                : Optional.empty();
        world.portal(pair, World.NOTES, World.text("waits"));
        world.workNow();
        assertTrue(world.store.current(RemoteSystem.CRM, Lane.PEOPLE).isPresent());
    }

    private World withForbiddenRecords() {
        return new World(
                1,
                World.MAP,
                ports -> ports.with(refusing(Crm.class, ports.crm(), ProblemCode.PRIVILEGE_MISSING, RemoteSystem.CRM)));
    }

    /** The same port, but for the reading of what is forbidden. */
    private <T> T refusing(Class<T> port, T real, ProblemCode code, RemoteSystem system) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, given) -> {
                    if (method.getName().equals("read") && forbidden.contains(id(given[0]))) {
                        throw new Failure(Problem.of(code, "HTTP 403").from(system));
                    }
                    try {
                        return method.invoke(real, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static String id(Object subject) {
        return subject instanceof RecordRef record ? record.id() : subject.toString();
    }
}
