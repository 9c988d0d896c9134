package dev.cosell.sync.pair;

import dev.cosell.fieldmap.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of a pair's timeline: one effect, one entry.
 *
 * @param fence of the lease under which it happened
 * @param step within that fence, from 0
 * @param at by the storage server's clock
 * @param cause the event that led to it
 * @param did what happened, for instance {@code wrote}, {@code created}, {@code held}, {@code conflict}
 * @param to the side that was written, if one was
 * @param problem code and detail, if it is about one
 * @param correlation the trace it belongs to, 32 hexadecimal digits; empty if none is known
 * @param refusals which calls were refused before it came to the problem
 */
public record AuditEntry(
        long fence,
        int step,
        Instant at,
        String cause,
        String did,
        Optional<Side> to,
        List<FieldChange> changes,
        Optional<String> problem,
        String correlation,
        List<RefusedCall> refusals) {
    /** One that belongs to no trace yet. */
    public AuditEntry(
            long fence,
            int step,
            Instant at,
            String cause,
            String did,
            Optional<Side> to,
            List<FieldChange> changes,
            Optional<String> problem) {
        this(fence, step, at, cause, did, to, changes, problem, "", List.of());
    }

    /**
     * A field that crossed.
     *
     * @param before what the written side showed before
     * @param after what was written
     * @param lost on a conflict, what the losing side had
     */
    public record FieldChange(String field, String before, String after, Optional<String> lost) {}

    /** The first of them; in place of those that are too many one entry, which says how many they are. */
    public static List<AuditEntry> atMost(int most, List<AuditEntry> entries) {
        if (entries.size() <= most) {
            return entries;
        }
        List<AuditEntry> kept = new ArrayList<>(entries.subList(0, most - 1));
        AuditEntry next = entries.get(most - 1);
        int more = entries.size() - kept.size();
        kept.add(new AuditEntry(
                next.fence(),
                next.step(),
                next.at(),
                next.cause(),
                "and " + more + " more entries",
                Optional.empty(),
                List.of(),
                Optional.empty()));
        return List.copyOf(kept);
    }

    public AuditEntry under(long newFence) {
        return new AuditEntry(newFence, step, at, cause, did, to, changes, problem, correlation, refusals);
    }

    /** The same as a part of a trace; what was refused belongs to the entry only if that tells a problem. */
    public AuditEntry in(String traceId, List<RefusedCall> refused) {
        List<RefusedCall> told = problem.isPresent() ? List.copyOf(refused) : List.of();
        return new AuditEntry(fence, step, at, cause, did, to, changes, problem, traceId, told);
    }
}
