package dev.cosell.operate.telemetry;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.sync.pair.RefusedCall;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes a span and a measurement of each call, and keeps the request ids of refused ones for the timeline. Of addresses only
 * what names a kind of thing is told, of headers and bodies nothing but request ids.
 *
 * <p>Partner Center is told the trace as its correlation id: what its support finds under it is what stands on our timeline.
 */
final class TracedTransport implements Transport {
    private static final String CORRELATION = "MS-CorrelationId";
    /** Ours, for a call to Partner Center that got no answer. */
    private static final String OWN_REQUEST = "MS-RequestId";

    /** By which the systems know a call, the most telling first; Salesforce gives none. */
    private static final List<String> REQUEST_IDS =
            List.of("ms-requestid", "request-id", "req_id", "x-ms-service-request-id", "x-ms-request-id");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    private final Transport transport;
    private final Telemetry telemetry;

    TracedTransport(Transport transport, Telemetry telemetry) {
        this.transport = transport;
        this.telemetry = telemetry;
    }

    @Override
    public Answer send(Call call) {
        Span span = telemetry
                .tracer()
                .spanBuilder(call.method())
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        if (span.isRecording()) {
            describe(span, call);
        }
        long began = System.nanoTime();
        try {
            Answer answer = transport.send(correlated(call, span.getSpanContext()));
            answered(span, call, answer, System.nanoTime() - began);
            return answer;
        } catch (Failure failure) {
            unanswered(span, call, failure, System.nanoTime() - began);
            throw failure;
        } finally {
            span.end();
        }
    }

    private static void describe(Span span, Call call) {
        span.updateName(Operation.of(call));
        span.setAttribute(Named.SYSTEM, Named.system(call.system()));
        span.setAttribute(Named.METHOD, call.method());
        span.setAttribute(Named.TEMPLATE, Operation.path(call));
        span.setAttribute(Named.HOST, call.uri().getHost());
    }

    private static Call correlated(Call call, SpanContext here) {
        return here.isValid() ? call.replacing(CORRELATION, asUuid(here.getTraceId())) : call;
    }

    /** A trace id in the form in which Partner Center takes ids. */
    static String asUuid(String traceId) {
        return new UUID(
                        Long.parseUnsignedLong(traceId.substring(0, 16), 16),
                        Long.parseUnsignedLong(traceId.substring(16), 16))
                .toString();
    }

    private void answered(Span span, Call call, Answer answer, long nanos) {
        Optional<String> requestId = requestId(answer);
        span.setAttribute(Named.STATUS, answer.status());
        requestId.ifPresent(id -> span.setAttribute(Named.REQUEST_ID, id));
        AttributesBuilder measured = measured(call).put(Named.STATUS, answer.status());
        if (!answer.ok()) {
            String status = Integer.toString(answer.status());
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Named.ERROR, status);
            measured.put(Named.ERROR, status);
            keep(call, answer.status(), requestId.orElse(""));
        }
        telemetry.measure(Metric.CALL_DURATION, nanos, measured.build());
    }

    private void unanswered(Span span, Call call, Failure failure, long nanos) {
        String code = failure.problem().code().code();
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Named.ERROR, code);
        telemetry.measure(
                Metric.CALL_DURATION,
                nanos,
                measured(call).put(Named.ERROR, code).build());
        keep(call, 0, call.headers().getOrDefault(OWN_REQUEST, ""));
    }

    private static AttributesBuilder measured(Call call) {
        return Attributes.builder()
                .put(Named.SYSTEM, Named.system(call.system()))
                .put(Named.METHOD, call.method())
                .put(Named.HOST, call.uri().getHost());
    }

    private static void keep(Call call, int status, String requestId) {
        Trail.current()
                .ifPresent(
                        trail -> trail.refused(new RefusedCall(call.system(), Operation.of(call), status, requestId)));
    }

    /** What an answer says comes from outside: it is an id, or it is not told. */
    private static Optional<String> requestId(Answer answer) {
        return REQUEST_IDS.stream()
                .map(answer::header)
                .flatMap(Optional::stream)
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .findFirst();
    }
}
