package dev.cosell.benchmarks;

import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Very many deals, made without the stores: all rows of one that the stores have written, again and again under other keys.
 * What such a row holds is the first one's, and takes memory once; so these deals fill a store, but are not to be read.
 */
final class CopiedDeals {
    /** One of {@link MadeUpDeals} that is in step. */
    private static final int MODEL = 4;

    private record Row(String table, TableKey key, TableRow row) {}

    private final List<Row> model = new ArrayList<>();

    CopiedDeals() {
        OrderedTables scratch = new OrderedTables();
        Storage storage = new Storage(
                Installation.NOWHERE, new Storage.Options(Installation.TABLE_PREFIX, each -> {}), () -> scratch);
        new MadeUpDeals(new TablePairs(storage), new TableClaims(storage), Instant.now()).store(MODEL);
        TableHints hints = new TableHints(storage);
        for (Subject subject :
                List.of(Subject.referral(MadeUpDeals.referralId(MODEL)), Subject.record(MadeUpDeals.record(MODEL)))) {
            hints.mark(subject, "settled");
            hints.bind(subject, MadeUpDeals.pairId(MODEL));
        }
        scratch.all()
                .forEach((table, rows) -> rows.from(new TableKey("", ""))
                        .forEach(row -> model.add(new Row(table, row.getKey(), row.getValue()))));
    }

    /** How many rows there are of one deal. */
    int rowsOfOne() {
        return model.size();
    }

    /** Adds deals; those of the same numbers are the same. */
    void fill(OrderedTables tables, int from, int to) {
        IntStream.range(from, to).parallel().forEach(number -> {
            for (Row row : model) {
                TableKey key = new TableKey(
                        renamed(row.key().partition(), number),
                        renamed(row.key().row(), number));
                tables.rows(row.table()).keep(key, row.row());
            }
        });
    }

    private static String renamed(String key, int number) {
        return key.replace(MadeUpDeals.referralId(MODEL), MadeUpDeals.referralId(number))
                .replace(
                        MadeUpDeals.record(MODEL).id(),
                        MadeUpDeals.record(number).id());
    }
}
