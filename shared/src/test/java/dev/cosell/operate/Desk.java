package dev.cosell.operate;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.command.Asking;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;

/** What operators' requests are done with: tables of their own, queues in memory, and a clock that stands still. */
public final class Desk {
    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    public static final RecordRef RECORD = new RecordRef("opportunity", "0c4f0f3a-0000-0000-0000-00000000000a");

    public final FieldMaps maps = FieldMapFile.dynamics();
    public final TestStorage local = new TestStorage();
    public final TablePairs pairs = new TablePairs(local.storage());
    public final PairDirectory directory = new PairDirectory(local.storage());
    public final TableClaims claims = new TableClaims(local.storage());
    public final MemoryQueue queue = new MemoryQueue(() -> NOW);
    public final Inbox inbox = new Inbox(new MemoryStore(() -> NOW), queue);
    public final Referrals referrals = new Referrals(maps, pairs, directory, claims, inbox, () -> NOW);
    public final Asking asking = new Asking(pairs, inbox, () -> NOW);
}
