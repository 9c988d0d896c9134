package dev.cosell.benchmarks.race;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.Storage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The input and output of one sync and nothing else: what an edit in Partner Center cannot do without, one after the other,
 * by the connector's own clients, on copies of rows that the connector wrote. Nothing is decided, translated or remembered.
 */
final class Floor {
    /** The host locks a message for so long, too. */
    private static final Duration LOCK = Duration.ofMinutes(10);

    private static final String VERSION = "odata.etag";
    private static final String ANY = "*";

    /** An address and who calls it. */
    record Remote(RemoteSystem system, URI address, String token) {}

    private final QueueClient queue;
    private final Transport transport;
    private final Remote referral;
    private final Remote opportunity;
    private final TableClient hints;
    private final TableClient pairs;
    private final TableEntity hint;
    private final TableEntity pair;
    private final TableEntity entry;
    private String recordVersion = ANY;

    /**
     * Copies a hint, a pair and an entry of its timeline.
     *
     * @param storage connection string of the account that the connector has worked on
     * @param queue with the messages
     * @param referral to be read
     * @param opportunity to be written
     */
    Floor(String storage, QueueClient queue, Transport transport, Remote referral, Remote opportunity) {
        this.queue = queue;
        this.transport = transport;
        this.referral = referral;
        this.opportunity = opportunity;
        TableServiceClient tables = new TableServiceClientBuilder()
                .connectionString(storage)
                .httpClient(http())
                .buildClient();
        hints = tables.getTableClient(Storage.DEFAULT_PREFIX + "hints");
        pairs = tables.getTableClient(Storage.DEFAULT_PREFIX + "pairs");
        TableEntity original = first(pairs, "RowKey eq 'pair'");
        String timeline = "PartitionKey eq '" + original.getPartitionKey() + "' and RowKey ne 'pair'";
        hint = copy(first(hints, "RowKey eq 'hint'"));
        pair = copy(original);
        entry = copy(first(pairs, timeline));
        hints.upsertEntity(hint);
        pairs.upsertEntity(pair);
    }

    /** As the connector's own. */
    static HttpClient http() {
        return new JdkHttpClientBuilder().build();
    }

    /** Six storage transactions and two remote calls. */
    void sync(String columns) {
        QueueMessageItem message = queue.receiveMessages(1, LOCK, null, Context.NONE).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a message, found none"));
        hints.getEntity(hint.getPartitionKey(), hint.getRowKey());
        String read = pairs.getEntity(pair.getPartitionKey(), pair.getRowKey()).getETag();
        call("GET", referral, Map.of(), "");
        pairs.updateEntityWithResponse(
                pair.addProperty(VERSION, read), TableEntityUpdateMode.REPLACE, true, null, Context.NONE);
        Answer written = call(
                "PATCH", opportunity, Map.of("If-Match", recordVersion, "Prefer", "return=representation"), columns);
        recordVersion = written.header("etag").orElse(recordVersion);
        pairs.submitTransaction(List.of(
                new TableTransactionAction(
                        TableTransactionActionType.UPDATE_REPLACE, pair.addProperty(VERSION, ANY), true),
                new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, entry)));
        queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
    }

    private Answer call(String method, Remote remote, Map<String, String> more, String body) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Authorization", "Bearer " + remote.token());
        headers.put("Content-Type", "application/json");
        Answer answer = transport.send(new Call(
                remote.system(),
                method,
                remote.address(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                Call.DEFAULT_TIMEOUT));
        if (!answer.ok()) {
            throw new IllegalStateException(method + " " + remote.address() + ": " + answer.status());
        }
        return answer;
    }

    private static TableEntity first(TableClient table, String filter) {
        return table.listEntities(new ListEntitiesOptions().setFilter(filter).setTop(1), null, Context.NONE).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a row with " + filter + ", found none"));
    }

    /** The same row in a partition of nobody's. */
    private static TableEntity copy(TableEntity row) {
        TableEntity copy = new TableEntity("floor", row.getRowKey());
        row.getProperties().forEach((name, value) -> {
            if (!name.contains("odata")
                    && !List.of("PartitionKey", "RowKey", "Timestamp").contains(name)) {
                copy.addProperty(name, value);
            }
        });
        return copy;
    }
}
