package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Person;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is stored about one person, to be found and erased: rows are looked through one after the other, because nothing is
 * found by people. All methods throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}, with {@code
 * STORED_LATER} for a row that only a later version can read, and with {@code REQUEST_UNREADABLE} for a token that no part
 * of the same walk gave.
 */
public final class Traces {
    private static final List<String> DOCUMENT = List.of("json", "gzip");
    private static final String BODY = "body";
    private static final Set<String> KEYS = Set.of("PartitionKey", "RowKey", "Timestamp");

    /** Where people may be named, in the order in which it is looked through. */
    public enum Place {
        UNMATCHED_PEOPLE("people"),
        NOTICES("notices"),
        IGNORED_REFERRALS("ignored"),
        PARKED_MESSAGES("poison"),
        BACKFILL_FINDINGS("backfill"),
        /** Pairs and their timelines. */
        DEALS("pairs");

        private final String table;

        Place(String table) {
            this.table = table;
        }
    }

    /**
     * A row with the person.
     *
     * @param id of the deal, the message, the referral...; absent where it would name the person
     * @param busy whether it was left, because somebody writes it just now or something in it is not done yet
     */
    public record Trace(Place place, Optional<String> id, boolean busy) {}

    /**
     * A part of the walk.
     *
     * @param looked how many rows were looked at
     * @param next where the walk goes on; absent at its end
     */
    public record Part(int looked, List<Trace> found, Optional<String> next) {}

    /** What is done about a row; says whether it could be. */
    private interface Deed {
        boolean done(Place place, TableEntity row);
    }

    private final Storage storage;
    private final TablePairs pairs;
    private final TableHints hints;
    private final TableNotices notices;
    private final Supplier<FieldMaps> maps;

    /** @param maps of all versions in use */
    public Traces(Storage storage, Supplier<FieldMaps> maps) {
        this.storage = storage;
        this.pairs = new TablePairs(storage);
        this.hints = new TableHints(storage);
        this.notices = new TableNotices(storage);
        this.maps = maps;
    }

    /**
     * Finds the person and changes nothing.
     *
     * @param at when, by the storage server's clock
     * @param token of the part before; absent at the beginning
     * @param rows how many to look at, 1 to 1,000
     */
    public Part find(Person person, Instant at, Optional<String> token, int rows) {
        return walk(
                person,
                token,
                rows,
                (place, row) -> !isPair(place, row) || !isUnderWay(PairCodec.read(document(row)), person, at));
    }

    /**
     * Erases the person: a second time finds nothing. Each deal that changes says so on its timeline.
     *
     * @param did what stands there
     * @param at when, by the storage server's clock
     */
    public Part erase(Person person, String did, Instant at, Optional<String> token, int rows) {
        return walk(person, token, rows, (place, row) -> erased(place, row, person, did, at));
    }

    private Part walk(Person person, Optional<String> token, int rows, Deed deed) {
        Optional<PageToken> start = token.map(PageToken::parse);
        Place place = start.map(Traces::place).orElse(Place.values()[0]);
        Optional<PageToken> after = start.flatMap(Traces::within);
        List<TableEntity> found = storage.table(place.table).after(after, rows);
        List<Trace> traces = new ArrayList<>();
        for (TableEntity row : found) {
            if (names(person, row)) {
                traces.add(new Trace(place, id(place, row), !deed.done(place, row)));
            }
        }
        return new Part(found.size(), List.copyOf(traces), next(place, found, rows));
    }

    private static Optional<String> next(Place place, List<TableEntity> rows, int limit) {
        if (rows.size() == limit) {
            TableEntity last = rows.getLast();
            return Optional.of(new PageToken(place + "|" + last.getPartitionKey(), last.getRowKey()).text());
        }
        return Arrays.stream(Place.values())
                .filter(other -> other.ordinal() == place.ordinal() + 1)
                .map(other -> new PageToken(other + "|", "").text())
                .findFirst();
    }

    private static Place place(PageToken token) {
        return Arrays.stream(Place.values())
                .filter(place -> token.partition().startsWith(place + "|"))
                .findFirst()
                .orElseThrow(PageToken::ofAnotherList);
    }

    /** Behind which row of its table; the beginning of the table has no name. */
    private static Optional<PageToken> within(PageToken token) {
        String partition = token.partition().substring(token.partition().indexOf('|') + 1);
        return partition.isEmpty() ? Optional.empty() : Optional.of(new PageToken(partition, token.row()));
    }

