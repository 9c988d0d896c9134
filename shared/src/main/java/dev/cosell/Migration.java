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
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.Ports;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Part of the composition: the first load, and the migration from Microsoft's own connector. */
public final class Migration {
    /** What decides, beside the field map, what belongs together and what comes in. */
    private static final List<Setting> DECIDING = List.of(
            Setting.PARTNER_CENTER_URL,
            Setting.PARTNER_CENTER_TENANT_ID,
            Setting.DYNAMICS_URL,
            Setting.SALESFORCE_URL,
            Setting.SYNC_LEADS,
            Setting.INBOUND_KINDS,
            Setting.INBOUND_SPAM,
            Setting.INBOUND_QUALITY,
            Setting.INBOUND_LOCATIONS);

    private final Backfill backfill;
    private final Findings findings;
    private final Decisions decisions;

    /** Makes no call. @param exact the maps with what the CRM's metadata says of its columns, which may take calls */
    Migration(
            Foundation foundation,
            CrmConnection connection,
            FieldMaps maps,
            Supplier<FieldMaps> exact,
            Ports ports,
            QueueWork queue) {
        Settings settings = foundation.settings();
        StateRow kept = new StateRow(foundation.storage(), "backfill", "job");
        TableFindings rows = new TableFindings(foundation.storage());
        backfill = new Backfill(
                new Backfill.Scope(
                        maps, exact, settings.crm(), settings.admission(), () -> configuration(settings, maps)),
                ports,
                rows,
                kept,
                new MicrosoftsConnectorCheck(connection.inspection(maps), InstantSource.system()),
                () -> queue.ages().values().stream().max(Duration::compareTo).orElse(Duration.ZERO));
        findings = new Findings(kept, rows, ports.claims(), ports.pairs());
        decisions = new Decisions(
                kept,
                rows,
                new Introduction(maps, ports.claims(), ports.pairs(), ports.clock()),
                new Inbox(ports.hints(), ports.queue()),
                ports.clock());
    }

    public Backfill backfill() {
        return backfill;
    }

    public Findings findings() {
        return findings;
    }

    public Decisions decisions() {
        return decisions;
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
