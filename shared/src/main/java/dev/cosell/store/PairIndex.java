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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds pairs by phase, by problem, by a word of their name or their customer's, by the day until which an answer is waited
 * for, and by the day they are looked at again: lists {@code phase|HELD}, {@code problem|CUS-01}, {@code word|datacentre},
 * {@code answer|2026-03-16} and {@code wake|2026-03-01}, with a row per pair. Rows are written before the pair and removed
 * after it, so that a crash leaves one too many, never one too few; the pair's own row is the truth, and readers check it.
 *
 * <p>All lists are in one partition of table {@code index}, row {@code <list>!<pair>}: so a pair enters all its lists in one
 * transaction. A partition takes 2,000 rows a second, which are more than a hundred new deals; the CRMs take fewer.
 */
final class PairIndex {
    /**
     * A row that its pair does not bear out is removed only when nobody can still be on the way to writing that pair: much
     * longer than all tries of a storage call take.
     */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(15);

    /** Before the names of all lists: rows of other partitions were written when each list had its own. */
    private static final String PARTITION = "all";

    /** Before all characters of keys: a list's rows stay together, and lists in the order of their names. */
    private static final String BETWEEN = "!";

    /** Behind whatever a key can go on with: "~~" never comes from escaping, and no character of a key is greater. */
    private static final String BEHIND = "~~";

    private static final String PHASE = "phase|";
    private static final String PROBLEM = "problem|";
    private static final String ANSWERS = "answer|";
    private static final String WORD = "word|";
    private static final List<String> COLUMNS = List.of(Document.VERSION, "pair");

    private final Table table;
    private final StorageClock clock;

    /**
     * A pair on a list.
     *
     * @param row key of the pair
     * @param stored the row as it is stored
     */
    record Listed(String list, String row, TableEntity stored) {
        private static Listed of(TableEntity stored) {
            String key = stored.getRowKey();
            int end = key.indexOf(BETWEEN);
            return new Listed(key.substring(0, end), key.substring(end + 1), stored);
        }

        PairId pair() {
            Document.checkVersion(stored);
            return new PairId(String.valueOf(stored.getProperty("pair")));
        }

        PageToken token() {
            return new PageToken(list, row);
        }
    }

    PairIndex(Storage storage) {
        this.table = storage.table("index");
        this.clock = storage.clock();
    }

    static String list(Phase phase) {
        return PHASE + phase.name();
    }

    static String list(ProblemCode code) {
        return PROBLEM + code.code();
    }

