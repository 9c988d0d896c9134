package dev.cosell.sync;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import java.util.Set;

/** What the timeline says of writes. */
final class Timeline {
    /** Of a write that was done. */
    private static final Set<String> WRITES = Set.of("wrote", "created", "asked Microsoft in", "qualified");

    private static final String TAKEN_ALONG = "took along";

    /** Of a write that was asked for, of one whose run did not live to tell of it, or of one that may go with another. */
    private static final Set<String> ALSO_WRITES =
            Set.of("is done", "found written", "closing taken back", TAKEN_ALONG, "defaulted", "visible to Microsoft");

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

    static boolean surelyTellsOfAWrite(AuditEntry entry) {
        return WRITES.contains(entry.did());
    }

    /** How many writes an entry may tell of: what is taken along is told once, and tried field by field if it is refused. */
    static int mostWrites(AuditEntry entry) {
        boolean tells = surelyTellsOfAWrite(entry) || ALSO_WRITES.stream().anyMatch(entry.did()::contains);
        return tells ? entry.did().contains(TAKEN_ALONG) ? entry.changes().size() : 1 : 0;
    }
}
