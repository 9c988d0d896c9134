package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Written;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers to writes that tell no version: the side is read before it is written again. */
class NoVersionTest {
    private final World world = new World(1, World.MAP, ports -> ports.with(forgetful(ports.partnerCenter())));

    @Test
    void aReferralThatIsMadeWithoutAVersionIsReadBeforeItIsWritten() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.seller(pair, "description", World.text("crosses"));
        world.settle();
        assertEquals("crosses", world.note(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void editsAfterAnAnswerWithoutAVersionCross() {
        Pair pair = world.outbound("Contoso goes cloud");
        world.seller(pair, "description", World.text("first"));
        world.settle();
        world.seller(pair, "description", World.text("second"));
        world.settle();
        assertEquals("second", world.note(pair));
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void groupsThatAreTriedOneByOneAllCross() {
        Pair pair = world.outbound("Contoso goes cloud");
        int[] refusals = {1};
        world.faults = (system, verb, write) -> verb.equals("pc.patch") && refusals[0]-- > 0
                ? Optional.of(new Faults.Fault(
                        Problem.of(ProblemCode.INVALID_VALUE, "not together").from(RemoteSystem.PARTNER_CENTER), false))
                : Optional.empty();
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of("description", World.text("crosses"), "estimatedvalue", IntNode.valueOf(4711)));
        world.settle();
        assertEquals("crosses", world.note(pair));
        assertEquals(
                4711,
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .document()
                        .at(World.VALUE)
                        .asInt());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    private static PartnerCenter forgetful(PartnerCenter real) {
        return (PartnerCenter) Proxy.newProxyInstance(
                PartnerCenter.class.getClassLoader(), new Class<?>[] {PartnerCenter.class}, (proxy, method, given) -> {
                    try {
                        return withoutVersion(method.getName(), method.invoke(real, given));
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static Object withoutVersion(String call, Object answer) {
        if (answer instanceof Written.Done(Snapshot shown)) {
            return new Written.Done(
                    new Snapshot(shown.values(), Optional.empty(), shown.updatedAt(), shown.by(), shown.mergedInto()));
        }
        if (call.equals("create") && answer instanceof Referral made) {
            JsonNode document = made.document().deepCopy();
            ((ObjectNode) document).remove("eTag");
            return new Referral((ObjectNode) document);
        }
        return answer;
    }
}
