package dev.cosell.operate.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A place in a trace as text: what <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> calls a traceparent. */
final class TracePlace {
    private static final String MEMBER = "traceparent";

    private static final TextMapGetter<String> TEXT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String text) {
            return List.of(MEMBER);
        }

        @Override
        public String get(String text, String key) {
            return key.equals(MEMBER) ? text : null;
        }
    };

    private TracePlace() {}

    /** What a text from outside names; nothing valid if it is no traceparent. */
    static SpanContext read(String text) {
        return Span.fromContext(W3CTraceContextPropagator.getInstance().extract(Context.root(), text, TEXT))
                .getSpanContext();
    }

    static String write(SpanContext place) {
        return "00-" + place.getTraceId() + "-" + place.getSpanId() + "-"
                + place.getTraceFlags().asHex();
    }

    /** The beginning of a trace that nobody records: its id alone is of use. */
    static SpanContext begun() {
        return SpanContext.create(random(16), random(8), TraceFlags.getDefault(), TraceState.getDefault());
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        // An id of zeros alone would be none.
        bytes[0] |= 1;
        return HexFormat.of().formatHex(bytes);
    }
}
