package dev.cosell.operate.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.operate.Problems;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GaugesTest {
    private static final Supplier<Map<String, ? extends Number>> AWAY = () -> {
        throw Problems.STORAGE_AWAY.failure();
    };

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void eachValueIsToldUnderWhatItIsOf() {
        String line = new Gauges(
                        Telemetry.to(sdk),
                        Map.of(
                                Metric.DEALS,
                                () -> Map.of("held", 3, "parked", 1),
                                Metric.REGISTRATION,
                                () -> Map.of("", 1)))
                .look();

        assertEquals("gauges=2", line);
        Map<String, MetricData> told =
                reader.collectAllMetrics().stream().collect(Collectors.toMap(MetricData::getName, data -> data));
        assertEquals(
                Map.of("held", 3.0, "parked", 1.0),
                told.get("cosell.deals").getDoubleGaugeData().getPoints().stream()
                        .collect(Collectors.toMap(
                                point -> point.getAttributes().get(AttributeKey.stringKey("cosell.phase")),
                                point -> point.getValue())));
        assertEquals(
                1,
                told.get("cosell.webhook.registered").getDoubleGaugeData().getPoints().stream()
                        .findFirst()
                        .orElseThrow()
                        .getValue());
    }

    @Test
    void whatCannotBeLookedAtLeavesTheOthersAlone() {
        String line = new Gauges(
                        Telemetry.to(sdk), Map.of(Metric.DEALS, AWAY, Metric.WAITING, () -> Map.of("crm-updates", 7L)))
                .look();

        assertEquals(
                "gauges=1 unknown=[cosell.deals:" + Problems.STORAGE_AWAY.code().code() + "]", line);
        assertEquals(1, reader.collectAllMetrics().size());
    }

    @Test
    void withoutAnybodyToTellNothingIsLookedAt() {
        assertEquals("gauges=nobody-asks", new Gauges(Telemetry.none(), Map.of(Metric.DEALS, AWAY)).look());
    }
}
