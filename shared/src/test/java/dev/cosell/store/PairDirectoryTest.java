package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PairDirectoryTest {
    private static final Problem NO_SOLUTION = Problem.of(ProblemCode.SOLUTION_MISSING, "none");
    private static final Problem NO_NAME = Problem.of(ProblemCode.NAME_MISSING, "empty");

    private final LocalStorage local = new LocalStorage();
    private final TablePairs pairs = new TablePairs(local.storage());
    private final PairDirectory directory = new PairDirectory(local.storage());

    @Test
    void aListShowsWhatPeopleNeed() {
        pairs.create(pair("p/1", Phase.HELD)
                .change()
                .referral("ref-1")
                .record(new RecordRef("opportunity", "rec-1"))
                .problem(Optional.of(NO_SOLUTION))
                .now());
        PairSummary summary = directory
                .inPhase(Optional.of(Phase.HELD), Optional.empty(), 10)
                .items()
                .get(0);

        assertEquals(new PairId("p/1"), summary.id());
        assertEquals(Phase.HELD, summary.phase());
        assertEquals(Optional.of(ProblemCode.SOLUTION_MISSING), summary.problem());
        assertEquals(Optional.of("ref-1"), summary.referralId());
        assertEquals(Optional.of(new RecordRef("opportunity", "rec-1")), summary.record());
        assertTrue(summary.updatedAt().isAfter(Instant.EPOCH));
    }

    @Test
    void s76_whatExpiresSoonIsListedUntilSomebodyAnswers() {
        Instant end = Instant.parse("2026-03-16T09:00:00Z");
        pairs.create(answerBy("late", end.plus(Duration.ofDays(4))));
        pairs.create(pair("answered", Phase.IN_STEP));
        Stored<Pair> soon = pairs.create(answerBy("soon", end));

        assertEquals(List.of("soon"), unanswered(end.plus(Duration.ofDays(1))));
        assertEquals(List.of("soon", "late"), unanswered(end.plus(Duration.ofDays(9))));
        assertEquals(List.of(), unanswered(end));

        pairs.replace(soon, pair("soon", Phase.IN_STEP), List.of());
        assertEquals(List.of("late"), unanswered(end.plus(Duration.ofDays(9))));
    }

    @Test
    void whatExpiresIsPagedByDayAndWhatExpiresLaterIsNotLookedAt() {
        Instant first = Instant.parse("2026-03-16T09:00:00Z");
        IntStream.range(0, 6).forEach(n -> pairs.create(answerBy("p" + n, first.plus(Duration.ofDays(5 - n)))));
        Instant before = first.plus(Duration.ofDays(3)).plusSeconds(1);
        local.transactions();

        assertEquals(
                List.of("p5", "p4", "p3", "p2"),
                all(token -> directory.unanswered(before, token, 2)).stream()
                        .map(pair -> pair.id().value())
                        .toList());
        assertEquals(
                4,
                local.transactions().stream()
                        .filter(each -> each.startsWith("get "))
                        .count());
    }

    @Test
    void whatIsToBeLookedAtAgainIsFoundByItsDayUntilItHasAnotherOne() {
        Instant noon = Instant.parse("2026-03-16T12:00:00Z");
        LocalDate day = LocalDate.parse("2026-03-16");
        Stored<Pair> early = pairs.create(wakeAt("early", noon.minus(Duration.ofHours(3))));
        pairs.create(wakeAt("late", noon.plus(Duration.ofHours(3))));
        pairs.create(wakeAt("another day", noon.minus(Duration.ofDays(1))));
        pairs.create(pair("never", Phase.IN_STEP));

        assertEquals(List.of(new PairId("early")), directory.toWake(day, noon, 10));
        assertEquals(List.of(new PairId("another day")), directory.toWake(day.minusDays(1), noon, 10));

        Stored<Pair> moved = pairs.replace(early, wakeAt("early", noon.plus(Duration.ofDays(4))), List.of())
                .orElseThrow();
        assertEquals(List.of(), directory.toWake(day, noon, 10));
        assertEquals(
                List.of(new PairId("early")), directory.toWake(day.plusDays(4), noon.plus(Duration.ofDays(5)), 10));

        pairs.replace(moved, pair("early", Phase.IN_STEP), List.of());
        assertEquals(List.of(), directory.toWake(day.plusDays(4), noon.plus(Duration.ofDays(5)), 10));
    }

    private static Pair wakeAt(String id, Instant instant) {
        return pair(id, Phase.IN_STEP)
                .change()
                .deadlines(Deadlines.NONE.wakeAt(Optional.of(instant)))
                .now();
    }

    private List<String> unanswered(Instant before) {
        return directory.unanswered(before, Optional.empty(), 10).items().stream()
                .map(pair -> pair.id().value())
                .toList();
    }

    private static Pair answerBy(String id, Instant end) {
        return pair(id, Phase.IN_STEP)
                .change()
                .deadlines(Deadlines.NONE.answerBy(Optional.of(end)))
                .now();
    }

    @Test
    void aPairIsListedInItsPhaseOnly() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.LINKING));
        pairs.replace(stored, pair("p1", Phase.IN_STEP), List.of());

        assertEquals(List.of(), inPhase(Phase.LINKING));
        assertEquals(List.of("p1"), inPhase(Phase.IN_STEP));
    }

    @Test
    void aPairIsFoundByEveryProblemItHas() {
        Pair held = pair("p1", Phase.HELD)
                .change()
                .problem(Optional.of(NO_SOLUTION))
                .held(Map.of("name", NO_NAME))
                .now();
        Stored<Pair> stored = pairs.create(held);
        assertEquals(List.of("p1"), withProblem(ProblemCode.SOLUTION_MISSING));
        assertEquals(List.of("p1"), withProblem(ProblemCode.NAME_MISSING));

        pairs.replace(stored, held.change().problem(Optional.empty()).now(), List.of());
        assertEquals(List.of(), withProblem(ProblemCode.SOLUTION_MISSING));
        assertEquals(List.of("p1"), withProblem(ProblemCode.NAME_MISSING));
    }

    @Test
    void pairsAreListedWholeWithWhatIsRememberedOfThem() {
        Pair held = pair("p1", Phase.HELD)
                .change()
                .held(Map.of("name", NO_NAME))
                .told("Held")
                .now();
        pairs.create(held);

        assertEquals(
                List.of(held),
                directory
                        .wholeWithProblem(ProblemCode.NAME_MISSING, Optional.empty(), 10)
                        .items());
    }

    @Test
    void pagesTogetherShowEverythingOnce() {
        IntStream.range(0, 7).forEach(n -> pairs.create(pair("p" + n, n < 3 ? Phase.HELD : Phase.CLOSED)));
        List<String> ids = all(token -> directory.inPhase(Optional.empty(), token, 2)).stream()
                .map(summary -> summary.id().value())
                .sorted()
                .toList();

        assertEquals(List.of("p0", "p1", "p2", "p3", "p4", "p5", "p6"), ids);
    }

    @Test
    void aCrashBetweenIndexAndPairMisleadsNobody() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.IN_STEP));
        TablePairs crashing = new TablePairs(local.crashingAt("replace"));
        assertThrows(LocalStorage.Crash.class, () -> crashing.replace(stored, pair("p1", Phase.HELD), List.of()));

        assertEquals(List.of("p1"), inPhase(Phase.IN_STEP));
        assertEquals(List.of(), inPhase(Phase.HELD));
    }

    @Test
    void aCrashAfterThePairMisleadsNobodyEither() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.IN_STEP));
        TablePairs crashing = new TablePairs(local.crashingAt("delete"));
        assertThrows(LocalStorage.Crash.class, () -> crashing.replace(stored, pair("p1", Phase.HELD), List.of()));

        assertEquals(List.of(), inPhase(Phase.IN_STEP));
        assertEquals(List.of("p1"), inPhase(Phase.HELD));
    }

    /** The writer may still be between the index and the pair; removing its row now would hide the pair for ever. */
    @Test
    void aReaderDoesNotRemoveARowWhosePairMayBeOnItsWay() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.IN_STEP));
        PairIndex index = new PairIndex(local.storage());
        index.prepare(Optional.of(stored.value()), pair("p1", Phase.HELD));
        assertEquals(List.of(), inPhase(Phase.HELD));

        assertEquals(1, index.rows(PairIndex.list(Phase.HELD), "", 10).size());
    }

    /** Whoever moves the pair back between our write and our removal must keep its row. */
    @Test
    void removingARowSparesTheOneThatWasWrittenAnewMeanwhile() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.HELD));
        PairIndex index = new PairIndex(local.storage());
        var surplus = index.prepare(Optional.of(stored.value()), pair("p1", Phase.IN_STEP));
        index.prepare(Optional.of(pair("p1", Phase.IN_STEP)), pair("p1", Phase.HELD));
        index.remove(surplus);

        assertEquals(List.of("p1"), inPhase(Phase.HELD));
    }

    @Test
    void aPairLeavesTheListsItNoLongerBelongsOn() {
        PairIndex index = new PairIndex(local.storage());
        Stored<Pair> stored = pairs.create(named("p1", "Datacentre move", "Fourth Coffee"));
        Pair held = named("p1", "Office move", "Fourth Coffee")
                .change()
                .phase(Phase.HELD)
                .now();
        pairs.replace(stored, held, List.of()).orElseThrow();

        assertEquals(
                List.of(1, 0, 0, 1),
                Stream.of(
                                PairIndex.list(Phase.HELD),
                                PairIndex.list(Phase.IN_STEP),
                                PairIndex.list("datacentre"),
                                PairIndex.list("office"))
                        .map(list -> index.count(list, 10))
                        .toList());
    }

    /** A list used to be a partition of its own. */
    @Test
    void whatAnEarlierVersionPutOnListsIsFoundOnceItIsMoved() {
        Table index = local.storage().table("index");
        pairs.create(pair("p1", Phase.IN_STEP));
        for (String word : List.of("word|data", "word|centre")) {
            index.put(new TableEntity(word, "p2")
                    .addProperty(Document.VERSION, Document.CURRENT)
                    .addProperty("pair", "p2"));
        }
        pairs.create(pair("p2", Phase.IN_STEP));
        local.storage()
                .table("pairs")
                .merge(new TableEntity(RowKey.of("p2"), TablePairs.ROW).addProperty("name", "Data centre"));
        assertEquals(List.of(), found("data"));

        assertEquals(2, directory.moveEarlierRows(10));
        local.transactions();
        assertEquals(0, directory.moveEarlierRows(10));

        assertEquals(1, local.transactions().size());
        assertEquals(List.of("p2"), found("data"));
        assertEquals(List.of("p2"), found("centre"));
        assertEquals(List.of("p1", "p2"), inPhase(Phase.IN_STEP));
    }

    @Test
    void aListEndsWhereTheNextOneBegins() {
        pairs.create(named("p1", "data", "Fourth Coffee"));
        pairs.create(named("p2", "datacentre", "Fourth Coffee"));
        pairs.create(pair("p~~", Phase.IN_STEP));

        assertEquals(List.of("p1", "p2"), found("dat"));
        assertEquals(List.of("p2"), found("datac"));
        assertEquals(3, directory.counts(10).get(Phase.IN_STEP).pairs());
    }

    @Test
    void dealsAreFoundByTheBeginningsOfWordsOfTheirNameOrTheirCustomers() {
        pairs.create(named("p1", "Datacentre move, phase 2", "Élan Vital GmbH"));
        pairs.create(named("p2", "Data lake", "Fourth Coffee"));
        pairs.create(named("p3", "日本データセンター", "Contoso"));
        pairs.create(pair("p4", Phase.HELD));

        assertEquals(List.of("p1", "p2"), found("DATA"));
        assertEquals(List.of("p1"), found("mov data"));
        assertEquals(List.of("p1"), found("elan"));
        assertEquals(List.of("p2"), found("coffee data"));
        assertEquals(List.of("p3"), found("日本"));
        assertEquals(List.of(), found("centre"));
        assertEquals(List.of(), found("' or PartitionKey ge '"));
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                assertThrows(Failure.class, () -> found(" -'% ")).problem().code());
    }

    @Test
    void aDealThatWasRenamedIsFoundByItsNewNameOnly() {
        Stored<Pair> stored = pairs.create(named("p1", "Datacentre move", "Fourth Coffee"));
        pairs.replace(stored, named("p1", "Office move", "Fourth Coffee"), List.of());

        assertEquals(List.of(), found("datacentre"));
        assertEquals(List.of("p1"), found("office"));
        assertEquals(List.of("p1"), found("fourth"));
    }

    @Test
    void whatIsFoundByNameIsPagedWithoutLosingAnything() {
        IntStream.range(0, 9).forEach(n -> pairs.create(named("p" + n, "Datacentre" + n % 3 + " move", "Data " + n)));

        List<String> ids = all(token -> directory.named("data", token, 2)).stream()
                .map(summary -> summary.id().value())
                .distinct()
                .sorted()
                .toList();

        assertEquals(IntStream.range(0, 9).mapToObj(n -> "p" + n).toList(), ids);
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        pairs.create(pair("p1", Phase.HELD));
        pairs.create(pair("p2", Phase.HELD));
        Optional<String> other =
                directory.inPhase(Optional.of(Phase.HELD), Optional.empty(), 1).next();
        Instant before = Instant.parse("2026-03-17T00:00:00Z");
        List<Executable> lists = List.of(
                () -> directory.named("datacentre", other, 10),
                () -> directory.unanswered(before, other, 10),
                () -> directory.withProblem(ProblemCode.NAME_MISSING, other, 10));

        for (Executable list : lists) {
            assertEquals(
                    ProblemCode.REQUEST_UNREADABLE,
                    assertThrows(Failure.class, list).problem().code());
        }
    }

    private List<String> found(String text) {
        return directory.named(text, Optional.empty(), 100).items().stream()
                .map(summary -> summary.id().value())
                .sorted()
                .toList();
    }

    private static Pair named(String id, String name, String customer) {
        return pair(id, Phase.IN_STEP)
                .change()
                .label(new Label(Optional.of(name), Optional.of(customer)))
                .now();
    }

    @Test
    void countsStopAtTheirLimit() {
        IntStream.range(0, 3).forEach(n -> pairs.create(pair("p" + n, Phase.HELD)));

        assertEquals(new PairDirectory.PhaseCount(3, false), directory.counts(3).get(Phase.HELD));
        assertEquals(new PairDirectory.PhaseCount(2, true), directory.counts(2).get(Phase.HELD));
        assertEquals(new PairDirectory.PhaseCount(0, false), directory.counts(2).get(Phase.ORPHAN));
    }

    @Test
    void countingCostsOneTransactionPerPhase() {
        IntStream.range(0, 3).forEach(n -> pairs.create(pair("p" + n, Phase.HELD)));
        local.transactions();
        directory.counts(PairDirectory.COUNTED);

        assertEquals(Phase.values().length, local.transactions().size());
        assertThrows(IllegalArgumentException.class, () -> directory.counts(PairDirectory.COUNTED + 1));
    }

    @Test
    void aTimelineIsPagedOldestFirst() {
        Stored<Pair> stored = pairs.create(pair("p1", Phase.IN_STEP));
        pairs.replace(
                stored,
                stored.value(),
                IntStream.range(0, 5).mapToObj(PairDirectoryTest::entry).toList());

        assertEquals(
                List.of(0, 1, 2, 3, 4),
                all(token -> directory.audit(new PairId("p1"), token, 2)).stream()
                        .map(AuditEntry::step)
                        .toList());
    }

    @Test
    void aTokenOfAnotherPhaseIsRefusedAndDoesNotBeginAnew() {
        pairs.create(pair("p1", Phase.HELD));
        pairs.create(pair("p2", Phase.HELD));
        Optional<String> held =
                directory.inPhase(Optional.of(Phase.HELD), Optional.empty(), 1).next();
        assertTrue(held.isPresent());

        Failure refused = assertThrows(Failure.class, () -> directory.inPhase(Optional.of(Phase.ORPHAN), held, 1));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
    }

    @Test
    void aTokenThatNoPageGaveIsRefused() {
        for (String token : List.of("!", "aGVsbG8", new PageToken("p", "' or true").text())) {
            Problem problem = assertThrows(
                            Failure.class, () -> directory.inPhase(Optional.of(Phase.HELD), Optional.of(token), 10))
                    .problem();
            assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        }
    }

    private List<String> inPhase(Phase phase) {
        return ids(directory.inPhase(Optional.of(phase), Optional.empty(), 10));
    }

    private List<String> withProblem(ProblemCode code) {
        return ids(directory.withProblem(code, Optional.empty(), 10));
    }

    private static List<String> ids(Page<PairSummary> page) {
        return page.items().stream().map(summary -> summary.id().value()).toList();
    }

    private static <T> List<T> all(Function<Optional<String>, Page<T>> pages) {
        List<T> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = pages.apply(token);
            all.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    private static Pair pair(String id, Phase phase) {
        return Pair.fresh(new PairId(id), Instant.EPOCH).change().phase(phase).now();
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(1, step, Instant.EPOCH, "test", "wrote", Optional.empty(), List.of(), Optional.empty());
    }
}
