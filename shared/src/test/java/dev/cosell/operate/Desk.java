package dev.cosell.operate;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;

/** What operators' requests are done with: tables of their own, queues in memory, and a clock that stands still. */
final class Desk {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final RecordRef RECORD = new RecordRef("opportunity", "0c4f0f3a-0000-0000-0000-00000000000a");

    final FieldMaps maps = FieldMapFile.dynamics();
    final TestStorage local = new TestStorage();
    final TablePairs pairs = new TablePairs(local.storage());
    final PairDirectory directory = new PairDirectory(local.storage());
    final TableClaims claims = new TableClaims(local.storage());
    final MemoryQueue queue = new MemoryQueue(() -> NOW);
    final Inbox inbox = new Inbox(new MemoryStore(() -> NOW), queue);
    final Referrals referrals = new Referrals(maps, pairs, directory, claims, inbox, () -> NOW);
    final Asking asking = new Asking(pairs, inbox, () -> NOW);
}
