package dev.cosell.benchmarks.race;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.cosell.Connector;
import dev.cosell.benchmarks.Machine;
import dev.cosell.benchmarks.WarmEngine;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.TrustStore;
import dev.cosell.launcher.Project;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.TableHints;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One sync of the connector, in this process, beside its {@link Floor unavoidable input and output}: by turns, on the same
 * stage, one at a time, from the message's receipt to its deletion.
 */
public final class FloorBenchmark {
    private static final Duration LOCK = Duration.ofMinutes(10);
    private static final String FLOOR_QUEUE = "floor";
    /** A sync within five seconds of the last asks once more and may wait, which the floor does not. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(6);

    /**
     * How it is run.
     *
     * @param deals that are edited one after the other
     * @param rounds edits of each deal that count, besides a round to warm up
     * @param latency milliseconds that each call to either system takes
     * @param warmUp syncs in memory before all
     */
    public record Plan(int deals, int rounds, int latency, int warmUp) {}

    private final Plan plan;
    private final Stage stage;
    private final Connector connector;
    private final Inbox inbox;
    private final QueueClient queue;
    private final QueueClient floorQueue;
    private final Map<String, Long> syncedAt = new HashMap<>();
    private long amount = 1_000_000;

    private FloorBenchmark(Plan plan, Stage stage) {
        this.plan = plan;
        this.stage = stage;
        connector = new Connector(name -> Optional.ofNullable(stage.settings().get(name)));
        Storage storage =
                new Storage(new StorageConnection.ByConnectionString(stage.storage()), Storage.Options.standard());
        inbox = new Inbox(new TableHints(storage), new QueueWork(storage, QueueNames.STANDARD));
        queue = queue(QueueNames.STANDARD.crmUpdates());
        floorQueue = queue(FLOOR_QUEUE);
    }

    /** @return a table in Markdown */
    public static String run(Plan plan, Project project, Consumer<String> progress) {
        try (Stage stage = Stage.empty(project, project.state().resolve("race-logs"))) {
            return new FloorBenchmark(plan, stage).measured(progress);
        }
    }

    private String measured(Consumer<String> progress) {
        WarmEngine.by(plan.warmUp());
        progress.accept("the engine is warm");
        stage.connectNobody();
        List<String> deals = new ArrayList<>();
        for (int number = 0; number < plan.deals(); number++) {
            deals.add(deal(number));
        }
        // One more: what the floor writes would be a conflict for a deal that is still synced.
        Floor floor = floor(deal(plan.deals()));
        progress.accept(deals.size() + " deals are in");
        if (plan.latency() > 0) {
            stage.fault(Map.of("effect", "latency", "millis", plan.latency(), "probability", 1));
        }
        List<Long> syncs = new ArrayList<>();
        List<Long> floors = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            for (String deal : deals) {
                leaveAlone(deal);
                stage.edit(deal, ++amount);
                long sync = sync(deal);
                floorQueue.sendMessage("a message of about the size that the connector's have ".repeat(4));
                long start = System.nanoTime();
                floor.sync("{\"estimatedvalue\": " + ++amount + "}");
                if (round > 0) {
                    syncs.add(sync);
                    floors.add(System.nanoTime() - start);
                }
            }
            progress.accept(
                    round == 0
                            ? "warm"
                            : "round " + round + ": " + Percentiles.of(syncs).shown());
        }
        stage.heal();
        return table(Percentiles.of(syncs), Percentiles.of(floors));
    }

    /** A deal that has come in and is synced; gives its id. */
    private String deal(int number) {
        String id = stage.receive(Deals.deal(number, ++amount));
        sync(id);
        return id;
    }

    /** Waits until the deal's last sync is long enough ago. */
    private void leaveAlone(String deal) {
        long left = LEFT_ALONE.toNanos() - (System.nanoTime() - syncedAt.get(deal));
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }

    /** How long the sync took, in nanoseconds; what came before it (the event's acceptance) is not in it. */
    private long sync(String deal) {
        inbox.accept(Subject.referral(deal), "referral-updated");
        long start = System.nanoTime();
        QueueMessageItem message = queue.receiveMessages(1, LOCK, null, Context.NONE).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a message, found none"));
        String body = new String(Base64.getDecoder().decode(message.getBody().toBytes()), StandardCharsets.UTF_8);
        String line = connector.current().worker().work(body);
        queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
        long end = System.nanoTime();
        syncedAt.put(deal, end);
        if (!line.contains("outcome=synced")) {
            throw new IllegalStateException("expected a sync, found " + line);
        }
        return end - start;
    }

    private Floor floor(String deal) {
        String record = stage.recordsByReferral()
                .get(deal)
                .getFirst()
                .path("opportunityid")
                .asText();
        return new Floor(
                stage.storage(),
                floorQueue,
                new JdkTransport(
                        new TrustStore(Optional.of(Path.of(stage.settings().get("TRUSTED_CERTIFICATES")))),
                        (system, method, status) -> {}),
                new Floor.Remote(
                        RemoteSystem.PARTNER_CENTER,
                        URI.create(stage.settings().get("PARTNER_CENTER_URL") + "/referrals/" + deal),
                        stage.microsoft().userToken("partnerCenter")),
                new Floor.Remote(
                        RemoteSystem.CRM,
                        URI.create(
                                stage.settings().get("DYNAMICS_URL") + "/api/data/v9.2/opportunities(" + record + ")"),
                        stage.microsoft().appToken("dynamics")));
    }

    private QueueClient queue(String name) {
        QueueClient client = new QueueClientBuilder()
                .connectionString(stage.storage())
                .queueName(name)
                .httpClient(Floor.http())
                .buildClient();
        client.createIfNotExists();
        return client;
    }

    private String table(Percentiles sync, Percentiles floor) {
        return String.format(
                Locale.ROOT,
                """
                %d edits in Partner Center, one at a time. Each call to either system takes %d ms and what this machine needs for it.%s
                %s

                | from the message's receipt to its deletion, ms | p50 | p95 | p99 |
                | --- | --- | --- | --- |
                | a sync | %.1f | %.1f | %.1f |
                | its input and output alone | %.1f | %.1f | %.1f |
                | sync by floor | %.2f | %.2f | %.2f |
                """,
                plan.deals() * plan.rounds(),
                plan.latency(),
                "  ",
                Machine.described(),
                sync.p50(),
                sync.p95(),
                sync.p99(),
                floor.p50(),
                floor.p95(),
                floor.p99(),
                sync.p50() / floor.p50(),
                sync.p95() / floor.p95(),
                sync.p99() / floor.p99());
    }
}
