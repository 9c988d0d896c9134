package dev.cosell.benchmarks;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.benchmarks.TableRows.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Table Storage in this process, in place of the network: it answers what the Azure client asks, keeps rows in the order of
 * their keys as the service does, and counts how many rows it had to look at.
 *
 * <p>The emulator cannot take its place. It goes through a whole table for every query, and through all rows with the same row
 * key for every read of one row, so that every figure would grow with the table however well a query is put.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api">the table service</a>
 */
public final class OrderedTables implements HttpClient {
    private static final HttpHeaderName NEXT_PARTITION =
            HttpHeaderName.fromString("x-ms-continuation-NextPartitionKey");
    private static final HttpHeaderName NEXT_ROW = HttpHeaderName.fromString("x-ms-continuation-NextRowKey");
    private static final String MULTIPART = "multipart/mixed; boundary=";
    /** The client looks for boundaries that begin like this. */
    private static final String BATCH = "batchresponse_1";

    private static final String CHANGESET = "changesetresponse_1";
    private static final int LARGEST_PAGE = 1000;

    /** What was asked for since the start. */
    record Meter(long transactions, long rowsLookedAt, long bytesAnswered) {
        Meter since(Meter before) {
            return new Meter(
                    transactions - before.transactions,
                    rowsLookedAt - before.rowsLookedAt,
                    bytesAnswered - before.bytesAnswered);
        }
    }

    private final Map<String, TableRows> tables = new ConcurrentHashMap<>();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder rowsLookedAt = new LongAdder();
    private final LongAdder bytesAnswered = new LongAdder();
    private volatile Duration latency = Duration.ZERO;

    /** How long every transaction takes from now on, at least. */
    void latency(Duration each) {
        latency = each;
    }

    /** A table's rows; made if missing. */
    TableRows rows(String table) {
        return tables.computeIfAbsent(table, name -> new TableRows());
    }

    /** The tables that there are, by name. */
    Map<String, TableRows> all() {
        return Map.copyOf(tables);
    }

    Meter meter() {
        return new Meter(transactions.sum(), rowsLookedAt.sum(), bytesAnswered.sum());
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        transactions.increment();
        pause();
        TableCall call = TableCall.of(request);
        TableAnswer answer;
        if (call.isChangeset()) {
            answer = changeset(request, call.parts());
        } else if (!call.method().equals("GET")) {
            answer = written(request, rows(call).write(call));
        } else if (call.key().isPresent()) {
            answer = row(request, call, call.key().get());
        } else {
            answer = page(request, call);
        }
        bytesAnswered.add(answer.size());
        return answer;
    }

    private void pause() {
        if (latency.isZero()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(latency.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a transaction was under way", interrupted);
        }
    }

    private TableAnswer row(HttpRequest request, TableCall call, TableKey key) {
        rowsLookedAt.increment();
        return rows(call)
                .get(key)
                .map(row -> json(request, 200, shown(row, call)).with(HttpHeaderName.ETAG, row.version()))
                .orElseGet(() -> written(request, Written.refused(404, "ResourceNotFound")));
    }

    /** The rows of a range that a filter lets pass. Like the service's, a transaction goes through a thousand at most. */
    private TableAnswer page(HttpRequest request, TableCall call) {
        KeyFilter filter = KeyFilter.parse(call.options().get("$filter"));
        int top = Integer.parseInt(call.options().getOrDefault("$top", Integer.toString(LARGEST_PAGE)));
        TableKey from = Optional.ofNullable(call.options().get("NextPartitionKey"))
                .map(partition -> new TableKey(partition, call.options().getOrDefault("NextRowKey", "")))
                .orElseGet(filter::from);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode found = body.putArray("value");
        Optional<TableKey> next = Optional.empty();
        int lookedAt = 0;
        for (Map.Entry<TableKey, TableRow> entry : rows(call).from(from)) {
            if (filter.isBeyond(entry.getKey())) {
                break;
            }
            if (found.size() == top || lookedAt == LARGEST_PAGE) {
                next = Optional.of(entry.getKey());
                break;
            }
            lookedAt++;
            if (filter.holds(entry.getKey())) {
                found.add(shown(entry.getValue(), call));
            }
        }
        rowsLookedAt.add(lookedAt);
        TableAnswer answer = json(request, 200, body);
        next.ifPresent(key -> answer.with(NEXT_PARTITION, key.partition()).with(NEXT_ROW, key.row()));
        return answer;
    }

    private TableAnswer changeset(HttpRequest request, List<TableCall> parts) {
        StringBuilder body =
                new StringBuilder("--" + BATCH + "\r\nContent-Type: " + MULTIPART + CHANGESET + "\r\n\r\n");
        for (Written each : rows(parts.getFirst()).writeTogether(parts)) {
            body.append("--" + CHANGESET)
                    .append("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            body.append(
                    each.isDone()
                            ? "HTTP/1.1 204 No Content\r\nETag: " + each.version() + "\r\n\r\n"
                            : "HTTP/1.1 " + each.status() + " Refused\r\n\r\n" + error(each));
            body.append("\r\n");
        }
        body.append("--" + CHANGESET + "--\r\n--" + BATCH + "--\r\n");
        return new TableAnswer(request, 202, MULTIPART + BATCH, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private TableRows rows(TableCall call) {
        return rows(call.table());
    }

    private static ObjectNode shown(TableRow row, TableCall call) {
        return Optional.ofNullable(call.options().get("$select"))
                .map(select -> row.columns(Set.of(select.split(","))))
                .orElseGet(row::columns);
    }

    private static TableAnswer written(HttpRequest request, Written written) {
        return written.isDone()
                ? new TableAnswer(request, 204, "application/json", new byte[0])
                        .with(HttpHeaderName.ETAG, written.version())
                : json(request, written.status(), error(written));
    }

    private static TableAnswer json(HttpRequest request, int status, ObjectNode body) {
        return new TableAnswer(request, status, "application/json;odata=fullmetadata", TableRow.bytes(body));
    }

    private static ObjectNode error(Written refused) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("odata.error")
                .put("code", refused.error())
                .putObject("message")
                .put("lang", "en-US")
                .put("value", refused.error());
        return error;
    }
}
