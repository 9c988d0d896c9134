package dev.cosell.operate.telemetry;

import dev.cosell.http.Transport;
import dev.cosell.sync.port.PairStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where traces and metrics go. Without anybody to send them to, correlation ids are all that is left: they are on the
 * timeline and in the log all the same.
 */
public final class Telemetry {
    /** Under which our spans and measurements are known. */
    static final String SCOPE = "dev.cosell";

    private static final double NANOS = 1e9;

    /** From one call to a wait of an hour. */
    private static final List<Double> SECONDS =
            List.of(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0);

    /** Who takes them, with what each metric is measured by. */
    private record Sink(
            boolean listens,
            Tracer tracer,
            Map<Metric, LongCounter> counters,
            Map<Metric, DoubleHistogram> durations,
            Map<Metric, DoubleGauge> gauges) {}

    private volatile Sink sink;

    private Telemetry(Sink sink) {
        this.sink = sink;
    }

    /** Traces and metrics go there. */
    public static Telemetry to(OpenTelemetry taker) {
        return new Telemetry(sink(taker, true));
    }

    /** Nobody takes them. */
    public static Telemetry none() {
        return new Telemetry(sink(OpenTelemetry.noop(), false));
    }

    /**
     * They go there as soon as it is made. That takes a second and more of a cold start, for which no event has to wait;
     * until then nobody takes them.
     *
     * @param taker made on a thread of its own; nothing if it cannot be made
     */
    public static Telemetry soon(Supplier<Optional<OpenTelemetry>> taker) {
        Telemetry telemetry = none();
        Thread.ofPlatform()
                .daemon()
                .name("telemetry-start")
                .start(() -> taker.get().ifPresent(made -> telemetry.sink = sink(made, true)));
        return telemetry;
    }

    private static Sink sink(OpenTelemetry taker, boolean listens) {
        Meter meter = taker.getMeter(SCOPE);
        Map<Metric, LongCounter> counters = new EnumMap<>(Metric.class);
        Map<Metric, DoubleHistogram> durations = new EnumMap<>(Metric.class);
        Map<Metric, DoubleGauge> gauges = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER ->
                    counters.put(
                            metric,
                            meter.counterBuilder(metric.id())
                                    .setUnit(metric.unit())
                                    .build());
                case DURATION ->
                    durations.put(
                            metric,
                            meter.histogramBuilder(metric.id())
                                    .setUnit(metric.unit())
                                    .setExplicitBucketBoundariesAdvice(SECONDS)
                                    .build());
                case GAUGE ->
                    gauges.put(
                            metric,
                            meter.gaugeBuilder(metric.id())
                                    .setUnit(metric.unit())
                                    .build());
            }
        }
        return new Sink(listens, taker.getTracer(SCOPE), counters, durations, gauges);
    }

    /** Whether anybody takes them: what costs calls is looked at only then. */
    boolean isOn() {
        return sink.listens();
    }

    public Transport traced(Transport transport) {
        return new TracedTransport(transport, this);
    }

    public PairStore traced(PairStore pairs) {
        return new TracedPairs(pairs);
    }

    public IncomingEvents events() {
        return new IncomingEvents(this);
    }

    public Runs runs() {
        return new Runs(this);
    }

    Tracer tracer() {
        return sink.tracer();
    }

    void count(Metric counter, Attributes of) {
        sink.counters().get(counter).add(1, of);
    }

    void measure(Metric duration, long nanos, Attributes of) {
        sink.durations().get(duration).record(nanos / NANOS, of);
    }

    void set(Metric gauge, double value, Attributes of) {
        sink.gauges().get(gauge).set(value, of);
    }
}
