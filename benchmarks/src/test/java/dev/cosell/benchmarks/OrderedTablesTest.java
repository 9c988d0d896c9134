package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.azurite.Azurite;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TablePairs;
import dev.cosell.store.Traces;
import dev.cosell.sync.pair.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderedTablesTest {
    private static final int DEALS = 60;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    /** What a view showed, and the transactions that took, in no particular order. */
    private record Look(String view, int shown, List<String> transactions) {}

    @Test
    void everyViewShowsTheSameByTheSameTransactionsAsOnTheEmulator() {
        try (Azurite azurite = Azurite.start()) {
            assertEquals(looks(azurite.connectionString(), false), looks(azurite.connectionString(), true));
        }
    }

    @Test
    void rangesOfKeysAreFoundWithoutLookingAtOthers() {
        KeyFilter partition = KeyFilter.parse("PartitionKey eq 'b' and RowKey gt 'm'");
        assertEquals(new TableKey("b", "m\0"), partition.from());
        assertEquals(List.of(false, true, true), beyond(partition, "b", "c", "d"));

        KeyFilter range = KeyFilter.parse("PartitionKey ge 'b' and PartitionKey lt 'd'");
        assertEquals(new TableKey("b", ""), range.from());
        assertEquals(List.of(false, false, true), beyond(range, "b", "c", "d"));

        KeyFilter everywhere = KeyFilter.parse("RowKey eq 'pair'");
        assertEquals(new TableKey("", ""), everywhere.from());
        assertEquals(List.of(false, false, false), beyond(everywhere, "b", "c", "d"));
        assertThrows(IllegalArgumentException.class, () -> KeyFilter.parse("phase eq 'HELD'"));
    }

    private static List<Boolean> beyond(KeyFilter filter, String... partitions) {
        return List.of(partitions).stream()
                .map(each -> filter.isBeyond(new TableKey(each, "z")))
                .toList();
    }

    private static List<Look> looks(String connection, boolean inOrder) {
        List<String> transactions = new CopyOnWriteArrayList<>();
        Storage.Options options = new Storage.Options("bench", transactions::add);
        StorageConnection account = new StorageConnection.ByConnectionString(connection);
        OrderedTables tables = new OrderedTables();
        Storage storage = inOrder ? new Storage(account, options, () -> tables) : new Storage(account, options);
        MadeUpDeals deals = new MadeUpDeals(new TablePairs(storage), new TableClaims(storage), NOW);
        IntStream.range(0, DEALS).forEach(deals::store);
        Stream<View> wholeTables = Stream.of(new View("a person", () -> lookedThrough(storage)));
        return Stream.concat(new Views(storage, new ChangedLast(() -> DEALS)).all().stream(), wholeTables)
                .map(view -> look(view, transactions))
                .toList();
    }

    /** What goes through whole tables; in parts, so that each begins behind the one before. */
    private static int lookedThrough(Storage storage) {
        Traces traces = new Traces(storage, FieldMapFile::dynamics);
        Person nobody = new Person("nobody@fabrikam.example", List.of());
        int looked = 0;
        Optional<String> next = Optional.empty();
        do {
            Traces.Part part = traces.find(nobody, NOW, next, DEALS / 2);
            looked += part.looked();
            next = part.next();
        } while (next.isPresent());
        return looked;
    }

    private static Look look(View view, List<String> transactions) {
        transactions.clear();
        int shown = view.looks().getAsInt();
        return new Look(view.name(), shown, transactions.stream().sorted().toList());
    }
}