    /** @param day in UTC */
    static String list(LocalDate day) {
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
    static String list(String word) {
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
     * Before a pair is written: adds the rows it will need. No transaction if all it is found by stays as it is, else one,
     * and after the write one for each row to remove. Those are written anew here, too, so that their versions are known.
     *
     * @return the rows it will no longer need, at the version they have now. Whoever moves the pair back adds them anew, at
     *     another version, and only after our write: so removing these versions cannot remove theirs.
     */
    List<TableEntity> prepare(Optional<Pair> was, Pair now) {
        Set<String> before = was.map(PairIndex::lists).orElse(Set.of());
        Set<String> after = lists(now);
        List<String> leaves =
                before.stream().filter(list -> !after.contains(list)).toList();
        List<String> enters =
                after.stream().filter(list -> !before.contains(list)).toList();
        String row = RowKey.of(now.id().value());
        Set<String> surplus = leaves.stream().map(list -> key(list, row)).collect(Collectors.toSet());
        return put(Stream.concat(leaves.stream(), enters.stream())
                        .map(list -> row(list, row, now.id().value()))
                        .toList())
                .stream()
                .filter(written -> surplus.contains(written.getRowKey()))
                .toList();
    }

    /**
     * Adds the rows by which 0.1.0 did not find a pair, in one transaction if there are any. Those that it wrote stay as they
     * are, because their age says how long the pair has been so; {@link #moveEarlier} puts them in their place.
     */
    void complete(Pair pair) {
        String row = RowKey.of(pair.id().value());
        put(lists(pair).stream()
                .filter(list -> !list.startsWith(PHASE) && !list.startsWith(PROBLEM))
                .map(list -> row(list, row, pair.id().value()))
                .toList());
    }

    /** One transaction for a hundred rows. */
    private List<TableEntity> put(List<TableEntity> rows) {
        List<TableEntity> written = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += Table.LARGEST_TRANSACTION) {
            written.addAll(table.put(rows.subList(from, Math.min(rows.size(), from + Table.LARGEST_TRANSACTION))));
        }
        return written;
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

    /** Rows of a list after the key of a pair, in the order of keys; surplus ones among them. */
    List<Listed> rows(String list, String afterRow, int limit) {
        return query(within(list, afterRow), limit);
    }

    /** Those of them that were written before an instant: since then their pairs have been what the list says. */
    List<Listed> rowsWrittenBefore(String list, Instant before, String afterRow, int limit) {
        String written = " and Timestamp lt datetime'" + before.truncatedTo(ChronoUnit.MILLIS) + "'";
        return query(within(list, afterRow) + written, limit);
    }

    /** All rows by which a pair is found. */
    List<TableEntity> rows(Pair pair) {
        String row = RowKey.of(pair.id().value());
        return lists(pair).stream()
                .flatMap(list -> table.get(PARTITION, key(list, row)).stream())
                .toList();
    }

    /** How many rows a list has, surplus ones among them, up to a limit. */
    int count(String list, int limit) {
        return table.count(within(list, ""), limit);
    }

    /**
     * Rows of all words that begin in one way, in the order of words, then of keys.
     *
     * @param beginning of a word
     * @param after a row that was read last; the first ones without it
     * @throws Failure {@code REQUEST_UNREADABLE} if it is a row of other words
     */
    List<Listed> rowsOfWords(String beginning, Optional<PageToken> after, int limit) {
        String from = list(beginning);
        return rowsOfLists(from, from + BEHIND, after, limit);
    }

    /**
     * Rows of all pairs whose answer is waited for until a day or an earlier one, in the order of days, then of keys.
     *
     * @param day the last one, in UTC
     * @param after as for words
     * @throws Failure {@code REQUEST_UNREADABLE} if it is none of these rows
     */
    List<Listed> rowsOfAnswers(LocalDate day, Optional<PageToken> after, int limit) {
        return rowsOfLists(ANSWERS, answers(day.plusDays(1)), after, limit);
    }

    /** Rows of the lists from one to below another. */
    private List<Listed> rowsOfLists(String from, String below, Optional<PageToken> after, int limit) {
        if (after.filter(last ->
                        last.partition().compareTo(from) < 0 || last.partition().compareTo(below) >= 0)
                .isPresent()) {
            throw PageToken.ofAnotherList();
        }
        String first = after.map(last -> "gt '" + key(last.partition(), last.row()) + "'")
                .orElse("ge '" + from + "'");
        return query(
                "PartitionKey eq '" + PARTITION + "' and RowKey " + first + " and RowKey lt '" + below + "'", limit);
    }

    private List<Listed> query(String filter, int limit) {
        return table.query(filter, COLUMNS, limit).stream().map(Listed::of).toList();
    }

    /** Removes a row that its pair does not bear out, unless it is so young that its pair may still be on the way. */
    void tidy(Listed listed) {
        if (listed.stored().getTimestamp().toInstant().plus(SETTLED_AFTER).isBefore(clock.instant())) {
            remove(List.of(listed.stored()));
        }
    }

    /**
     * Moves rows that were written when each list had a partition of its own. Until then their pairs are missing from lists.
     * One transaction if there are none.
     *
     * @param most to be moved now
     * @return how many were moved
     */
    int moveEarlier(int most) {
        List<TableEntity> earlier = table.query("PartitionKey gt '" + PARTITION + "'", COLUMNS, most);
        put(earlier.stream()
                .map(row -> row(row.getPartitionKey(), row.getRowKey(), String.valueOf(row.getProperty("pair"))))
                .toList());
        SomeAtATime.map(earlier, row -> {
            table.delete(row.getPartitionKey(), row.getRowKey(), row.getETag());
            return row;
        });
        return earlier.size();
    }

    private static TableEntity row(String list, String row, String pair) {
        return new TableEntity(PARTITION, key(list, row))
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("pair", pair);
    }

    private static String key(String list, String row) {
        return list + BETWEEN + row;
    }

    private static String within(String list, String afterRow) {
        return Table.within(PARTITION, key(list, afterRow)) + " and RowKey lt '" + key(list, BEHIND) + "'";
    }

    private static Set<String> lists(Pair pair) {
        Set<String> lists = new TreeSet<>();
        lists.add(list(pair.phase()));
        pair.label().words().forEach(word -> lists.add(list(word)));
        problems(pair).forEach(code -> lists.add(PROBLEM + code));
        pair.deadlines().answerBy().ifPresent(end -> lists.add(answers(day(end))));
        pair.deadlines().wakeAt().ifPresent(instant -> lists.add(list(day(instant))));
        return lists;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
