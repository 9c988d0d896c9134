package dev.cosell.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.util.List;

/** What people ask for through the API, put into a world the way the API does. */
final class Asked {
    private Asked() {}

    static void settle(World world, Pair pair, String group, Side keep) {
        ask(
                world,
                pair,
                Command.Kind.SETTLE,
                JsonNodeFactory.instance.objectNode().put("group", group).put("keep", keep.name()));
    }

    static void link(World world, Pair pair, String record) {
        ask(
                world,
                pair,
                Command.Kind.LINK,
                JsonNodeFactory.instance.objectNode().put("record", record));
    }

    static void customer(World world, Pair pair, String account) {
        ask(
                world,
                pair,
                Command.Kind.CUSTOMER,
                JsonNodeFactory.instance.objectNode().put("account", account));
    }

    static void country(World world, Pair pair, String code) {
        ask(
                world,
                pair,
                Command.Kind.COUNTRY,
                JsonNodeFactory.instance.objectNode().put("country", code));
    }

    /** Makes the missing half, or forgets the id that leads nowhere. */
    static void anew(World world, Pair pair, Command.Kind kind) {
        Pair now = world.again(pair);
        ask(
                world,
                pair,
                kind,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("record", now.record().map(RecordRef::toString).orElse(""))
                        .put("referral", now.referralId().orElse("")));
    }

    private static void ask(World world, Pair pair, Command.Kind kind, ObjectNode details) {
        Stored<Pair> row = world.store.read(pair.id()).orElseThrow();
        Command command = new Command("command-1", kind, details, "Kim", world.clock.instant());
        world.store
                .replace(row, row.value().change().command(command).now(), List.of())
                .orElseThrow();
        world.asks(
                row.value()
                        .record()
                        .map(Subject::record)
                        .orElseGet(
                                () -> Subject.referral(row.value().referralId().orElseThrow())),
                Causes.ASKED);
    }

    /** What the pair's timeline says was done, oldest first. */
    static List<String> did(World world, Pair pair) {
        return world.store.audit(pair.id()).stream().map(AuditEntry::did).toList();
    }

    /** Runs a story with a crash at every step of it in turn, and checks how each ends. */
    static void crashAtEveryStep(
            java.util.function.Supplier<World> worlds,
            java.util.function.Function<World, Pair> before,
            java.util.function.BiConsumer<World, Pair> asking,
            java.util.function.BiConsumer<World, Pair> check) {
        World calm = worlds.get();
        Pair calmPair = before.apply(calm);
        int[] steps = {0};
        asking.accept(calm, calmPair);
        calm.hook = step -> steps[0]++;
        calm.settle();
        calm.hook = step -> {};
        check.accept(calm, calmPair);
        for (int crash = 1; crash <= steps[0]; crash++) {
            World world = worlds.get();
            Pair pair = before.apply(world);
            asking.accept(world, pair);
            world.crashesAt(crash);
            try {
                world.settleThroughCrashes();
                check.accept(world, pair);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("crash at step " + crash, e);
            }
        }
    }
}
