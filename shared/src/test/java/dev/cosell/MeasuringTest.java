package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.cosell.operate.budget.Usage;
import dev.cosell.operate.connect.Expiry;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.registration.WebhookRegistration;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.StorageClock;
import dev.cosell.sync.pair.Phase;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
    private final PairDirectory directory = mock(PairDirectory.class);
    private final QueueWork queue = mock(QueueWork.class);
    private final PoisonMessages poison = mock(PoisonMessages.class);
    private final Reconcile reconcile = mock(Reconcile.class);
    private final Usage usage = mock(Usage.class);
    private final TokenWatch tokens = mock(TokenWatch.class);
    private final WebhookRegistration webhook = mock(WebhookRegistration.class);

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void everyGaugeIsReadOffWhatItIsAbout() {
        when(directory.counts(anyInt())).thenReturn(Map.of(Phase.HELD, new PairDirectory.PhaseCount(3, false)));
        when(queue.depths())
                .thenReturn(Map.of("inbound", new QueueWork.Depth(7, 2), "outbound", new QueueWork.Depth(0, 0)));
        when(queue.ages()).thenReturn(Map.of("inbound", Duration.ofMinutes(2)));
        when(poison.count("inbound")).thenReturn(4);
        when(reconcile.drift()).thenReturn(Optional.of(2));
        when(usage.used()).thenReturn(Map.of(RemoteSystem.PARTNER_CENTER, 81.5));
        when(tokens.all()).thenReturn(List.of(new Expiry("sign-in", NOW.plus(Duration.ofHours(36)), "again")));

        when(webhook.delivers()).thenReturn(Optional.of(true));

        assertEquals("gauges=8", look());

        assertEquals("""
                {cosell.budget.used{cosell.system="partner_center"}=81.5,\
                 cosell.credential.remaining{cosell.credential="sign-in"}=1.5,\
                 cosell.deals{cosell.phase="held"}=3.0,\
                 cosell.drift{}=2.0,\
                 cosell.parked.messages{cosell.queue="inbound"}=4.0,\
                 cosell.parked.messages{cosell.queue="outbound"}=0.0,\
                 cosell.queue.age{cosell.queue="inbound"}=120.0,\
                 cosell.queue.age{cosell.queue="outbound"}=0.0,\
                 cosell.queue.messages{cosell.queue="inbound"}=7.0,\
                 cosell.queue.messages{cosell.queue="outbound"}=0.0,\
                 cosell.webhook.registered{}=1.0}""", told().toString());
    }

    @Test
    void whatIsNotKnownYetIsNotToldAsZero() {
        when(reconcile.drift()).thenReturn(Optional.empty());
        when(webhook.delivers()).thenReturn(Optional.empty());

        look();

        assertEquals(
                List.of(),
                told().keySet().stream()
                        .filter(name -> name.startsWith("cosell.drift") || name.startsWith("cosell.webhook"))
                        .toList());
    }

    private String look() {
        StorageClock clock = mock(StorageClock.class);
        when(clock.instant()).thenReturn(NOW);
        Stores stores = mock(Stores.class);
        when(stores.queues()).thenReturn(new QueueNames("inbound", "outbound"));
        when(stores.directory()).thenReturn(directory);
        when(stores.queue()).thenReturn(queue);
        when(stores.poison()).thenReturn(poison);
        when(stores.clock()).thenReturn(clock);
        return Measuring.gauges(Telemetry.to(sdk), stores, reconcile, usage, tokens, webhook)
                .look();
    }

    private TreeMap<String, Double> told() {
        TreeMap<String, Double> told = new TreeMap<>();
        reader.collectAllMetrics()
                .forEach(metric -> metric.getDoubleGaugeData()
                        .getPoints()
                        .forEach(point -> told.put(metric.getName() + point.getAttributes(), point.getValue())));
        return told;
    }
}
