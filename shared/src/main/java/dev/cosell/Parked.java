package dev.cosell;

import dev.cosell.operate.poison.Discard;
import dev.cosell.operate.poison.Poison;
import dev.cosell.operate.poison.PoisonGroups;
import dev.cosell.operate.poison.Replay;
import dev.cosell.operate.poison.Requeue;

/** Part of the composition: what was given up, and what becomes of it. */
public record Parked(Poison poison, PoisonGroups groups, Requeue requeue, Discard discard) {
    /** Makes no call. */
    static Parked of(Stores stores) {
        return new Parked(
                new Poison(stores.poison(), stores.queues()),
                new PoisonGroups(stores.poison(), stores.queues(), stores.hints()),
                new Requeue(
                        stores.poison(),
                        stores.queues(),
                        new Replay(stores.inbox()),
                        stores.row("poison", "requeue"),
                        stores.clock()),
                new Discard(stores.poison(), stores.queues(), stores.hints(), stores.pairs(), stores.clock()));
    }
}
