package dev.cosell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.CallMeter;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.doctor.DeployedFunctions;
import dev.cosell.operate.fieldmap.MapInUse;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.live.Switches;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.operate.work.Delays;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Taxonomy;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stays when the field map changes: settings, storage, clients and what they count, and which map is in use.
 *
 * @param metering counts the calls that {@code transport} makes, and keeps them within their budget
 * @param unmetered for calls that are nobody's quota
 * @param noticing what people are told beside the screens
 * @param connecting how both systems are signed in to
 * @param taxonomy the lists that terms come from
 * @param mapFile the overrides of the settings' file, which are version 0 of the field map
 * @param switches what is switched on
 * @param mapVersions where the other versions are kept
 * @param functions of the package this process runs from
 * @param telemetry where traces and metrics go
 */
record Foundation(
        Settings settings,
        Storage storage,
        TrustStore trust,
        Metering metering,
        Delays delays,
        Transport transport,
        Transport unmetered,
        Noticing noticing,
        Connecting connecting,
        Taxonomy taxonomy,
        Optional<JsonNode> mapFile,
        StateRow mapVersions,
        MapInUse mapInUse,
        Switchboard switches,
        DeployedFunctions functions,
        Telemetry telemetry) {
    static final CallMeter NOT_METERED = (system, method, status) -> {};

    /**
     * Makes no call.
     *
     * @param hostSettings the settings of the Functions host, by name
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if a file that the settings name cannot be read
     */
    static Foundation of(Settings settings, Function<String, Optional<String>> hostSettings) {
        Taxonomy taxonomy = taxonomy(settings);
        Optional<JsonNode> mapFile =
                settings.optional(Setting.FIELD_MAP_FILE).map(Path::of).map(FieldMapFile::json);
        loadTransportFirst();
        Storage storage = new Storage(settings.storage(), Storage.Options.standard());
        TrustStore trust =
                new TrustStore(settings.optional(Setting.TRUSTED_CERTIFICATES).map(Path::of));
        StateRow mapVersions = new StateRow(storage, "fieldmap", "versions");
        Telemetry telemetry = Observing.telemetry(hostSettings);
        // Calls to the identity platform are nobody's quota.
        Transport unmetered = new JdkTransport(trust, NOT_METERED);
        Noticing noticing = new Noticing(settings, storage, unmetered);
        Metering metering = new Metering(settings, storage, noticing.notices());
        Transport transport = telemetry.traced(new JdkTransport(trust, metering));
        return new Foundation(
                settings,
                storage,
                trust,
                metering,
                new Delays(metering.history()::changed),
                transport,
                unmetered,
                noticing,
                new Connecting(settings, storage, trust, transport, metering, unmetered, noticing.notices()),
                taxonomy,
                mapFile,
                mapVersions,
                new MapInUse(mapVersions, mapFile, storage.clock()),
                new Switchboard(
                        new StateRow(storage, "live", "switches"),
                        settings.yes(Setting.LIVE_AT_START) ? Switches.ALL_ON : Switches.ALL_OFF,
                        settings.yes(Setting.SYNC_LEADS),
                        storage.clock()),
                DeployedFunctions.ofThisApp(hostSettings),
                telemetry);
    }

    /** Of maps, the part that is in use. With leads switched off nothing asks for their table, which may not be there. */
    FieldMaps effective(FieldMaps all) {
        return (settings.yes(Setting.SYNC_LEADS) ? all : FieldMaps.of(all.deals())).knowing(taxonomy);
    }

    /**
     * Makes the JDK's HTTP client heed {@link JdkTransport}'s switches. It reads them at its first call, which would
     * otherwise be one of the Azure libraries'.
     */
    static void loadTransportFirst() {
        try {
            Class.forName(JdkTransport.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the class is part of this build", e);
        }
    }

    /** Our lists, and a partner's own file over them. */
    private static Taxonomy taxonomy(Settings settings) {
        Optional<Path> file = settings.optional(Setting.TAXONOMY_FILE).map(Path::of);
        if (file.isEmpty()) {
            return Taxonomy.ours();
        }
        try {
            return Taxonomy.ours().with(Taxonomy.read(new ObjectMapper().readTree(Files.readString(file.get()))));
        } catch (IOException unreadable) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            Setting.TAXONOMY_FILE + ": expected a JSON file, found one that cannot be read as JSON")
                    .failure(unreadable);
        }
    }
}
