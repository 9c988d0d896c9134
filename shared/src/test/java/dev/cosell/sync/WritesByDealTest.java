package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A write too many of one deal is not made up for by the changes of another. */
class WritesByDealTest {
    private final WritesByDeal writes = new WritesByDeal();

    @Test
    void writesAreCountedForTheDealTheyWereMadeFor() {
        Pair one = known("c-1", "1");
        Pair other = known("c-2", "2");
        writes.written(one);
        writes.written(one);
        writes.overtaken(one);
        writes.written(other);
        assertEquals(
                List.of(
                        new WritesByDeal.Deal(Set.of(one.id()), Set.of(record("1")), 2, 1),
                        new WritesByDeal.Deal(Set.of(other.id()), Set.of(record("2")), 1, 0)),
                writes.all());
    }

    @Test
    void whatAPairLeftBehindIsStillItsOwn() {
        known("c-1", "1");
        known("c-1", "2");
        assertEquals(Set.of(record("1"), record("2")), writes.all().getFirst().rows());
    }

    @Test
    void pairsThatEverSharedARowAreOneDeal() {
        Pair one = known("c-1", "1");
        Pair other = known("c-2", "2");
        Pair between = known("c-3", "1");
        writes.stored(between, record("2"));
        writes.written(one);
        writes.written(other);
        assertEquals(
                List.of(new WritesByDeal.Deal(
                        Set.of(one.id(), other.id(), between.id()), Set.of(record("1"), record("2")), 2, 0)),
                writes.all());
    }

    private Pair known(String id, String record) {
        Pair pair = Pair.fresh(new PairId(id), Instant.EPOCH)
                .change()
                .record(new RecordRef("opportunity", record))
                .now();
        writes.stored(pair, record(record));
        return pair;
    }

    private static Subject record(String id) {
        return Subject.record(new RecordRef("opportunity", id));
    }
}
