package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds pairs by phase, by problem, by a word of their name or their customer's, by the day until which an answer is waited
 * for, and by the day they are looked at again: table {@code index}, partitions {@code phase|HELD}, {@code problem|CUS-01},
 * {@code word|datacentre}, {@code answer|2026-03-16} and {@code wake|2026-03-01}, a row per pair. Rows are written before the
 * pair and removed after it, so that a crash leaves one too many, never one too few; the pair's own row is the truth, and
 * readers check it.
 */
final class PairIndex {
    /**
     * A row that its pair does not bear out is removed only when nobody can still be on the way to writing that pair: much
     * longer than all tries of a storage call take.
     */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(15);

    private static final String ANSWERS = "answer|";
    private static final String WORD = "word|";
    private static final List<String> COLUMNS = List.of(Document.VERSION, "pair");

    private final Table table;
    private final StorageClock clock;

    PairIndex(Storage storage) {
        this.table = storage.table("index");
        this.clock = storage.clock();
    }

    static String partition(Phase phase) {
        return "phase|" + phase.name();
    }

    static String partition(ProblemCode code) {
        return "problem|" + code.code();
    }

    /** @param day in UTC */
    static String partition(LocalDate day) {
        return "wake|" + day;
    }

    /**
     * Pairs whose referral expires on a day unless somebody answers it.
     *
     * @param day in UTC, of the years 0 to 9999, in which days sort as their text does
     */
    static String answers(LocalDate day) {
        return ANSWERS + day;
    }

    /** Pairs with a word in their label. */
    static String partition(String word) {
        return WORD + RowKey.of(word);
    }

    /** Codes of everything that is wrong with a pair, those of held fields included. */
    static Set<String> problems(Pair pair) {
        Set<String> codes = new TreeSet<>();
        Stream.concat(pair.problem().stream(), pair.held().values().stream())
                .map(Problem::code)
                .forEach(code -> codes.add(code.code()));
        return codes;
    }

    /**
     * Before a pair is written: adds the rows it will need. No transaction if all it is found by stays as it is, else one
     * for each row to add and, after the write, one for each row to remove.
     *
     * @return the rows it will no longer need, at the version they have now. Whoever moves the pair back adds them anew, at
     *     another version, and only after our write: so removing these versions cannot remove theirs.
     */
    List<TableEntity> prepare(Optional<Pair> was, Pair now) {
        Set<String> before = was.map(PairIndex::partitions).orElse(Set.of());
        Set<String> after = partitions(now);
        String row = RowKey.of(now.id().value());
        List<TableEntity> surplus = new ArrayList<>();
        for (String partition : before) {
            if (!after.contains(partition)) {
                table.get(partition, row).ifPresent(surplus::add);
            }
        }
        for (String partition : after) {
            if (!before.contains(partition)) {
                table.put(new TableEntity(partition, row)
                        .addProperty(Document.VERSION, Document.CURRENT)
                        .addProperty("pair", now.id().value()));
            }
        }
        return surplus;
    }

    /** After the pair was written. */
    void remove(List<TableEntity> surplus) {
        try {
            surplus.forEach(row -> table.delete(row.getPartitionKey(), row.getRowKey(), row.getETag()));
        } catch (Failure storage) {
            // The pair is written, and its writer must hear so: readers see through the surplus row and remove it.
            return;
        }
    }

    /** Rows of a partition after a row key, in key order; surplus ones among them. */
    List<TableEntity> rows(String partition, String afterRow, int limit) {
        return table.query(Table.within(partition, afterRow), COLUMNS, limit);
    }

    /** Those of them that were written before an instant: since then their pairs have been what the partition says. */
    List<TableEntity> rowsWrittenBefore(String partition, Instant before, String afterRow, int limit) {
        String filter = Table.within(partition, afterRow) + " and Timestamp lt datetime'"
                + before.truncatedTo(ChronoUnit.MILLIS) + "'";
        return table.query(filter, COLUMNS, limit);
    }

    /** All rows by which a pair is found. */
    List<TableEntity> rows(Pair pair) {
        String row = RowKey.of(pair.id().value());
        return partitions(pair).stream()
                .flatMap(partition -> table.get(partition, row).stream())
                .toList();
    }

    /** How many rows a partition has, surplus ones among them, up to a limit. */
    int count(String partition, int limit) {
        return table.count(Table.within(partition, ""), limit);
    }

    /**
     * Rows of all words that begin in one way, in the order of words, then of keys.
     *
     * @param beginning of a word
     * @param after a row that was read last; the first ones without it
     * @throws Failure {@code REQUEST_UNREADABLE} if it is a row of other words
     */
    List<TableEntity> rowsOfWords(String beginning, Optional<PageToken> after, int limit) {
        String from = partition(beginning);
        // "~~" never comes from escaping a word, and no character of a key is greater than "~".
        return rowsOfPartitions(from, from + "~~", after, limit);
    }

    /**
     * Rows of all pairs whose answer is waited for until a day or an earlier one, in the order of days, then of keys.
     *
     * @param day the last one, in UTC
     * @param after as for words
     * @throws Failure {@code REQUEST_UNREADABLE} if it is none of these rows
     */
    List<TableEntity> rowsOfAnswers(LocalDate day, Optional<PageToken> after, int limit) {
        return rowsOfPartitions(ANSWERS, answers(day.plusDays(1)), after, limit);
    }

    /** Rows of the partitions from one to below another; two range queries, each within the table's own order. */
    private List<TableEntity> rowsOfPartitions(String from, String below, Optional<PageToken> after, int limit) {
        if (after.filter(last ->
                        last.partition().compareTo(from) < 0 || last.partition().compareTo(below) >= 0)
                .isPresent()) {
            throw PageToken.ofAnotherList();
        }
        List<TableEntity> rows = new ArrayList<>();
        after.ifPresent(last -> rows.addAll(rows(last.partition(), last.row(), limit)));
        if (rows.size() < limit) {
            String beyond = after.map(last -> "PartitionKey gt '" + last.partition() + "'")
                    .orElse("PartitionKey ge '" + from + "'");
            rows.addAll(table.query(beyond + " and PartitionKey lt '" + below + "'", COLUMNS, limit - rows.size()));
        }
        return rows;
    }

    static PairId pair(TableEntity row) {
        Document.checkVersion(row);
        return new PairId(String.valueOf(row.getProperty("pair")));
    }

    /** Removes a row that its pair does not bear out, unless it is so young that its pair may still be on the way. */
    void tidy(TableEntity row) {
        if (row.getTimestamp().toInstant().plus(SETTLED_AFTER).isBefore(clock.instant())) {
            remove(List.of(row));
        }
    }

    private static Set<String> partitions(Pair pair) {
        Set<String> partitions = new TreeSet<>();
        partitions.add(partition(pair.phase()));
        pair.label().words().forEach(word -> partitions.add(partition(word)));
        problems(pair).forEach(code -> partitions.add("problem|" + code));
        pair.deadlines().answerBy().ifPresent(end -> partitions.add(answers(day(end))));
        pair.deadlines().wakeAt().ifPresent(instant -> partitions.add(partition(day(instant))));
        return partitions;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
