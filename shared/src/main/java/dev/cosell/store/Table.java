package dev.cosell.store;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One table. The table is made when a write finds it missing, which costs no call in daily life; reading a missing table
 * finds nothing. Versions are ETags. Every method is one storage transaction unless it says otherwise.
 *
 * <p>All throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}, or {@code UNEXPECTED} if storage calls
 * the request wrong.
 */
final class Table {
    private static final String ETAG = "odata.etag";
    private static final List<String> KEYS = List.of("PartitionKey", "RowKey", "Timestamp");
    private static final int LARGEST_PAGE = 1000;
    /** The most rows that are written together. */
    static final int LARGEST_TRANSACTION = 100;

    private static final Set<String> CONFLICTS =
            Set.of("UpdateConditionNotSatisfied", "ResourceNotFound", "EntityNotFound", "TableNotFound");

    private final String name;
    private final Supplier<TableClient> client;

    Table(String name, Supplier<TableClient> client) {
        this.name = name;
        this.client = client;
    }

    Optional<TableEntity> get(String partition, String row) {
        return get(partition, row, null);
    }

    /** @param columns the only ones wanted; all if null, as the SDK has it */
    Optional<TableEntity> get(String partition, String row, List<String> columns) {
        return call("get", context -> {
            try {
                return Optional.of(client.get()
                        .getEntityWithResponse(partition, row, columns, null, context)
                        .getValue());
            } catch (TableServiceException refused) {
                return absent(refused);
            }
        });
    }

