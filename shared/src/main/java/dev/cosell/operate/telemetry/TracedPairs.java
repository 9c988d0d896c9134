package dev.cosell.operate.telemetry;

import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Optional;

/**
 * Pairs that know which run wrote them. A run that reads a pair links to the run before it that wrote: so an echo, and an
 * event that another one's run has settled, lead to where the change was made. What a run puts on the timeline carries its
 * trace, and which calls were refused.
 */
final class TracedPairs implements PairStore {
    private final PairStore pairs;

    TracedPairs(PairStore pairs) {
        this.pairs = pairs;
    }

    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        Optional<Stored<Pair>> found = pairs.read(id);
        found.ifPresent(row -> tell(row.value()));
        return found;
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        return pairs.create(pair);
    }

    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> audit) {
        SpanContext here = Span.current().getSpanContext();
        if (!here.isValid()) {
            return pairs.replace(was, now, audit);
        }
        // Who works on the pair does not know of the trace: it stays as it is stored, unless a write is announced.
        String trace =
                now.pending().isPresent() ? TracePlace.write(here) : was.value().trace();
        Optional<Trail> trail = Trail.current();
        List<RefusedCall> refused = trail.map(Trail::refused).orElse(List.of());
        List<AuditEntry> told = audit.stream()
                .map(entry -> entry.in(here.getTraceId(), refused))
                .toList();
        Optional<Stored<Pair>> stored =
                pairs.replace(was, now.change().trace(trace).now(), told);
        if (stored.isPresent() && !told.isEmpty()) {
            trail.ifPresent(Trail::told);
        }
        return stored;
    }

    private static void tell(Pair pair) {
        Span run = Span.current();
        run.setAttribute(Named.RETRIES, pair.failures());
        SpanContext writer = TracePlace.read(pair.trace());
        if (writer.isValid() && !writer.getSpanId().equals(run.getSpanContext().getSpanId())) {
            run.addLink(writer);
        }
    }
}
