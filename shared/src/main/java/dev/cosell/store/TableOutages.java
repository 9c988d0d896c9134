package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outages in table {@code system}, partition {@code outage}: one row per system. Reads are at most five seconds old and
 * cost one transaction per five seconds and instance; what this instance wrote itself it sees at once.
 */
public final class TableOutages implements Outages {
    private static final String PARTITION = "outage";
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int ROUNDS = 5;

    private record Reading(Map<RemoteSystem, Outage> outages, Instant until) {}

    private final Table table;
    private final InstantSource clock;
    private volatile Reading last = new Reading(Map.of(), Instant.MIN);

    public TableOutages(Storage storage) {
        this.table = storage.table("system");
        this.clock = storage.clock();
    }

    @Override
    public Optional<Outage> current(RemoteSystem system, Lane lane) {
        Reading reading = last;
        Instant now = clock.instant();
        if (!now.isBefore(reading.until())) {
            reading = new Reading(readAll(), now.plus(FRESH));
            last = reading;
        }
        return Optional.ofNullable(reading.outages().get(system));
    }

    @Override
    public void begin(Outage outage) {
        forget();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<TableEntity> was = table.get(PARTITION, outage.system().name());
            if (round > 0 && was.filter(row -> tells(read(row), outage)).isPresent()) {
                forget();
                return;
            }
            Optional<String> written = was.isEmpty()
                    ? table.insert(row(outage))
                    : table.replace(
                            row(read(was.get()).prolonged(outage)), was.get().getETag());
            if (written.isPresent()) {
                forget();
                return;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "outage of " + outage.system() + ": expected to write its row, found it changed " + ROUNDS
                                + " times meanwhile")
                .failure();
    }

    /**
     * Whether somebody told the same while we tried to: when a system fails, everybody who works with it does. Its own word on
     * when to come back is another matter.
     */
    private static boolean tells(Outage known, Outage outage) {
        return known.problem().code() == outage.problem().code()
                && outage.problem().retryAfter().isEmpty()
                && !outage.probeAt().isAfter(known.probeAt().plus(FRESH));
    }

    @Override
    public boolean moveProbe(Outage seen, Instant probeAt) {
        forget();
        return table.get(PARTITION, seen.system().name())
                .filter(row -> read(row).probeAt().equals(seen.probeAt()))
                .flatMap(row -> table.replace(row(read(row).probedAt(probeAt)), row.getETag()))
                .isPresent();
    }

    @Override
    public void end(Outage seen) {
        table.get(PARTITION, seen.system().name())
                .filter(row -> read(row).equals(seen))
                .ifPresent(row -> table.delete(PARTITION, seen.system().name(), row.getETag()));
        forget();
    }

    private void forget() {
        last = new Reading(Map.of(), Instant.MIN);
    }

    private Map<RemoteSystem, Outage> readAll() {
        Map<RemoteSystem, Outage> outages = new EnumMap<>(RemoteSystem.class);
        for (TableEntity row : table.query(Table.within(PARTITION, ""), List.of(), 100)) {
            // A later version may know more systems; their outages do not concern this one.
            Arrays.stream(RemoteSystem.values())
                    .filter(system -> system.name().equals(row.getRowKey()))
                    .forEach(system -> outages.put(system, read(row)));
        }
        return outages;
    }

    private static TableEntity row(Outage outage) {
        ObjectNode json = Json.object();
        json.put("system", outage.system().name());
        json.set("problem", ProblemCodec.write(outage.problem()));
        json.put("since", outage.since().toString());
        json.put("probeAt", outage.probeAt().toString());
        TableEntity row = new TableEntity(PARTITION, outage.system().name());
        Document.write(row, json);
        return row;
    }

    private static Outage read(TableEntity row) {
        JsonNode json = Document.read(row);
        return new Outage(
                RemoteSystem.valueOf(Json.textOrEmpty(json, "system")),
                ProblemCodec.read(json.path("problem")),
                Instant.parse(Json.textOrEmpty(json, "since")),
                Instant.parse(Json.textOrEmpty(json, "probeAt")));
    }
}
