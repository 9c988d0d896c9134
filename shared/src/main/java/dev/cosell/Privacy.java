package dev.cosell;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.privacy.Erasure;
import dev.cosell.operate.privacy.Retention;
import dev.cosell.store.ClosedPairs;
import dev.cosell.store.Traces;
import java.time.Duration;
import java.util.function.Supplier;

/** Part of the composition: how long things are kept, and whom people want erased. */
public record Privacy(Retention retention, Erasure erasure) {
    /**
     * Makes no call.
     *
     * @param maps of all versions in use
     */
    static Privacy of(Foundation foundation, Stores stores, Supplier<FieldMaps> maps) {
        Settings settings = foundation.settings();
        return new Privacy(
                new Retention(
                        new ClosedPairs(stores.storage()),
                        stores.poison(),
                        new Retention.Terms(
                                Duration.ofDays(settings.number(Setting.KEEP_CLOSED_DEALS_DAYS)),
                                Duration.ofDays(settings.number(Setting.KEEP_PARKED_DAYS))),
                        stores.clock()),
                new Erasure(new Traces(stores.storage(), maps), stores.row("privacy", "erasures"), stores.clock()));
    }
}
