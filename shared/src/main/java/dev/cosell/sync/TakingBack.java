package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A closing of the record that is taken back, once: it is about one closing, and if the seller closes the record again on
 * purpose, it does not open it again.
 */
final class TakingBack {
    private final PairAtWork at;

    TakingBack(PairAtWork at) {
        this.at = at;
    }

    /** Names a try: whose it is, and at which version of the record. */
    static String key(Command command, String version) {
        return command.id() + " " + version;
    }

    /** Whether the closing that waits is another one than was meant; a command that names none means any. */
    boolean meansAnother(Command command) {
        String meant = command.details().path(Command.CLOSE_AT).asText("");
        return !meant.isEmpty()
                && at.pair()
                        .deadlines()
                        .closeAt()
                        .filter(closeAt -> closeAt.toString().equals(meant))
                        .isEmpty();
    }

    /**
     * What became of a try that was announced and never completed; the record has been read since. At the version it was
     * to change, it did not happen and is tried again. Otherwise it happened, or somebody else changed the record: a closing
     * that shows now may be a new one, so it is left, and its grace time begins anew.
     */
    void lookBack(Pending pending) {
        Optional<Snapshot> shown = at.freshly(Side.CRM);
        Optional<Command> tried = at.pair().commands().stream()
                .filter(command -> pending.key().startsWith(key(command, "")))
                .findFirst();
        if (tried.isEmpty() || shown.isEmpty()) {
            return;
        }
        Command command = tried.get();
        boolean untouched = shown.get()
                .version()
                .filter(version -> pending.key().equals(key(command, version)))
                .isPresent();
        if (!untouched) {
            at.note(command.text() + " " + became(shown.get()), Optional.empty(), List.of(), Optional.empty());
            at.become(at.pair()
                    .change()
                    .done(command)
                    .deadlines(at.pair().deadlines().closeAt(Optional.empty()))
                    .now());
        }
    }

    private String became(Snapshot shown) {
        boolean open = at.map()
                .status(Side.CRM, shown.values())
                .filter(status -> !status.isClosed())
                .isPresent();
        return open ? "is taken back" : "is over: the record was changed since, and a closing that it shows waits anew";
    }
}
