package dev.cosell.operate.notice;

import dev.cosell.sync.Links;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pairs whose changes are noticed. A notice is kept before the pair is stored, so that a crash in between loses none;
 * whoever sends it looks whether the pair came to be so. It costs a write where there is something to say, and none
 * otherwise.
 */
public final class NoticedPairs implements PairStore {
    private final PairStore pairs;
    private final PairNews news;
    private final Consumer<Notice> outbox;
    private final InstantSource clock;

    /** @param outbox keeps a notice for good, or throws as the store of the pairs does */
    public NoticedPairs(PairStore pairs, Links links, Consumer<Notice> outbox, InstantSource clock) {
        this.pairs = pairs;
        this.news = new PairNews(links);
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        return pairs.read(id);
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        return pairs.create(pair);
    }

    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
        news.between(was.value(), now, clock.instant()).forEach(outbox);
        return pairs.replace(was, now, audit);
    }
}
