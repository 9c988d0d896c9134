package dev.cosell;

import dev.cosell.operate.live.GoLive;
import dev.cosell.operate.live.HeldDeals;
import dev.cosell.operate.live.Readiness;
import dev.cosell.operate.live.Switchboard;
import java.util.LinkedHashMap;
import java.util.Map;

/** Part of the composition: what is switched on, and another try for what waited. */
public record Live(GoLive goLive, HeldDeals heldDeals) {
    /** Makes no call. */
    static Live of(Stores stores, Systems systems, Switchboard switches) {
        HeldDeals held = new HeldDeals(stores.directory(), stores.inbox());
        return new Live(new GoLive(switches, new Readiness(probes(stores, systems)), held), held);
    }

    /** What has to work before anything is switched on; that the settings are right is known by now. */
    private static Map<String, Runnable> probes(Stores stores, Systems systems) {
        Map<String, Runnable> probes = new LinkedHashMap<>();
        probes.put("storage", stores.queue()::depths);
        probes.put("Partner Center", systems::probePartnerCenter);
        probes.put("CRM", systems::probeCrm);
        return probes;
    }
}
