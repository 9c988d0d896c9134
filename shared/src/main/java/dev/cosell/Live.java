package dev.cosell;

import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.live.GoLive;
import dev.cosell.operate.live.Release;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.work.HeldDeals;
import java.util.function.Supplier;

/** Part of the composition: what is switched on, and another try for what waited. */
public record Live(GoLive goLive, HeldDeals heldDeals) {
    /**
     * Makes no call.
     *
     * @param doctor who is asked before anything is switched on
     */
    static Live of(Stores stores, Switchboard switches, Supplier<Doctor> doctor) {
        Release release = new Release(
                switches,
                stores.directory(),
                stores.inbox(),
                stores.outages(),
                stores.row("live", "release"),
                stores.clock());
        return new Live(
                new GoLive(switches, () -> doctor.get().examine(), release),
                new HeldDeals(stores.directory(), stores.inbox()));
    }
}
