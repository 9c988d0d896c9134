package dev.cosell;

import dev.cosell.operate.work.EngineStart;
import dev.cosell.operate.work.Worker;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.SyncSettings;
import dev.cosell.sync.port.Ports;
import java.time.InstantSource;
import java.time.Period;
import java.util.concurrent.ThreadLocalRandom;

/** Part of the composition: the engine of one version of the field map, and the worker, which gives work to any version's. */
final class Working {
    private final Foundation foundation;
    private final Settings settings;
    private final Stores stores;
    private final Systems systems;
    private final EngineStart start;
    private final Worker worker;

    /** Makes no call. */
    Working(Foundation foundation, Stores stores, Systems systems, Editions editions) {
        this.foundation = foundation;
        this.settings = foundation.settings();
        this.stores = stores;
        this.systems = systems;
        this.start = new EngineStart(this::newEngine, InstantSource.system());
        this.worker = new Worker(
                editions::engine,
                stores.queue(),
                stores.outages(),
                stores.clock(),
                foundation.delays(),
                foundation.telemetry().runs());
    }

    /** The engine that works by this version's map; made on first use. */
    SyncEngine engine() {
        return start.get();
    }

    Worker worker() {
        return worker;
    }

    /** The engine needs to know what the CRM's columns hold, and that they suit the map: making it takes calls. */
    private SyncEngine newEngine() {
        systems.fault().ifPresent(problem -> {
            throw problem.failure();
        });
        systems.probeCrm();
        return new SyncEngine(systems.limited(), ports(), syncSettings());
    }

    /** What the engine works on. */
    Ports ports() {
        return new Ports(
                stores.hints(),
                stores.claims(),
                foundation.noticing().noticed(foundation.telemetry().traced(stores.pairs()), stores.links()),
                stores.queue(),
                stores.outages(),
                stores.ignored(),
                systems.partnerCenter(),
                systems.crm(),
                stores.clock(),
                () -> ThreadLocalRandom.current().nextLong(),
                stores.solutions(),
                stores.people(),
                foundation.switches());
    }

    private SyncSettings syncSettings() {
        return SyncSettings.DEFAULT
                .withAdmission(settings.admission())
                .withSharing(new SyncSettings.Sharing(
                        settings.optional(Setting.PARTNER_LOCATION), settings.yes(Setting.SHARE_APPROVAL)))
                .withLeadClosesIn(Period.ofDays(settings.number(Setting.LEAD_CLOSE_DAYS)))
                .withCloseGrace(settings.minutes(Setting.CLOSE_GRACE_MINUTES))
                .withCustomers(settings.customers())
                .withLinks(stores.links());
    }
}
