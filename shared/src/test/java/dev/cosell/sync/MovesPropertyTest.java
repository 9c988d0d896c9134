package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;

/** Whoever moves a deal, in whatever order: nothing illegal is sent, and both sides end meaning the same. */
class MovesPropertyTest {
    private static final List<Command.Kind> ASKED = List.of(
            Command.Kind.ACCEPT,
            Command.Kind.DECLINE,
            Command.Kind.WIN,
            Command.Kind.LOSE,
            Command.Kind.ERROR,
            Command.Kind.CANCEL_CLOSE,
            Command.Kind.CLOSE_NOW);

    /** Something somebody does, and how long it is until the next does something. */
    private record Act(String who, int what, int minutesLater) {}

    @Property(tries = 400)
    void noIllegalMoveIsSentNoClosedReferralIsWrittenAndBothSidesEndMeaningTheSame(
            @ForAll("days") Tuple2<List<Act>, Integer> day, @ForAll boolean inbound) {
        int grace = day.get2();
        World world = new World(SyncSettings.DEFAULT.withCloseGrace(Duration.ofMinutes(grace)));
        Pair pair = inbound ? world.inbound("Move to Azure") : world.outbound("Move to Azure");
        for (Act act : day.get1()) {
            act(world, pair, act);
            world.wait(Duration.ofMinutes(act.minutesLater()));
            world.workNow();
        }
        world.settle();
        Pair end = world.again(pair);
        Status status = world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .status()
                .orElseThrow();
        assertEquals(List.of(), world.violations());
        assertEquals(List.of(), end.commands());
        assertTrue(end.lease().isEmpty() && end.pending().isEmpty(), end::toString);
        assertEquals(Deadlines.NONE, end.deadlines());
        Set<String> unexplained = new TreeSet<>(world.differences(pair));
        unexplained.removeIf(
                name -> explained(end, World.MAP.field(name).orElseThrow().group()));
        assertEquals(Set.of(), unexplained, () -> status + " " + end);
        if (end.divergences().containsKey("status")) {
            assertEquals(
                    ProblemCode.REFERRAL_CLOSED, end.divergences().get("status").code());
            assertTrue(status.isClosed());
        }
    }

    private static boolean explained(Pair pair, String group) {
        return pair.held().containsKey(group) || pair.divergences().containsKey(group);
    }

    private static void act(World world, Pair pair, Act act) {
        String referral = pair.referralId().orElseThrow();
        switch (act.who()) {
            case "seller" -> {
                int state = act.what() % 3;
                int reason = state == 0 ? 1 + act.what() % 2 : state + 2;
                world.crm.edits(
                        pair.record().orElseThrow(),
                        Map.of("statecode", IntNode.valueOf(state), "statuscode", IntNode.valueOf(reason)));
            }
            case "portal" -> world.partnerCenter.moves(referral, Status.values()[act.what() % Status.values().length]);
            case "editor" -> world.portal(pair, World.NOTES, World.text("note " + act.what()));
            default -> asks(world, pair, ASKED.get(act.what() % ASKED.size()));
        }
    }

    private static void asks(World world, Pair pair, Command.Kind kind) {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("reason", "Other");
        Command command = new Command(kind.name(), kind, details, "Kim", world.clock.instant());
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        world.store.replace(row, row.value().change().command(command).now(), List.of());
        world.asks(Subject.referral(pair.referralId().orElseThrow()), Causes.ASKED);
    }

    @Provide
    Arbitrary<Tuple2<List<Act>, Integer>> days() {
        Arbitrary<Act> act = Combinators.combine(
                        Arbitraries.of("seller", "seller", "portal", "editor", "operator", "operator"),
                        Arbitraries.integers().between(0, 55),
                        Arbitraries.of(0, 0, 1, 5, 20, 45))
                .as(Act::new);
        return Combinators.combine(act.list().ofMinSize(1).ofMaxSize(10), Arbitraries.of(0, 30))
                .as(net.jqwik.api.Tuple::of);
    }
}
