package dev.cosell;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.fieldmap.Draft;
import dev.cosell.operate.fieldmap.LatestDeals;
import dev.cosell.operate.fieldmap.MapLife;
import dev.cosell.operate.share.FilteredRecords;
import dev.cosell.operate.work.Worker;
import dev.cosell.problem.Failure;
import dev.cosell.sync.SyncEngine;
import java.util.Optional;
import java.util.function.Function;

/**
 * The composition root: reads the settings once and builds everything from them. One per process and version of the field
 * map; nothing is connected before it is used, so that a cold start pays only for what the first event needs.
 *
 * <p>What stays when the field map changes is in {@link Foundation}. All else is made here for one version, in groups, each
 * of which stands for a topic and puts itself together.
 */
public final class Connector {
    private final Editions editions;
    private final Systems systems;
    private final Working working;
    private final Intakes intakes;
    private final Deals deals;
    private final Commands commands;
    private final Shares shares;
    private final Nets nets;
    private final Parked parked;
    private final Privacy privacy;
    private final Live live;
    private final SignIns signIns;
    private final Webhook webhook;
    private final MapLife fieldMaps;
    private final Watching watching;
    private final Migration migration;

    /**
     * Builds the connector, for version 0 of the field map; {@link #current()} gives the one to use.
     *
     * @param source value of a setting by name
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once
     */
    public Connector(Function<String, Optional<String>> source) {
        this(Foundation.of(Settings.read(source), source));
    }

    private Connector(Foundation foundation) {
        this(foundation, new Editions(foundation), 0);
        editions.keep(0, this);
    }

    /** Builds the connector for a version of the field map that is in use. */
    Connector(Foundation foundation, Editions editions, int mapVersion) {
        this.editions = editions;
        Stores stores = Stores.of(foundation);
        VersionedMaps versioned = VersionedMaps.of(foundation, mapVersion);
        systems = new Systems(foundation, versioned);
        FilteredRecords records =
                new FilteredRecords(systems.crm(), foundation.settings().crm(), stores.seals());
        working = new Working(foundation, stores, systems, editions);
        deals = Deals.of(stores, systems);
        commands = Commands.of(stores, systems, deals.referrals());
        shares = Shares.of(foundation, stores, systems, records);
        Systems unhurried = Systems.unhurried(foundation, versioned);
        nets = Nets.of(stores, unhurried, foundation.switches(), records);
        parked = Parked.of(stores);
        privacy = Privacy.of(foundation, stores, this::known);
        live = Live.of(stores, foundation.switches(), this::doctor);
        signIns = SignIns.of(foundation.connecting(), systems);
        webhook = Webhook.of(foundation, stores, systems.partnerCenter(), nets.reconcile());
        intakes = Intakes.of(foundation, stores, systems, this::known, webhook.listeners(), live.heldDeals());
        fieldMaps = fieldMaps(foundation, stores, systems);
        migration = Migration.of(foundation, stores, unhurried, working.ports());
        watching = Watching.of(foundation, stores, systems, fieldMaps.drift(), webhook, nets.reconcile());
    }

    /**
     * The connector that works by the field map in use now; a change of the map reaches it within half a minute.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE} if it was never read which map is in use
     */
    public Connector current() {
        return editions.current();
    }

    /** Works off the queues. */
    public Worker worker() {
        return working.worker();
    }

    /** What both systems send. */
    public Intakes intakes() {
        return intakes;
    }

    /** What people see of deals. */
    public Deals deals() {
        return deals;
    }

    /** What people ask of a deal. */
    public Commands commands() {
        return commands;
    }

    /** Sharing records. */
    public Shares shares() {
        return shares;
    }

    /** What finds what no event told. */
    public Nets nets() {
        return nets;
    }

    /** What was given up. */
    public Parked parked() {
        return parked;
    }

    /** How long things are kept, and whom people want erased. */
    public Privacy privacy() {
        return privacy;
    }

    /** What is switched on. */
    public Live live() {
        return live;
    }

    /** The sign-ins to both systems. */
    public SignIns signIns() {
        return signIns;
    }

    /** Partner Center's webhook, and whom its callbacks are passed on to. */
    public Webhook webhook() {
        return webhook;
    }

    /** The life of the field map. */
    public MapLife fieldMaps() {
        return fieldMaps;
    }

    /** The first load, and the migration from Microsoft's own connector. */
    public Migration migration() {
        return migration;
    }

    /** Whether all is well, and who is told if not. */
    public Watching watching() {
        return watching;
    }

    /** The doctor of the map in use; as long as storage cannot say which that is, of the map that the settings name. */
    public Doctor doctor() {
        try {
            return current().watching.doctor();
        } catch (Failure storageAway) {
            return watching.doctor();
        }
    }

    /** The engine that works by this connector's map. */
    SyncEngine engine() {
        return working.engine();
    }

    /** The maps of all versions in use: an event may be about a pair of any of them. */
    private FieldMaps known() {
        FieldMaps maps = systems.maps();
        return editions.onTrial().map(other -> maps.and(other.systems.maps())).orElse(maps);
    }

    private static MapLife fieldMaps(Foundation foundation, Stores stores, Systems systems) {
        Draft.Workshop workshop = new Draft.Workshop(
                foundation.settings().crm(),
                foundation::effective,
                foundation.connecting().crm()::crm);
        return new MapLife(
                foundation.mapVersions(),
                stores.row("fieldmap", "drift"),
                foundation.mapInUse(),
                foundation.mapFile(),
                workshop,
                systems.partnerCenter(),
                stores.pairs(),
                new LatestDeals(systems.partnerCenter(), stores.claims(), stores.pairs())::last,
                stores.clock());
    }
}
