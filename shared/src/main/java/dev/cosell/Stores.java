package dev.cosell;

import dev.cosell.operate.deal.SharedTimelines;
import dev.cosell.referral.Solution;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.SealedTokens;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageClock;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TableIgnored;
import dev.cosell.store.TablePairs;
import dev.cosell.store.TableSolutions;
import dev.cosell.store.TableUnmatchedPeople;
import dev.cosell.sync.Links;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Outages;

/**
 * Part of the composition: what is kept in storage, and what is made of nothing else.
 *
 * @param outages the one view of what is out, for all versions of the field map
 * @param inbox of hints and queue
 * @param links to the pages about a deal; what needs no key is proved by a seal
 */
record Stores(
        Storage storage,
        QueueNames queues,
        TableHints hints,
        TableClaims claims,
        TablePairs pairs,
        Outages outages,
        TableIgnored ignored,
        QueueWork queue,
        PairDirectory directory,
        SealedTokens seals,
        TableSolutions solutions,
        TableUnmatchedPeople people,
        PoisonMessages poison,
        Inbox inbox,
        Links links) {
    /** Makes no call. */
    static Stores of(Foundation foundation) {
        Settings settings = foundation.settings();
        Storage storage = foundation.storage();
        QueueNames queues = settings.queues();
        TableHints hints = new TableHints(storage);
        QueueWork queue = new QueueWork(storage, queues);
        SealedTokens seals = new SealedTokens(storage);
        return new Stores(
                storage,
                queues,
                hints,
                new TableClaims(storage),
                new TablePairs(storage),
                foundation.connecting().outages(),
                new TableIgnored(storage),
                queue,
                new PairDirectory(storage),
                seals,
                new TableSolutions(
                        storage,
                        Solution.ids(settings.text(Setting.KNOWN_SOLUTIONS)).stream()
                                .map(id -> new Solution(id, "", ""))
                                .toList()),
                new TableUnmatchedPeople(storage),
                new PoisonMessages(storage, queues),
                new Inbox(hints, queue),
                new Links(settings.publicUrl(), pair -> SharedTimelines.proof(seals, pair)));
    }

    /** The one row of its kind in the table {@code system}. */
    StateRow row(String partition, String name) {
        return new StateRow(storage, partition, name);
    }

    StorageClock clock() {
        return storage.clock();
    }
}
