package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import dev.cosell.referral.SolutionList;
import dev.cosell.sync.port.Solutions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The catalogue of solutions in table {@code solutions}, partition {@code solution}: columns {@code id}, {@code name},
 * {@code type}, {@code listed}, {@code lastSeen}. Reads are at most five minutes old, and cost one transaction then; what
 * was learned a day ago or less is not written again.
 */
public final class TableSolutions implements Solutions {
    private static final String PARTITION = "solution";
    private static final int MOST = 5_000;
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration SEEN_AGAIN = Duration.ofDays(1);

    /**
     * A solution of the catalogue.
     *
     * @param listed whether somebody listed it, in the settings or by an upload; else it was learned
     * @param lastSeen when a referral last named it, to the day; {@link Instant#EPOCH} for never
     */
    public record Entry(Solution solution, boolean listed, Instant lastSeen) {}

    private record Reading(Map<String, Entry> entries, SolutionList known, Instant until) {}

    private final Table table;
    private final InstantSource clock;
    private final List<Solution> configured;
    private volatile Reading last = new Reading(Map.of(), SolutionList.EMPTY, Instant.MIN);

    /** @param configured solutions that the settings list */
    public TableSolutions(Storage storage, List<Solution> configured) {
        this.table = storage.table("solutions");
        this.clock = storage.clock();
        this.configured = List.copyOf(configured);
    }

    @Override
    public KnownSolutions known() {
        return reading().known();
    }

    /** All of the catalogue, by id. */
    public List<Entry> all() {
        return List.copyOf(readAll().entries().values());
    }

    @Override
    public void learn(List<Solution> used, Instant at) {
        Instant day = at.truncatedTo(ChronoUnit.DAYS);
        for (Solution solution : used) {
            Entry known = reading().entries().get(key(solution.id()));
            if (known == null || known.lastSeen().plus(SEEN_AGAIN).isBefore(at)) {
                TableEntity row = row(solution).addProperty("lastSeen", day.atOffset(ZoneOffset.UTC));
                table.merge(row);
                last = new Reading(Map.of(), SolutionList.EMPTY, Instant.MIN);
            }
        }
    }

    /** Makes these the listed solutions; what was listed before and is not among them goes, or counts as learned if a referral named it. */
    public void list(Collection<Solution> solutions) {
        Set<String> wanted = new TreeSet<>();
        for (Solution solution : solutions) {
            wanted.add(key(solution.id()));
            table.merge(row(solution).addProperty("listed", true));
        }
        for (Entry entry : stored().values()) {
            if (entry.listed() && !wanted.contains(key(entry.solution().id()))) {
                table.merge(row(entry.solution()).addProperty("listed", false));
                removeUnseen(RowKey.of(key(entry.solution().id())));
            }
        }
        last = new Reading(Map.of(), SolutionList.EMPTY, Instant.MIN);
    }

    /** What no referral ever named was only ever listed; one that names it meanwhile keeps it. */
    private void removeUnseen(String key) {
        table.get(PARTITION, key)
                .filter(row -> entry(row).lastSeen().equals(Instant.EPOCH))
                .ifPresent(row -> table.delete(PARTITION, key, row.getETag()));
    }

    private Reading reading() {
        Reading reading = last;
        return clock.instant().isBefore(reading.until()) ? reading : readAll();
    }

    private Reading readAll() {
        Map<String, Entry> entries = stored();
        // What the settings list is not in the table, so that taking it out of them takes it back.
        for (Solution solution : configured) {
            Entry known = entries.get(key(solution.id()));
            entries.put(
                    key(solution.id()), new Entry(solution, true, known == null ? Instant.EPOCH : known.lastSeen()));
        }
        List<String> listed = new ArrayList<>();
        List<String> learned = new ArrayList<>();
        entries.values()
                .forEach(entry ->
                        (entry.listed() ? listed : learned).add(entry.solution().id()));
        Reading reading = new Reading(
                entries, new SolutionList(listed, learned), clock.instant().plus(FRESH));
        last = reading;
        return reading;
    }

    private Map<String, Entry> stored() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        table.query(Table.within(PARTITION, ""), List.of(), MOST).stream()
                .map(TableSolutions::entry)
                .forEach(entry -> entries.put(key(entry.solution().id()), entry));
        return entries;
    }

    /** A name or type that is not known is left as it is in the table. */
    private static TableEntity row(Solution solution) {
        TableEntity row = new TableEntity(PARTITION, RowKey.of(key(solution.id())))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("id", solution.id());
        if (!solution.name().isEmpty()) {
            row.addProperty("name", solution.name());
        }
        if (!solution.type().isEmpty()) {
            row.addProperty("type", solution.type());
        }
        return row;
    }

    private static Entry entry(TableEntity row) {
        Document.checkVersion(row);
        Object seen = row.getProperty("lastSeen");
        return new Entry(
                new Solution(text(row, "id"), text(row, "name"), text(row, "type")),
                Boolean.TRUE.equals(row.getProperty("listed")),
                seen instanceof OffsetDateTime time ? time.toInstant() : Instant.EPOCH);
    }

    private static String text(TableEntity row, String column) {
        Object value = row.getProperty(column);
        return value == null ? "" : value.toString();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
