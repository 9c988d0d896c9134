package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The rows of a table, in the order of their keys, and the conditions under which they are written. */
final class TableRows {
    /**
     * How a write came out.
     *
     * @param version of the row, if it was written
     * @param error the service's word for why it was not
     */
    record Written(int status, String version, String error) {
        static Written at(String version) {
            return new Written(204, version, "");
        }

        static Written refused(int status, String error) {
            return new Written(status, "", error);
        }

        boolean isDone() {
            return status == 204;
        }
    }

    private final ConcurrentNavigableMap<TableKey, TableRow> rows = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();

    Optional<TableRow> get(TableKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** Keeps a row as it is, without a condition. */
    void keep(TableKey key, TableRow row) {
        rows.put(key, row);
    }

    /** All rows from a key on, in order. */
    Iterable<Map.Entry<TableKey, TableRow>> from(TableKey key) {
        return rows.tailMap(key, true).entrySet();
    }

    /** Writes together or not at all. Only the first may have a condition that does not hold, as the connector's have. */
    synchronized List<Written> writeTogether(List<TableCall> calls) {
        Written first = write(calls.getFirst());
        return first.isDone()
                ? Stream.concat(Stream.of(first), calls.stream().skip(1).map(this::write))
                        .toList()
                : List.of(first);
    }

    synchronized Written write(TableCall call) {
        if (call.method().equals("DELETE")) {
            return delete(call);
        }
        ObjectNode columns = TableRow.parsed(call.body());
        TableKey key = call.key()
                .orElseGet(() -> new TableKey(
                        columns.path("PartitionKey").asText(),
                        columns.path("RowKey").asText()));
        Optional<TableRow> was = get(key);
        if (call.method().equals("POST") && was.isPresent()) {
            return Written.refused(409, "EntityAlreadyExists");
        }
        if (!isAsExpected(call, was)) {
            return Written.refused(412, "UpdateConditionNotSatisfied");
        }
        ObjectNode kept = was.filter(row -> call.method().equals("PATCH"))
                .map(TableRow::columns)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return put(key, kept.setAll(columns));
    }

    private Written put(TableKey key, ObjectNode columns) {
        String version = "W/\"datetime'" + versions.incrementAndGet() + "'\"";
        columns.put("PartitionKey", key.partition())
                .put("RowKey", key.row())
                .put("Timestamp@odata.type", "Edm.DateTime")
                .put("Timestamp", Instant.now().toString());
        rows.put(key, TableRow.of(version, columns));
        return Written.at(version);
    }

    private Written delete(TableCall call) {
        TableKey key = call.key().orElseThrow();
        Optional<TableRow> was = get(key);
        if (was.isEmpty()) {
            return Written.refused(404, "ResourceNotFound");
        }
        if (!isAsExpected(call, was)) {
            return Written.refused(412, "UpdateConditionNotSatisfied");
        }
        rows.remove(key);
        return Written.at("");
    }

    private static boolean isAsExpected(TableCall call, Optional<TableRow> was) {
        return call.ifMatch()
                .filter(version -> !version.equals("*"))
                .map(version -> was.filter(row -> row.version().equals(version)).isPresent())
                .orElse(true);
    }
}
