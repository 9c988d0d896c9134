package dev.cosell.sync;

import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pairs, with a look at who reads and replaces them, in a storage that now and then denies what it has just stored: its
 * client sent it twice, and met its own success.
 */
record WatchedPairs(PairStore real, Supplier<Watch> watch, Mishaps mishaps) implements PairStore {
    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        Optional<Stored<Pair>> row = real.read(id);
        row.map(Stored::value).ifPresent(watch.get()::read);
        return row;
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        Stored<Pair> row = real.create(pair);
        watch.get().read(row.value());
        return row;
    }

    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
        Optional<Pair> before = watch.get().stored(now.id());
        Optional<Stored<Pair>> stored = real.replace(was, now, audit);
        if (stored.isPresent()) {
            before.ifPresent(row -> watch.get().replaced(row, now, audit));
        }
        return stored.filter(row -> !mishaps.happens(mishaps.contending));
    }
}
