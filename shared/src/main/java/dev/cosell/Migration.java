package dev.cosell;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.backfill.Backfill;
import dev.cosell.operate.backfill.Decisions;
import dev.cosell.operate.backfill.Findings;
import dev.cosell.operate.doctor.MicrosoftsConnectorCheck;
import dev.cosell.store.QueueWork;
import dev.cosell.store.StateRow;
import dev.cosell.store.TableFindings;
import dev.cosell.sync.Introduction;
import dev.cosell.sync.port.Ports;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Part of the composition: the first load, and the migration from Microsoft's own connector. */
public record Migration(Backfill backfill, Findings findings, Decisions decisions) {
    /** What decides, beside the field map, what belongs together and what comes in. */
    private static final List<Setting> DECIDING = List.of(
            Setting.PARTNER_CENTER_URL,
            Setting.PARTNER_CENTER_TENANT_ID,
            Setting.DYNAMICS_URL,
            Setting.SALESFORCE_URL,
            Setting.FILE_DIRECTORY,
            Setting.SYNC_LEADS,
            Setting.INBOUND_KINDS,
            Setting.INBOUND_SPAM,
            Setting.INBOUND_QUALITY,
            Setting.INBOUND_LOCATIONS);

    /**
     * Makes no call.
     *
     * @param systems as work that nobody waits for calls them
     * @param ports the engine's
     */
    static Migration of(Foundation foundation, Stores stores, Systems systems, Ports ports) {
        Settings settings = foundation.settings();
        FieldMaps maps = systems.maps();
        StateRow kept = stores.row("backfill", "job");
        TableFindings rows = new TableFindings(stores.storage());
        Backfill backfill = new Backfill(
                new Backfill.Scope(
                        maps,
                        systems::limited,
                        settings.crm(),
                        settings.admission(),
                        () -> configuration(settings, maps)),
                ports.with(systems.crm()).with(systems.partnerCenter()),
                stores.inbox(),
                rows,
                kept,
                new MicrosoftsConnectorCheck(foundation.connecting().crm().inspection(maps), InstantSource.system()),
                () -> lag(stores.queue()));
        return new Migration(
                backfill,
                new Findings(kept, rows, stores.claims(), stores.pairs()),
                new Decisions(
                        kept,
                        rows,
                        new Introduction(maps, stores.claims(), stores.pairs(), stores.clock()),
                        stores.inbox(),
                        stores.clock()));
    }

    /** For how long the oldest message that is due has waited for a worker. */
    private static Duration lag(QueueWork queue) {
        return queue.ages().values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static String configuration(Settings settings, FieldMaps maps) {
        Stream<String> fields = maps.all().stream().map(map -> map.table() + new TreeMap<>(map.definitions()));
        Stream<String> chosen = DECIDING.stream().map(setting -> setting + "=" + settings.text(setting));
        String all = Stream.concat(fields, chosen).collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
