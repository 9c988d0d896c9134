package dev.cosell.operate.telemetry;

import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.function.Function;

/** Where a trace begins: an event is taken in, and the message it becomes names its place in the trace. */
public final class IncomingEvents {
    private final Telemetry telemetry;

    IncomingEvents(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Takes an event of Partner Center's in; see {@link #accept}. */
    public Reply fromPartnerCenter(String parent, Function<String, Reply> intake) {
        return accept(Side.PARTNER_CENTER, parent, intake);
    }

    /** Takes an event of the CRM's in; see {@link #accept}. */
    public Reply fromCrm(String parent, Function<String, Reply> intake) {
        return accept(Side.CRM, parent, intake);
    }

    /**
     * Takes an event in.
     *
     * @param parent the traceparent the request came with; anything else begins a trace
     * @param intake is given the traceparent of the message
     */
    public Reply accept(Side from, String parent, Function<String, Reply> intake) {
        Span span = telemetry
                .tracer()
                .spanBuilder("accept " + Named.side(from))
                .setParent(Context.root().with(Span.wrap(TracePlace.read(parent))))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(Named.FROM, Named.side(from))
                .startSpan();
        String outcome = "failed";
        try {
            Reply reply = intake.apply(TracePlace.write(placeOf(span)));
            outcome = reply.status() < 300 ? "accepted" : "refused";
            return reply;
        } catch (Failure failure) {
            outcome = failure.problem().handling() == Handling.PERSON ? "refused" : "failed";
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Named.ERROR, failure.problem().code().code());
            throw failure;
        } catch (RuntimeException defect) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Named.ERROR, defect.getClass().getName());
            throw defect;
        } finally {
            span.setAttribute(Named.OUTCOME, outcome);
            span.end();
            telemetry.count(Metric.EVENTS, Attributes.of(Named.FROM, Named.side(from), Named.OUTCOME, outcome));
        }
    }

    /** A span nobody records has a place only if its parent had one. */
    static SpanContext placeOf(Span span) {
        return span.getSpanContext().isValid() ? span.getSpanContext() : TracePlace.begun();
    }
}
