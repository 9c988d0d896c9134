package dev.cosell;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.reconcile.Resync;
import dev.cosell.operate.share.FilteredRecords;
import dev.cosell.operate.work.LostWork;
import dev.cosell.operate.work.OverdueHints;
import dev.cosell.operate.work.ParkedForAReason;
import dev.cosell.operate.work.StaleWakeUps;
import dev.cosell.operate.work.Sweep;

/** Part of the composition: the nets under events and queues, which find what no event and no message told. */
public record Nets(Sweep sweep, Reconcile reconcile, Resync resync) {
    /**
     * Makes no call.
     *
     * @param systems as work that nobody waits for calls them
     */
    static Nets of(Stores stores, Systems systems, Switchboard switches, FilteredRecords records) {
        return new Nets(
                new Sweep(
                        new LostWork(
                                new OverdueHints(
                                        stores.hints(),
                                        stores.pairs(),
                                        stores.inbox(),
                                        new ParkedForAReason(stores.poison(), stores.queues()),
                                        switches,
                                        stores.clock()),
                                new StaleWakeUps(
                                        stores.directory()::toWake, stores.pairs(), stores.hints(), stores.inbox()),
                                stores.outages(),
                                stores.clock()),
                        stores.directory(),
                        stores.poison(),
                        stores.queues()),
                new Reconcile(
                        systems.maps(),
                        stores.row("reconcile", "walk"),
                        systems.partnerCenter(),
                        systems.crm(),
                        stores.claims(),
                        stores.pairs(),
                        stores.hints(),
                        stores.inbox(),
                        stores.clock()),
                new Resync(
                        systems.maps().all().stream().map(FieldMap::table).toList(),
                        stores.directory(),
                        records,
                        stores.inbox()));
    }
}
