package dev.cosell.sync;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.RecordQuery;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells a refusal of one row from that of a whole system. To a user who may not see one location or business unit, both
 * systems say the same as to a user who may see nothing; so whatever would pause a system is first tried with its other
 * rows. If those are shown, the refusal is this row's own matter, and only its deal is held.
 */
final class Forbidden {
    private Forbidden() {}

    /** A call about one referral, or to make one; a refusal costs one more call. */
    static <T> T ofReferral(PartnerCenter partnerCenter, Supplier<T> call) {
        return narrowed(call, () -> partnerCenter.lastChanged(Optional.empty()), refused -> switch (refused) {
            case ACCESS_DENIED -> Optional.of(ProblemCode.REFERRAL_FORBIDDEN);
            default -> Optional.empty();
        });
    }

    /**
     * The reading of one record; a refusal costs one more call. Of a write nothing would be learned: who may read all
     * records of a table need not be allowed to write any.
     */
    static <T> T ofRecord(Crm crm, RecordRef record, Supplier<T> call) {
        RecordQuery any = new RecordQuery(record.table(), Optional.empty(), Optional.empty(), 1);
        return narrowed(call, () -> crm.records(any, Optional.empty()), refused -> switch (refused) {
            case PRIVILEGE_MISSING -> Optional.of(ProblemCode.RECORD_FORBIDDEN);
            // Not found, in words nobody knows: the address of the table is right.
            case MISCONFIGURED -> Optional.of(ProblemCode.RECORD_GONE);
            default -> Optional.empty();
        });
    }

    private interface OfRow {
        Optional<ProblemCode> instead(ProblemCode refused);
    }

    private static <T> T narrowed(Supplier<T> call, Runnable others, OfRow row) {
        try {
            return call.get();
        } catch (Failure failure) {
            Problem problem = failure.problem();
            Optional<ProblemCode> narrower = row.instead(problem.code());
            if (narrower.isEmpty() || problem.outcomeUnknown() || !answers(others)) {
                throw failure;
            }
            throw new Problem(
                            narrower.get(),
                            problem.detail(),
                            problem.field(),
                            problem.system(),
                            Optional.empty(),
                            false)
                    .failure(failure);
        }
    }

    private static boolean answers(Runnable others) {
        try {
            others.run();
            return true;
        } catch (Failure refusedToo) {
            return false;
        }
    }
}
