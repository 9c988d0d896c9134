package dev.cosell.operate.telemetry;

import dev.cosell.problem.Problem;
import dev.cosell.sync.Outcome;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Work;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** One run of the worker. */
public final class Run {
    private final Work work;
    private final String traceId;
    private final Span span;
    private final Telemetry telemetry;

    Run(Work work, String traceId, Span span, Telemetry telemetry) {
        this.work = work;
        this.traceId = traceId;
        this.span = span;
        this.telemetry = telemetry;
    }

    /** The work; what is queued of it goes on in this run's trace. */
    public Work work() {
        return work;
    }

    /** The correlation id of everything this run does: 32 hexadecimal digits. */
    public String traceId() {
        return traceId;
    }

    public void ended(Outcome outcome) {
        switch (outcome) {
            case Outcome.Synced synced -> synced(synced);
            case Outcome.Skipped skipped -> counted("skipped");
            case Outcome.Later later -> counted("later");
            case Outcome.Held held -> {
                held.pair().ifPresent(this::about);
                stopped("held", held.problem());
            }
            case Outcome.Parked parked -> stopped("parked", parked.problem());
        }
    }

    private void synced(Outcome.Synced synced) {
        about(synced.pair());
        span.setAttribute(Named.WRITES, synced.writes());
        counted("synced");
        if (synced.writes() > 0) {
            telemetry.measure(
                    Metric.CHANGE_DURATION, Math.max(0, synced.after().toNanos()), Attributes.of(Named.FROM, from()));
        }
    }

    private void about(PairId pair) {
        span.setAttribute(Named.PAIR, pair.value());
    }

    private void stopped(String outcome, Problem problem) {
        ended(outcome, problem.code().code());
    }

    void failed(String error) {
        ended("failed", error);
    }

    private void ended(String outcome, String error) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Named.OUTCOME, outcome);
        span.setAttribute(Named.ERROR, error);
        telemetry.count(Metric.RUNS, of(outcome).put(Named.ERROR, error).build());
    }

    private void counted(String outcome) {
        span.setAttribute(Named.OUTCOME, outcome);
        telemetry.count(Metric.RUNS, of(outcome).build());
    }

    private AttributesBuilder of(String outcome) {
        return Attributes.builder().put(Named.FROM, from()).put(Named.OUTCOME, outcome);
    }

    private String from() {
        return Named.side(work.subject().side());
    }
}
