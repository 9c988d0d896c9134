package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.port.RecordChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What changed in an object since a position, read by {@code SystemModstamp}, with what is in the recycle bin.
 *
 * <p>A stamp is given when a row is written, but the row is seen only when its transaction is over, and a second can hold
 * several changes. So the position at the end of a walk lies a while back, and what changed since then is listed once more
 * by the next walk. The recycle bin is emptied after 15 days; a position that old is not known any more.
 */
final class ModifiedRows {
    private static final int PAGE = 1000;
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final Duration RECYCLED_AFTER = Duration.ofDays(14);
    private static final Pattern POSITION = Pattern.compile("([0-9T:Z.-]{20,30})(?:\\|([0-9A-Za-z]{18}))?");

    private final RestApi api;
    private final InstantSource clock;

    ModifiedRows(RestApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * Where a walk is.
     *
     * @param since stamp from which on rows are listed
     * @param after of rows with this very stamp, the id behind which the next page begins; absent at a walk's beginning
     */
    private record Position(Instant since, Optional<String> after) {
        private static final Position BEGINNING = new Position(Instant.EPOCH, Optional.empty());

        static Optional<Position> parse(String text) {
            Matcher matcher = POSITION.matcher(text);
            return matcher.matches()
                    ? Moments.parse(matcher.group(1))
                            .map(since -> new Position(since, Optional.ofNullable(matcher.group(2))))
                    : Optional.empty();
        }

        String condition() {
            String stamp = Moments.plain(since);
            return after.map(id -> "(SystemModstamp > " + stamp + " OR (SystemModstamp = " + stamp + " AND Id > "
                            + Soql.literal(id) + "))")
                    .orElse("SystemModstamp >= " + stamp);
        }

        @Override
        public String toString() {
            return Moments.plain(since) + after.map(id -> "|" + id).orElse("");
        }
    }

    /** See {@link dev.cosell.sync.port.Crm#changes}. */
    Optional<RecordChanges> since(MappedObject object, RowReader reader, Optional<String> position) {
        Instant now = clock.instant();
        Optional<Position> from = position.isEmpty() ? Optional.of(Position.BEGINNING) : known(position.get(), now);
        return from.map(known -> page(object, reader, known, now));
    }

    private static Optional<Position> known(String position, Instant now) {
        return Position.parse(position)
                .filter(parsed -> parsed.equals(Position.BEGINNING)
                        || parsed.after().isPresent()
                        || parsed.since().isAfter(now.minus(RECYCLED_AFTER)));
    }

    private RecordChanges page(MappedObject object, RowReader reader, Position from, Instant now) {
        List<JsonNode> rows = api.queryAll("SELECT IsDeleted, " + String.join(", ", reader.selectedOwn()) + " FROM "
                + object.name() + " WHERE " + from.condition() + " ORDER BY SystemModstamp, Id LIMIT " + PAGE);
        List<RecordChanges.Change> changes = new ArrayList<>();
        rows.forEach(row -> changes.add(change(object, reader, row)));
        boolean more = rows.size() == PAGE;
        Position next = more ? behind(rows.getLast()) : end(from, now);
        return new RecordChanges(changes, next.toString(), more);
    }

    private static Position behind(JsonNode last) {
        return new Position(RowVersion.stamp(last).orElseThrow(), Optional.of(RowReader.id(last)));
    }

    private static Position end(Position from, Instant now) {
        Instant settled = now.minus(OVERLAP);
        return new Position(settled.isAfter(from.since()) ? settled : from.since(), Optional.empty());
    }

    private static RecordChanges.Change change(MappedObject object, RowReader reader, JsonNode row) {
        boolean deleted = row.path("IsDeleted").asBoolean();
        return new RecordChanges.Change(
                reader.ref(row),
                row.path(object.map().columns().sync()).asBoolean(),
                deleted,
                deleted ? Optional.empty() : Optional.of(reader.version(row)));
    }
}
