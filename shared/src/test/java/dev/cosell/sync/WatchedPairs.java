package dev.cosell.sync;

import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The pairs, with a look at who reads and replaces them. */
record WatchedPairs(PairStore real, Supplier<Watch> watch) implements PairStore {
    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        Optional<Stored<Pair>> row = real.read(id);
        row.map(Stored::value).ifPresent(watch.get()::read);
        return row;
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        return real.create(pair);
    }

    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
        Optional<Pair> before = watch.get().stored(now.id());
        Optional<Stored<Pair>> stored = real.replace(was, now, audit);
        if (stored.isPresent()) {
            before.ifPresent(row -> watch.get().replaced(row, now));
        }
        return stored;
    }
}
