package dev.cosell.sync;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import java.util.Set;

/** What the timeline says of writes. */
final class Timeline {
    /** Of a write that was done. */
    private static final Set<String> WRITES = Set.of("wrote", "created", "asked Microsoft in", "qualified");

    /** Of a write that was asked for, of one whose run did not live to tell of it, or of one that may go with another. */
    private static final Set<String> ALSO_WRITES =
            Set.of("is done", "found written", "closing taken back", "took along", "defaulted", "visible to Microsoft");

    private Timeline() {}

    static boolean tellsOfAQualification(AuditEntry entry) {
        return entry.did().equals("qualified");
    }

    /** Of a word to the seller that nobody tries again: what answered was understood by nobody. */
    static boolean tellsOfAWordGivenUp(AuditEntry entry) {
        return entry.did().equals("could not tell the seller")
                && entry.problem()
                        .filter(problem -> problem.startsWith(ProblemCode.UNEXPECTED.code()))
                        .isPresent();
    }

    /** Of a move that was asked for and made, not of one that was made already. */
    static boolean tellsOfAMoveThatWasAsked(AuditEntry entry) {
        return entry.did().endsWith(" is done");
    }

    /**
     * How many writes an entry may tell of. What the CRM left behind on a lead is told at once, before it is written; what the
     * CRM refuses as a whole is written group by group.
     */
    static int writesToldBy(AuditEntry entry) {
        return entry.did().equals("took along from the lead") ? entry.changes().size() : tellsOfAWrite(entry) ? 1 : 0;
    }

    static boolean surelyTellsOfAWrite(AuditEntry entry) {
        return WRITES.contains(entry.did());
    }

    static boolean tellsOfAWrite(AuditEntry entry) {
        return surelyTellsOfAWrite(entry) || ALSO_WRITES.stream().anyMatch(entry.did()::contains);
    }
}
