package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the timeline says of writes. */
final class Timeline {
    /** Of a write that was done. */
    private static final Set<String> WRITES = Set.of("wrote", "created", "asked Microsoft in", "qualified");

    /** Of a write that was asked for, of one whose run did not live to tell of it, or of one that may go with another. */
    private static final Set<String> ALSO_WRITES =
            Set.of("is done", "found written", "closing taken back", "visible to Microsoft");

    /** Of what a deal is given when it has been made from a lead: all of it in one write. */
    private static final Set<String> SETTLES_IN = Set.of("took along from the lead", "defaulted");

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

    /**
     * How many writes entries may tell of.
     *
     * @param refused whether anything was refused: what a deal is given at first is then tried field by field
     */
    static long mostWrites(List<AuditEntry> entries, boolean refused) {
        List<AuditEntry> settlesIn =
                entries.stream().filter(Timeline::tellsOfSettlingIn).toList();
        long others = entries.stream().filter(Timeline::mayTellOfAWrite).count();
        return others
                + (refused
                        ? settlesIn.stream()
                                .mapToLong(entry -> entry.changes().size())
                                .sum()
                        : settlesIn.stream()
                                .mapToLong(AuditEntry::fence)
                                .distinct()
                                .count());
    }

    private static boolean mayTellOfAWrite(AuditEntry entry) {
        return surelyTellsOfAWrite(entry) || ALSO_WRITES.stream().anyMatch(entry.did()::contains);
    }

    /** What was defaulted in a referral went with its making. */
    private static boolean tellsOfSettlingIn(AuditEntry entry) {
        return SETTLES_IN.contains(entry.did()) && entry.to().equals(Optional.of(Side.CRM));
    }
}
