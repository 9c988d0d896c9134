package dev.cosell.operate.deal;

import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.PairId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The end of a pair's timeline, however long it is: 500 entries at most are kept in memory.
 *
 * @param earlier how many older entries there are
 * @param entries oldest first
 */
record LatestEntries(int earlier, List<AuditEntry> entries) {
    private static final int MOST = 500;

    static LatestEntries of(PairDirectory directory, PairId id) {
        Deque<AuditEntry> latest = new ArrayDeque<>();
        int earlier = 0;
        Optional<String> token = Optional.empty();
        do {
            Page<AuditEntry> page = directory.audit(id, token, MOST);
            latest.addAll(page.items());
            while (latest.size() > MOST) {
                latest.removeFirst();
                earlier++;
            }
            token = page.next();
        } while (token.isPresent());
        return new LatestEntries(earlier, List.copyOf(latest));
    }
}
