package dev.cosell.crm.salesforce;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;

/**
 * By what records of a mapped object go: their own ids, which Salesforce chooses, and until that is known the external id,
 * which is the referral's: {@code Referral_Identifier__c=<referral id>}.
 */
final class RecordNames {
    /** Between the column and the value by which a new record goes. */
    private static final char NAMED_BY = '=';

    private final String object;
    private final String column;

    RecordNames(FieldMap map) {
        this.object = map.table();
        this.column = map.columns().referralId();
    }

    RecordRef ofNew(String referralId) {
        return new RecordRef(object, column + NAMED_BY + referralId);
    }

    /** The referral's id in a name from {@link #ofNew}. */
    String referral(RecordRef name) {
        if (!isOfNew(name)) {
            throw new IllegalArgumentException("expected a name given by nameOfNew, found " + name);
        }
        return name.id().substring(column.length() + 1);
    }

    /** The condition that tells a record. */
    String condition(RecordRef record) {
        return isOfNew(record) ? column + " = " + Soql.literal(referral(record)) : "Id = " + Soql.literal(id(record));
    }

    /** The address of a record by its own id. */
    String path(RecordRef record) {
        return "sobjects/" + object + "/" + id(record);
    }

    /** The address by which a new record is made. */
    String pathOfNew(RecordRef name) {
        return "sobjects/" + object + "/" + column + "/" + Soql.encode(referral(name));
    }

    Problem several(RecordRef name) {
        return Problem.of(
                        ProblemCode.CLAIMED_TWICE,
                        "expected one record of " + object + " with " + name.id() + ", found several")
                .from(RemoteSystem.CRM);
    }

    Problem gone() {
        return Problem.of(
                        ProblemCode.RECORD_GONE,
                        "expected the " + object + " to be there and visible, found none by its id")
                .from(RemoteSystem.CRM);
    }

    private boolean isOfNew(RecordRef record) {
        return record.id().startsWith(column + NAMED_BY);
    }

    private static String id(RecordRef record) {
        return SalesforceId.parse(record.id())
                .orElseThrow(() -> new IllegalArgumentException("expected a Salesforce id, found " + record.id()));
    }
}
