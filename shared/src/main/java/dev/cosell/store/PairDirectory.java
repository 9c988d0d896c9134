package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What operators look at: pairs by phase or problem, how many there are, and a pair's timeline.
 *
 * <p>Lists come from the index and are checked against the pairs, one read each, several at a time: so a page costs as many
 * transactions as it has pairs, and one or two more, however many pairs there are, and writing a pair does not cost a
 * second copy of what lists show. A pair that moves while a list is being paged through may be shown twice or not at all.
 * All methods throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}, and with
 * {@code REQUEST_UNREADABLE} for a token that no page of the same list gave.
 */
public final class PairDirectory {
    private static final List<String> COLUMNS = List.of(
            Document.VERSION,
            "pair",
            "phase",
            "problem",
            "problems",
            "referralId",
            "recordTable",
            "recordId",
            "answerBy",
            "updatedAt",
            "name",
            "customer");
    private static final int LARGEST_PAGE = 1000;
    /** As far as one transaction per phase can count. */
    public static final int COUNTED = LARGEST_PAGE - 1;

    /**
     * How many pairs are in a phase.
     *
     * @param pairs counted by the index: pairs that move at this moment may count twice
     * @param orMore whether counting stopped there
     */
    public record PhaseCount(int pairs, boolean orMore) {}

    /** Whether a pair's row bears out that it belongs on a list. */
    private interface Check {
        boolean bearsOut(String list, TableEntity pair);
    }

    /**
     * What a list shows of a pair's row.
     *
     * @param columns all of them if null, as {@link Table#get} has it
     */
    private record View<T>(List<String> columns, Function<TableEntity, T> of) {}

    /** When a pair is to be looked at again. */
    private record Waking(PairId pair, Instant at) {}

    private static final View<PairSummary> SUMMARY = new View<>(COLUMNS, PairDirectory::summary);
    private static final View<Pair> WHOLE =
            new View<>(null, row -> PairCodec.read(Document.read(row, PairCodec.LAYOUT)));
    private static final View<Waking> WAKING = new View<>(
            List.of(Document.VERSION, "pair", "wakeAt"),
            row -> new Waking(pair(row), instant(row, "wakeAt").orElseThrow()));

    private final Table pairs;
    private final PairIndex index;

    public PairDirectory(Storage storage) {
        this.pairs = storage.table("pairs");
        this.index = new PairIndex(storage);
    }

    /**
     * Pairs of a phase, or of all phases one after the other, in no particular order.
     *
     * @param token of the page before, if there was one
     * @param size of the page, 1 to 1,000
     */
    public Page<PairSummary> inPhase(Optional<Phase> phase, Optional<String> token, int size) {
        List<String> lists = Arrays.stream(Phase.values())
                .filter(each -> phase.isEmpty() || phase.get() == each)
                .map(PairIndex::list)
                .toList();
        return list(lists, token, size, (list, row) -> list.equals("phase|" + row.getProperty("phase")), SUMMARY);
    }

    /** Pairs that stand on a problem, or have a field held by it; paged like {@link #inPhase}. */
    public Page<PairSummary> withProblem(ProblemCode code, Optional<String> token, int size) {
        return withProblem(code, token, size, SUMMARY);
    }

    /** The same pairs, with everything that is remembered of them. */
    public Page<Pair> wholeWithProblem(ProblemCode code, Optional<String> token, int size) {
        return withProblem(code, token, size, WHOLE);
    }

    private <T> Page<T> withProblem(ProblemCode code, Optional<String> token, int size, View<T> view) {
        return list(
                List.of(PairIndex.list(code)),
                token,
                size,
                (list, row) -> Arrays.asList(
                                String.valueOf(row.getProperty("problems")).split(" "))
                        .contains(code.code()),
                view);
    }

    /**
     * Pairs whose referral expires before an instant unless somebody answers it, by the day on which it does. A page may
     * have fewer than its size, and is not the last one as long as it names a next.
     */
    public Page<PairSummary> unanswered(Instant before, Optional<String> token, int size) {
        checkSize(size);
        List<PairIndex.Listed> rows = index.rowsOfAnswers(day(before), token.map(PageToken::parse), size);
        Check check = (list, row) -> instant(row, "answerBy")
                .map(PairDirectory::day)
                .map(PairIndex::answers)
                .filter(list::equals)
                .isPresent();
        return new Page<>(
                shown(rows, check, SUMMARY).stream()
                        .filter(pair -> pair.answerBy().filter(before::isAfter).isPresent())
                        .toList(),
                next(rows, size));
    }

