package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.crm.dynamics.SandboxDataverse;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.operate.Reply;
import dev.cosell.operate.telemetry.Metric;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.operate.work.Delays;
import dev.cosell.operate.work.Worker;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.Subject;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From an event to the write it leads to, and the echo of that: the engine and the adapter of Dynamics 365, observed. */
class OneTraceTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();
    private static final String CALLERS = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("cosell.outcome");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private final List<String> log = new ArrayList<>();
    private final SandboxDataverse dataverse = new SandboxDataverse();
    private Telemetry telemetry = Telemetry.to(sdk);
    private boolean refusing;
    private boolean away;
    private DynamicsCrm crm;
    private World world = world();

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void fromTheEventToTheWriteItIsOneTrace() {
        Pair pair = arrived();
        changes(pair, 31000);

        SpanData accepted = span("accept partner_center");
        SpanData run = span("sync from partner_center");
        SpanData write = span("PATCH /api/data/v9.2/opportunities({key})");
        assertEquals(accepted.getSpanId(), run.getParentSpanId());
        assertEquals(run.getSpanId(), write.getParentSpanId());
        assertEquals(
                List.of(accepted.getTraceId()),
                spans.getFinishedSpanItems().stream()
                        .map(SpanData::getTraceId)
                        .distinct()
                        .toList());
        assertEquals(
                List.of(SpanKind.PRODUCER, SpanKind.CONSUMER, SpanKind.CLIENT),
                List.of(accepted.getKind(), run.getKind(), write.getKind()));
        assertEquals("synced", run.getAttributes().get(OUTCOME));
        assertEquals(pair.id().value(), run.getAttributes().get(AttributeKey.stringKey("cosell.pair")));
        assertEquals(0L, run.getAttributes().get(AttributeKey.longKey("cosell.retries")));
        assertEquals("crm", write.getAttributes().get(AttributeKey.stringKey("cosell.system")));
        assertTrue(
                write.getAttributes().get(AttributeKey.stringKey("cosell.request_id")) != null, "the CRM's request id");
        assertTrue(log.getLast().endsWith(" trace=" + accepted.getTraceId()), log.getLast());
    }

    @Test
    void theTraceOfWhoeverCalledGoesOn() {
        Pair pair = arrived();
        spans.reset();
        edits(pair, 31000);
        deliver(world.events.poll(), CALLERS);
        work();

        assertTrue(spans.getFinishedSpanItems().stream()
                .allMatch(span -> span.getTraceId().equals("4bf92f3577b34da6a3ce929d0e0e4736")));
        assertEquals("00f067aa0ba902b7", span("accept partner_center").getParentSpanId());
    }

    @Test
    void theEchoOfOurOwnWriteLeadsToTheRunThatWrote() {
        Pair pair = arrived();
        tellsOfUpdates();
        changes(pair, 31000);
        SpanData writer = span("sync from partner_center");
        spans.reset();

        echo();

        SpanData echo = span("sync from crm");
        assertEquals("skipped", echo.getAttributes().get(OUTCOME));
        assertNotEquals(writer.getTraceId(), echo.getTraceId(), "the CRM knows no trace");
        assertEquals(
                List.of(writer.getSpanContext().getTraceId() + "/" + writer.getSpanId()),
                echo.getLinks().stream()
                        .map(link -> link.getSpanContext().getTraceId() + "/"
                                + link.getSpanContext().getSpanId())
                        .toList());
    }

    @Test
    void whatAnotherRunHasSettledLeadsToThatRun() {
        Pair pair = arrived();
        spans.reset();
        edits(pair, 31000);
        edits(pair, 32000);
        while (!world.events.isEmpty()) {
            deliver(world.events.poll(), "");
        }
        work();

        List<SpanData> runs = named("sync from partner_center");
        SpanData writer = runs.getFirst();
        assertEquals("synced", writer.getAttributes().get(OUTCOME));
        assertEquals("skipped", runs.get(1).getAttributes().get(OUTCOME));
        assertTrue(
                runs.get(1).getLinks().stream()
                        .anyMatch(link -> link.getSpanContext().getSpanId().equals(writer.getSpanId())),
                "the second event has a trace of its own");
    }

    @Test
    void aRetryGoesOnInTheSameTraceAndIsCounted() {
        Pair pair = arrived();
        spans.reset();
        edits(pair, 31000);
        Event event = world.events.poll();
        deliver(event, CALLERS);
        unavailable();
        workOne();
        refusing = false;
        work();

        List<SpanData> runs = named("sync from partner_center");
        assertEquals("later", runs.getFirst().getAttributes().get(OUTCOME));
        assertEquals("synced", runs.getLast().getAttributes().get(OUTCOME));
        assertEquals(1L, runs.getLast().getAttributes().get(AttributeKey.longKey("cosell.retries")));
        assertEquals(1, runs.stream().map(SpanData::getTraceId).distinct().count(), "the message carries the trace on");
    }

    @Test
    void noSpanSaysWhoItIsAbout() {
        Pair pair = arrived();
        changes(pair, 31000);

        String all = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .map(span -> span.getName() + span.getAttributes())
                .collect(Collectors.joining("\n"));
        assertFalse(all.contains("Fabrikam"), all);
        assertFalse(all.contains("filter"), all);
        assertFalse(all.contains("fixed"), "a token");
        assertFalse(all.contains(pair.record().orElseThrow().id()), all);
    }

    @Test
    void s29_oneFailingChangeIsOnTheTimelineWithCodeCorrelationIdAndTheSystemsRequestId() {
        Pair pair = arrived();
        refusing = true;
        changes(pair, 31000);

        Pair held = world.again(pair);
        assertEquals(Phase.HELD, held.phase());
        AuditEntry told = held(pair);
        assertTrue(told.problem().orElseThrow().startsWith(ProblemCode.INVALID_VALUE.code()), told.toString());
        assertEquals(span("accept partner_center").getTraceId(), told.correlation());
        assertEquals(
                List.of(new RefusedCall(
                        RemoteSystem.CRM, "PATCH /api/data/v9.2/opportunities({key})", 400, "c0ffee-1")),
                told.refusals());
    }

    @Test
    void s29_withoutAnybodyWhoTakesTracesTheTimelineHasCorrelationIdsAllTheSame() {
        telemetry = Telemetry.none();
        world = world();
        Pair pair = arrived();
        refusing = true;
        changes(pair, 31000);

        AuditEntry told = held(pair);
        assertTrue(told.correlation().matches("[0-9a-f]{32}"), told.toString());
        assertEquals("c0ffee-1", told.refusals().getFirst().requestId());
        assertTrue(log.getLast().endsWith(" trace=" + told.correlation()), log.getLast());
        assertEquals(List.of(), spans.getFinishedSpanItems());
    }

    @Test
    void aCrashBetweenAnnouncementAndWriteLosesNoTrace() {
        Pair pair = arrived();
        edits(pair, 31000);
        deliver(world.events.poll(), CALLERS);
        dataverse.onAnswer(() -> {
            dataverse.onAnswer(() -> {});
            throw new World.Crash();
        });
        try {
            workOne();
        } catch (World.Crash crash) {
            // The message comes back.
        }
        assertTrue(world.again(pair).pending().isPresent());
        assertTrue(
                world.again(pair).trace().contains("4bf92f3577b34da6a3ce929d0e0e4736"), "known before it is written");
    }

    @Test
    void whatIsMeasuredIsToldApartAsDeclared() {
        Pair pair = arrived();
        changes(pair, 32000);
        refusing = true;
        changes(pair, 31000);

        Map<String, MetricData> measured =
                metrics.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, data -> data));
        for (Metric metric : Arrays.stream(Metric.values())
                .filter(each -> each.kind() != Metric.Kind.GAUGE)
                .toList()) {
            MetricData data = measured.get(metric.id());
            assertEquals(metric.unit(), data.getUnit());
            for (PointData point : data.getData().getPoints()) {
                point.getAttributes()
                        .forEach((key, value) -> assertTrue(
                                metric.attributes().contains(key.getKey()), metric.id() + " has " + key.getKey()));
            }
        }
        assertEquals(
                Map.of("synced", 2L, "skipped", 1L, "held", 1L),
                measured.get(Metric.RUNS.id()).getLongSumData().getPoints().stream()
                        .collect(Collectors.toMap(
                                point -> point.getAttributes().get(OUTCOME), point -> point.getValue(), Long::sum)));
    }

    // --- The world ---

    private World world() {
        crm = dataverse.adapter(MAPS, sandbox -> telemetry.traced((Transport) call -> answer(sandbox, call)));
        return new World(1, MAPS, ports -> ports.with(crm).with(telemetry.traced(ports.pairs())), SyncSettings.DEFAULT);
    }

    private Answer answer(Transport sandbox, Call call) {
        if (refusing && new String(call.body(), StandardCharsets.UTF_8).contains("31000")) {
            String body = "{\"error\": {\"code\": \"0x80040203\", \"message\": \"not this value\"}}";
            return away
                    ? new Answer(503, Map.of(), new byte[0])
                    : new Answer(400, Map.of("req_id", "c0ffee-1"), body.getBytes(StandardCharsets.UTF_8));
        }
        return sandbox.send(call);
    }

    private void unavailable() {
        refusing = true;
        away = true;
    }

    /** A deal in step, and nothing observed yet but how it came to be. */
    private Pair arrived() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        while (!world.events.isEmpty()) {
            deliverAll();
            work();
        }
        spans.reset();
        return world.pairOf(referral);
    }

    private void changes(Pair pair, int value) {
        spans.reset();
        edits(pair, value);
        deliverAll();
        work();
    }

    private void edits(Pair pair, int value) {
        world.partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(World.VALUE, IntNode.valueOf(value)));
    }

    private void deliverAll() {
        while (!world.events.isEmpty()) {
            deliver(world.events.poll(), "");
        }
    }

    private void deliver(Event event, String parent) {
        telemetry.events().accept(event.subject().side(), parent, trace -> {
            world.inbox.accept(event.subject(), event.cause(), event.stamp(), event.fingerprints(), trace);
            return Reply.empty(202);
        });
    }

    private AuditEntry held(Pair pair) {
        return world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("held"))
                .findFirst()
                .orElseThrow();
    }

    private void tellsOfUpdates() {
        dataverse.control(
                "POST",
                "webhooks",
                "{\"url\": \"https://connector.test/api/events/dynamics\", \"authentication\": \"HTTP_HEADER\", "
                        + "\"authName\": \"x\", \"authValue\": \"y\", \"message\": \"Update\", \"table\": \"opportunity\", "
                        + "\"filteringAttributes\": []}");
    }

    private void echo() {
        DynamicsEvent event = DynamicsEvent.parse(dataverse.events.getLast(), Map.of(), MAPS, crm.names());
        deliver(new Event(Subject.record(event.record()), event.message(), Optional.empty(), event.fingerprints()), "");
        work();
    }

    private void work() {
        while (true) {
            if (!workOne()) {
                if (world.queue.nextVisible().isEmpty()) {
                    return;
                }
                world.clock.reach(world.queue.nextVisible().get());
            }
        }
    }

    private boolean workOne() {
        Worker worker =
                new Worker(work -> world.engine, world.queue, world.store, world.clock, new Delays(), telemetry.runs());
        Optional<MemoryQueue.Delivery> delivery = world.queue
                .poll(MemoryQueue.CRM_UPDATES)
                .or(() -> world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES));
        delivery.ifPresent(found -> {
            log.add(worker.work(WorkCodec.encode(found.work())));
            world.queue.complete(found);
        });
        return delivery.isPresent();
    }

    private SpanData span(String name) {
        return named(name).getFirst();
    }

    private List<SpanData> named(String name) {
        List<SpanData> found = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertFalse(
                found.isEmpty(),
                () -> "no span " + name + " among "
                        + spans.getFinishedSpanItems().stream()
                                .map(SpanData::getName)
                                .toList());
        return found;
    }
}
