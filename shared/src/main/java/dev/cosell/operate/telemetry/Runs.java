package dev.cosell.operate.telemetry;

import dev.cosell.problem.Failure;
import dev.cosell.sync.pair.Work;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Function;

/** Runs of the worker, each a part of its event's trace. */
public final class Runs {
    private static final int LONGEST_CAUSE = 100;

    private final Telemetry telemetry;

    Runs(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /**
     * Does the work of one message as a part of its trace; calls and pairs on the way belong to it.
     *
     * @param body has to tell the run how it ended, unless it throws
     */
    public <T> T run(Work work, Function<Run, T> body) {
        Span span = telemetry
                .tracer()
                .spanBuilder("sync from " + Named.side(work.subject().side()))
                .setParent(Context.root().with(Span.wrap(TracePlace.read(work.trace()))))
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        SpanContext place = IncomingEvents.placeOf(span);
        Span known = span.getSpanContext().isValid() ? span : Span.wrap(place);
        if (span.isRecording()) {
            describe(span, work);
        }
        Run run = new Run(work.in(TracePlace.write(place)), place.getTraceId(), span, telemetry);
        Scope here = new Trail().in(Context.root().with(known)).makeCurrent();
        try {
            return body.apply(run);
        } catch (Failure failure) {
            run.failed(failure.problem().code().code());
            throw failure;
        } catch (RuntimeException defect) {
            run.failed(defect.getClass().getName());
            throw defect;
        } finally {
            here.close();
            span.end();
        }
    }

    private static void describe(Span span, Work work) {
        span.setAttribute(Named.FROM, Named.side(work.subject().side()));
        span.setAttribute(Named.SUBJECT, work.subject().key());
        span.setAttribute(Named.RETRIES, work.attempt());
        span.setAttribute(
                Named.CAUSE, work.cause().substring(0, Math.min(work.cause().length(), LONGEST_CAUSE)));
    }
}