    /** @return the version of the new row, or nothing if there is one already */
    Optional<String> insert(TableEntity row) {
        return call("insert", context -> {
            try {
                return Optional.of(
                        version(inExistingTable(() -> client.get().createEntityWithResponse(row, null, context))));
            } catch (TableServiceException refused) {
                if (StorageProblems.status(refused) == 409) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /** Writes these columns whatever the row holds, and keeps its others. */
    void merge(TableEntity row) {
        upsert("merge", row, TableEntityUpdateMode.MERGE);
    }

    /** Writes the row whatever was there. */
    void put(TableEntity row) {
        upsert("put", row, TableEntityUpdateMode.REPLACE);
    }

    /**
     * Writes rows of one partition together, whatever was there.
     *
     * @param rows at most 100
     * @return the same rows at their new versions; one whose version the answer does not tell is left out
     */
    List<TableEntity> put(List<TableEntity> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<TableTransactionAction> actions = rows.stream()
                .map(row -> new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, row))
                .toList();
        WrittenVersions written = new WrittenVersions();
        call(
                "put",
                context -> inExistingTable(() -> client.get()
                        .submitTransactionWithResponse(actions, null, TransactionPolicy.with(written, context))));
        return IntStream.range(0, rows.size())
                .boxed()
                .flatMap(each -> written.of(each).map(version -> at(rows.get(each), version)).stream())
                .toList();
    }

    /** @return the new version, or nothing if the row is gone or no longer at this version */
    Optional<String> replace(TableEntity row, String version) {
        TableEntity conditional = at(row, version);
        return call("replace", context -> {
            try {
                return Optional.of(version(client.get()
                        .updateEntityWithResponse(conditional, TableEntityUpdateMode.REPLACE, true, null, context)));
            } catch (TableServiceException refused) {
                if (isConflict(refused)) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /**
     * Removes the row if it is still at this version; nothing happens otherwise.
     *
     * @return whether it is gone now
     */
    boolean delete(String partition, String row, String version) {
        return call("delete", context -> {
            try {
                TableEntity entity = at(new TableEntity(partition, row), version);
                client.get().deleteEntityWithResponse(entity, true, null, context);
                return true;
            } catch (TableServiceException refused) {
                if (!isConflict(refused)) {
                    throw refused;
                }
                return StorageProblems.status(refused) == 404;
            }
        });
    }

    /**
     * Runs actions of one partition together or not at all.
     *
     * @return the new version of the first action's row, or nothing if the condition of that first action did not hold
     */
    Optional<String> transact(List<TableTransactionAction> actions) {
        WrittenVersions written = new WrittenVersions();
        return call("transact", context -> {
            try {
                client.get().submitTransactionWithResponse(actions, null, TransactionPolicy.with(written, context));
                return written.of(0);
            } catch (TableServiceException refused) {
                if (isConflict(refused)) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /** A row to be replaced at a version, as an action of a transaction. */
    static TableEntity at(TableEntity row, String version) {
        return row.addProperty(ETAG, version);
    }

    /** Rows in key order, up to a limit; see {@link #scan}. */
    List<TableEntity> query(String filter, List<String> columns, int limit) {
        List<TableEntity> rows = new ArrayList<>();
        scan(filter, columns, Math.min(limit, LARGEST_PAGE), row -> {
            rows.add(row);
            return rows.size() < limit;
        });
        return rows;
    }

    /** Rows of the whole table in key order, from behind a row on, up to a limit; two transactions and more. */
    List<TableEntity> after(Optional<PageToken> last, int limit) {
        List<TableEntity> rows = new ArrayList<>();
        last.ifPresent(row -> rows.addAll(query(within(row.partition(), row.row()), List.of(), limit)));
        if (rows.size() < limit) {
            // A filter without a condition is sent as such, and no documentation says what that means.
            String beyond =
                    last.map(row -> "PartitionKey gt '" + row.partition() + "'").orElse("PartitionKey ge ''");
            rows.addAll(query(beyond, List.of(), limit - rows.size()));
        }
        return rows;
    }

    /** How many rows there are, up to a limit; their columns stay where they are. */
    int count(String filter, int limit) {
        AtomicInteger found = new AtomicInteger();
        ListEntitiesOptions options = new ListEntitiesOptions()
                .setFilter(filter)
                .setTop(Math.min(limit, LARGEST_PAGE))
                .setSelect(List.of("RowKey"));
        scan(options, row -> found.incrementAndGet() < limit);
        return found.get();
    }

    /**
     * Shows rows in key order until the reader has enough; one transaction per page, more where the filter passes few.
     *
     * @param columns the only ones wanted besides the keys and the time of the last write; all if empty
     * @param pageSize at most 1,000
     * @param reader says whether it wants another row
     */
    void scan(String filter, List<String> columns, int pageSize, Predicate<TableEntity> reader) {
        ListEntitiesOptions options =
                new ListEntitiesOptions().setFilter(filter).setTop(pageSize);
        if (!columns.isEmpty()) {
            options.setSelect(Stream.concat(KEYS.stream(), columns.stream()).toList());
        }
        scan(options, reader);
    }

    private void scan(ListEntitiesOptions options, Predicate<TableEntity> reader) {
        call("query", context -> {
            try {
                for (PagedResponse<TableEntity> page :
                        client.get().listEntities(options, null, context).iterableByPage()) {
                    if (!page.getValue().stream().allMatch(reader)) {
                        break;
                    }
                }
            } catch (HttpResponseException refused) {
                // The SDK does not translate what paging throws into its public exception.
                absent(refused);
            }
            return null;
        });
    }

    /** A key range as a filter; keys come from {@link RowKey}, so they hold no quotes. */
    static String within(String partition, String afterRow) {
        return "PartitionKey eq '" + partition + "' and RowKey gt '" + afterRow + "'";
    }

    private void upsert(String operation, TableEntity row, TableEntityUpdateMode mode) {
        call(
                operation,
                context -> inExistingTable(() -> client.get().upsertEntityWithResponse(row, mode, null, context)));
    }

    private <T> T call(String operation, Function<Context, T> call) {
        String named = operation + " " + name;
        return StorageProblems.guard(named, () -> call.apply(TransactionPolicy.named(named)));
    }

    private <T> T inExistingTable(Supplier<T> write) {
        try {
            return write.get();
        } catch (TableServiceException refused) {
            // The SDK's exception for a refused transaction may come without an answer, so the code decides too.
            if (!isAbsent(refused) && !StorageProblems.code(refused).equals("TableNotFound")) {
                throw refused;
            }
            create();
            return write.get();
        }
    }

    private void create() {
        try {
            client.get().createTableWithResponse(null, TransactionPolicy.named("create " + name));
        } catch (TableServiceException refused) {
            if (StorageProblems.status(refused) != 409) {
                throw refused;
            }
            // Another instance made it at the same time.
        }
    }

    private static <T> Optional<T> absent(HttpResponseException refused) {
        if (isAbsent(refused)) {
            return Optional.empty();
        }
        throw refused;
    }

    private static boolean isAbsent(HttpResponseException refused) {
        return StorageProblems.status(refused) == 404;
    }

    /**
     * Whether the row was not at the expected version, or not there. The SDK's exception for a refused transaction may
     * come without an answer, so the code decides too; only a first action has a condition that could fail like this.
     */
    private static boolean isConflict(TableServiceException refused) {
        int status = StorageProblems.status(refused);
        return status == 412 || status == 404 || CONFLICTS.contains(StorageProblems.code(refused));
    }

    private static String version(Response<?> answer) {
        String version = answer.getHeaders().getValue(HttpHeaderName.ETAG);
        // Azurite forgets the closing quote in the answer to an insert, and refuses that version later.
        return version.startsWith("W/\"") && !version.endsWith("\"") ? version + "\"" : version;
    }
}