    /**
     * Pairs whose name, or whose customer's, has words that begin with these, each once per page. A page may have fewer than
     * its size, and is not the last one as long as it names a next.
     *
     * @param text of at least one letter or digit; case, accents and order do not matter
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for a text without any
     */
    public Page<PairSummary> named(String text, Optional<String> token, int size) {
        checkSize(size);
        Set<String> wanted = Label.words(text);
        // The longest is likely to be the rarest.
        String longest = wanted.stream()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE, "expected a name with a letter or a digit, found none")
                        .failure());
        List<PairIndex.Listed> rows = index.rowsOfWords(longest, token.map(PageToken::parse), size);
        Map<PairId, PairSummary> found = new LinkedHashMap<>();
        Check check =
                (list, row) -> label(row).words().stream().map(PairIndex::list).anyMatch(list::equals);
        shown(rows, check, SUMMARY).stream()
                .filter(pair -> pair.label().matches(wanted))
                .forEach(pair -> found.put(pair.id(), pair));
        return new Page<>(List.copyOf(found.values()), next(rows, size));
    }

    /**
     * Pairs that are to be looked at again on a day, before an instant of it, in no particular order.
     *
     * @param day in UTC
     * @param most to be looked through, 1 to 1,000
     */
    public List<PairId> toWake(LocalDate day, Instant before, int most) {
        checkSize(most);
        Check check = (list, row) -> instant(row, "wakeAt")
                .map(PairDirectory::day)
                .filter(day::equals)
                .isPresent();
        return shown(index.rows(PairIndex.list(day), "", most), check, WAKING).stream()
                .filter(waking -> waking.at().isBefore(before))
                .map(Waking::pair)
                .toList();
    }

    /**
     * How many pairs each phase has; one transaction per phase.
     *
     * @param limit where counting stops, 1 to {@link #COUNTED}
     */
    public Map<Phase, PhaseCount> counts(int limit) {
        // One more shows whether there are more, and has to fit into the same transaction.
        checkSize(limit + 1);
        List<Phase> phases = List.of(Phase.values());
        List<Integer> found = SomeAtATime.map(phases, phase -> index.count(PairIndex.list(phase), limit + 1));
        Map<Phase, PhaseCount> counts = new EnumMap<>(Phase.class);
        for (int i = 0; i < phases.size(); i++) {
            counts.put(phases.get(i), new PhaseCount(Math.min(found.get(i), limit), found.get(i) > limit));
        }
        return counts;
    }

    /**
     * Puts pairs on the lists that an earlier version of the connector wrote in another place; one transaction if there are
     * none.
     *
     * @param most rows to be moved now
     * @return how many were moved
     */
    public int moveEarlierRows(int most) {
        return index.moveEarlier(most);
    }

    /** A pair's timeline, oldest first; empty if there is no such pair. */
    public Page<AuditEntry> audit(PairId id, Optional<String> token, int size) {
        checkSize(size);
        String partition = RowKey.of(id.value());
        String after = token.map(PageToken::parse).map(PageToken::row).orElse(AuditRow.BEFORE);
        String filter = Table.within(partition, after) + " and RowKey lt '" + AuditRow.BEHIND + "'";
        List<TableEntity> rows = pairs.query(filter, List.of(), size);
        Optional<String> next = rows.size() < size
                ? Optional.empty()
                : Optional.of(new PageToken(partition, rows.getLast().getRowKey()).text());
        return new Page<>(rows.stream().map(AuditRow::read).toList(), next);
    }

    private <T> Page<T> list(List<String> lists, Optional<String> token, int size, Check check, View<T> view) {
        checkSize(size);
        Optional<PageToken> start = token.map(PageToken::parse);
        int first = start.map(from -> lists.indexOf(from.partition())).orElse(0);
        if (first < 0) {
            throw PageToken.ofAnotherList();
        }
        List<T> found = new ArrayList<>();
        for (String list : lists.subList(first, lists.size())) {
            String after = start.filter(from -> from.partition().equals(list))
                    .map(PageToken::row)
                    .orElse("");
            while (true) {
                List<PairIndex.Listed> rows = index.rows(list, after, size - found.size());
                found.addAll(shown(rows, check, view));
                if (found.size() == size) {
                    return new Page<>(found, next(rows, 1));
                }
                if (rows.isEmpty()) {
                    break;
                }
                after = rows.getLast().row();
            }
        }
        return new Page<>(found, Optional.empty());
    }

    /** What is shown of the pairs that bear their index rows out, in the rows' order. */
    private <T> List<T> shown(List<PairIndex.Listed> indexed, Check check, View<T> view) {
        return SomeAtATime.map(indexed, row -> shown(row, check, view)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private <T> Optional<T> shown(PairIndex.Listed indexed, Check check, View<T> view) {
        PairId id = indexed.pair();
        Optional<TableEntity> row = pairs.get(RowKey.of(id.value()), TablePairs.ROW, view.columns());
        if (row.isEmpty() || !check.bearsOut(indexed.list(), row.get())) {
            index.tidy(indexed);
            return Optional.empty();
        }
        Document.checkVersion(row.get(), PairCodec.LAYOUT);
        return row.map(view.of());
    }

    private static PairSummary summary(TableEntity row) {
        return new PairSummary(
                pair(row),
                Phase.valueOf(String.valueOf(row.getProperty("phase"))),
                text(row, "problem").flatMap(ProblemCode::byCode),
                text(row, "problems").stream()
                        .flatMap(codes -> Arrays.stream(codes.split(" ")))
                        .flatMap(code -> ProblemCode.byCode(code).stream())
                        .toList(),
                text(row, "referralId"),
                text(row, "recordId")
                        .map(record -> new RecordRef(text(row, "recordTable").orElse(""), record)),
                instant(row, "answerBy"),
                instant(row, "updatedAt").orElse(Instant.EPOCH),
                label(row));
    }

    private static PairId pair(TableEntity row) {
        return new PairId(text(row, "pair").orElseThrow());
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Label label(TableEntity row) {
        return new Label(text(row, "name"), text(row, "customer"));
    }

    private static Optional<Instant> instant(TableEntity row, String column) {
        return row.getProperty(column) instanceof OffsetDateTime at ? Optional.of(at.toInstant()) : Optional.empty();
    }

    private static Optional<String> text(TableEntity row, String column) {
        return Optional.ofNullable(row.getProperty(column)).map(Object::toString);
    }

    private static Optional<String> next(List<PairIndex.Listed> rows, int size) {
        return rows.size() < size
                ? Optional.empty()
                : Optional.of(rows.getLast().token().text());
    }

    private static void checkSize(int size) {
        if (size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("expected a page size of 1 to " + LARGEST_PAGE + ", found " + size);
        }
    }
}