    private static Optional<String> id(Place place, TableEntity row) {
        return switch (place) {
            case UNMATCHED_PEOPLE, NOTICES -> Optional.empty();
            case DEALS -> Optional.of(row.getPartitionKey());
            case IGNORED_REFERRALS, PARKED_MESSAGES, BACKFILL_FINDINGS -> Optional.of(row.getRowKey());
        };
    }

    private static boolean names(Person person, TableEntity row) {
        return row.getProperties().entrySet().stream()
                        .filter(column -> isColumn(column.getKey()))
                        .anyMatch(column -> column.getValue() instanceof String text && person.isIn(text))
                || person.isIn(body(row))
                || hasDocument(row) && person.isIn(document(row));
    }

    /** Neither a key nor what the service says about the row. */
    private static boolean isColumn(String name) {
        return !KEYS.contains(name) && !name.contains("odata.");
    }

    /** An event that is not worked off yet may be an edit of what the person is named in. */
    private boolean isUnderWay(Pair pair, Person person, Instant at) {
        Stream<Subject> halves = Stream.concat(
                Stream.of(pair.referralId(), pair.microsoftReferralId())
                        .flatMap(Optional::stream)
                        .map(Subject::referral),
                pair.record().map(Subject::record).stream());
        return person.isUnderWayIn(pair, at)
                || halves.map(hints::read).flatMap(Optional::stream).anyMatch(hint -> !pair.hasSettled(hint));
    }

    private boolean erased(Place place, TableEntity row, Person person, String did, Instant at) {
        return switch (place) {
            case UNMATCHED_PEOPLE -> removed(place, row);
            case NOTICES -> {
                if (TableNotices.isWaiting(row)) {
                    notices.keepInPlaceOf(row, person::erasedFrom);
                }
                yield removed(place, row);
            }
            case DEALS ->
                isPair(place, row)
                        ? erasedFromPair(row, person, did, at)
                        : replacedBy(without(person, row), place, row);
            case IGNORED_REFERRALS, PARKED_MESSAGES, BACKFILL_FINDINGS -> replacedBy(without(person, row), place, row);
        };
    }

    private boolean replacedBy(TableEntity rest, Place place, TableEntity row) {
        return storage.table(place.table).replace(rest, row.getETag()).isPresent();
    }

    /** All of it, because it is there for the person's sake, or its key names them; not if it was written meanwhile. */
    private boolean removed(Place place, TableEntity row) {
        Table table = storage.table(place.table);
        table.delete(row.getPartitionKey(), row.getRowKey(), row.getETag());
        return table.get(row.getPartitionKey(), row.getRowKey(), List.of(Document.VERSION))
                .isEmpty();
    }

    private boolean erasedFromPair(TableEntity row, Person person, String did, Instant at) {
        Stored<Pair> stored = pairs.pair(row);
        Pair pair = stored.value();
        if (isUnderWay(pair, person, at)) {
            return false;
        }
        FieldMap map = maps.get().of(pair.record().map(RecordRef::table));
        Pair next = person.erasedFrom(pair, map).change().raiseFence().now();
        AuditEntry entry =
                new AuditEntry(next.fence(), 0, at, "erasure", did, Optional.empty(), List.of(), Optional.empty());
        return pairs.replace(stored, next, List.of(entry)).isPresent();
    }

    private static TableEntity without(Person person, TableEntity row) {
        TableEntity rest = new TableEntity(row.getPartitionKey(), row.getRowKey());
        row.getProperties().forEach((name, value) -> {
            if (isColumn(name) && !(value instanceof byte[])) {
                rest.addProperty(name, value instanceof String text ? person.erasedFrom(text) : value);
            }
        });
        if (hasDocument(row)) {
            Document.write(rest, person.erasedFrom(document(row)), Document.layout(row));
        }
        Chunks.write(rest, BODY, person.erasedFrom(body(row)).getBytes(StandardCharsets.UTF_8));
        return rest;
    }

    private static boolean isPair(Place place, TableEntity row) {
        return place == Place.DEALS && row.getRowKey().equals(TablePairs.ROW);
    }

    private static boolean hasDocument(TableEntity row) {
        return DOCUMENT.stream().anyMatch(column -> row.getProperty(column + "0") != null);
    }

    private static JsonNode document(TableEntity row) {
        return Document.read(row, row.getRowKey().equals(TablePairs.ROW) ? PairCodec.LAYOUT : Document.CURRENT);
    }

    private static String body(TableEntity row) {
        return new String(Chunks.read(row, BODY), StandardCharsets.UTF_8);
    }
}
