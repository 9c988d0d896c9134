package dev.cosell.launcher.crm;

import java.util.Set;

/**
 * A record as its seller reads it, in words that are the same for every CRM. Texts that are not there are empty.
 *
 * @param value as stored, without rounding
 * @param decimals of the record's currency
 * @param currency ISO 4217
 * @param closeDate {@code yyyy-MM-dd}
 * @param notesAtMost characters that the CRM keeps of notes
 * @param customerId key into {@link CrmSandbox#customers()}
 * @param syncStatus the connector's word on the record
 * @param syncProblem what the connector says that is to be done
 */
public record RecordView(
        String id,
        String name,
        String value,
        int decimals,
        String currency,
        String closeDate,
        String notes,
        int notesAtMost,
        Stage stage,
        Set<String> solutions,
        String referralId,
        String referralLink,
        String microsoftId,
        String customerId,
        String syncStatus,
        String syncProblem) {
    /** Where a record stands. */
    public enum Stage {
        NEW,
        ACTIVE,
        WON,
        LOST
    }

    /** The value as a whole number; 0 without one. */
    public int wholeValue() {
        return value.isEmpty() ? 0 : new java.math.BigDecimal(value).intValue();
    }
}
