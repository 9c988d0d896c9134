package dev.cosell.sync.port;

import dev.cosell.sync.pair.Snapshot;

/** How a conditional write ended. Everything else is a {@link dev.cosell.problem.Failure}. */
public sealed interface Written {
    /** It was done; this is what the side shows now. */
    record Done(Snapshot now) implements Written {}

    /** Not done: the side is no longer at the version the write was made for. */
    record Stale() implements Written {}
}
