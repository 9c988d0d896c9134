package dev.cosell.fieldmap;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Columns of a CRM table with a meaning to the connector itself.
 *
 * @param sync the seller's switch: this deal is shared
 * @param help of a deal, what Microsoft is asked to help with; a label, empty for nothing
 * @param referralId the id of the referral the record is linked to
 * @param number optional: a number people know a record by; only searched, never written
 * @param otherCountries paths that may say the customer's country where the customer's own address does not
 * @param lineage of a deal, the lookup to the lead it was made from; of a lead, to the deal it became
 */
public record ControlColumns(
        String sync,
        Optional<String> help,
        String referralId,
        Told told,
        Asked asked,
        Optional<String> number,
        List<String> otherCountries,
        Optional<String> lineage) {
    /**
     * What the connector tells the seller; nobody else writes these.
     *
     * @param audit Microsoft's audit text
     * @param status optional: one word for where the pair stands
     * @param problem optional: what is wrong and what to do
     * @param deadline optional: until when the referral has to be answered; an instant, empty if there is nothing to answer
     * @param timeline optional: address of the deal's timeline
     */
    public record Told(
            String audit,
            Optional<String> status,
            Optional<String> problem,
            Optional<String> deadline,
            Optional<String> timeline) {
        /** All that the map names. */
        public List<String> columns() {
            return Stream.of(Optional.of(audit), status, problem, deadline, timeline)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * What the seller asks of the connector.
     *
     * @param syncNow optional: a sync, now
     * @param closeReason optional: why the seller closed the deal, in words
     * @param keep optional: which side's value stands where both changed
     */
    public record Asked(Optional<String> syncNow, Optional<String> closeReason, Optional<String> keep) {
        /** All that the map names. */
        public List<String> columns() {
            return Stream.of(syncNow, closeReason, keep)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** Those without which nothing can be shared. */
    public List<String> needed() {
        return Stream.of(Optional.of(sync), help, Optional.of(referralId))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Those that only show and ask: without them the seller sees less, and everything else works. */
    public List<String> forSellers() {
        return Stream.concat(told.columns().stream(), asked.columns().stream()).toList();
    }
}
