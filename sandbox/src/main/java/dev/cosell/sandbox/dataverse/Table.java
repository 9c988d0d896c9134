package dev.cosell.sandbox.dataverse;

import dev.cosell.sandbox.dataverse.Column.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table with all its columns, its primary key first.
 *
 * @param fullName whether {@code fullname} is computed of first and last name
 * @param closedIsReadOnly whether a record whose state is not 0 takes no changes until it is reopened
 * @param closedByAction whether only an action may close a record
 * @param duplicateRule columns that the stock duplicate detection rule compares; empty if there is none
 */
record Table(
        String logicalName,
        String schemaName,
        String entitySetName,
        int objectTypeCode,
        String label,
        String primaryId,
        String primaryName,
        boolean changeTracking,
        boolean optimisticConcurrency,
        boolean fullName,
        boolean closedIsReadOnly,
        boolean closedByAction,
        List<AlternateKey> keys,
        List<String> duplicateRule,
        Map<String, Column> columns) {

    /**
     * @param failed whether its index could not be built because records held equal values
     * @param building whether its index is being built; until then it addresses nothing and refuses nothing
     */
    record AlternateKey(
            String name, String label, List<String> columns, boolean optional, boolean failed, boolean building) {
        boolean active() {
            return !failed && !building;
        }

        /** In the words of {@code EntityKeyIndexStatus}. */
        String status() {
            return building ? "Pending" : failed ? "Failed" : "Active";
        }
    }

    /** A lookup column together with the one target that a navigation property stands for. */
    record Navigation(Column column, Target target) {}

    Optional<Column> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** The column behind a member of a JSON body, a {@code $select} or a {@code $filter}. */
    Optional<Column> byJsonName(String member) {
        boolean lookup = member.startsWith("_") && member.endsWith("_value");
        String name = lookup ? member.substring(1, member.length() - "_value".length()) : member;
        return column(name).filter(column -> column.jsonName().equals(member));
    }

    Optional<Navigation> navigation(String name) {
        for (Column column : columns.values()) {
            for (Target target : column.targets()) {
                if (target.navigation().equals(name)) {
                    return Optional.of(new Navigation(column, target));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the record's money belongs to a currency. */
    boolean hasCurrency() {
        return column("transactioncurrencyid")
                .filter(column -> column.type().isLookup())
                .isPresent();
    }

    boolean hasState() {
        return columns.containsKey("statecode");
    }

    String privilege(String verb) {
        return "prv" + verb + schemaName;
    }

    Table with(Map<String, Column> otherColumns, List<AlternateKey> otherKeys) {
        return with(otherColumns, otherKeys, changeTracking);
    }

    Table with(Map<String, Column> otherColumns, List<AlternateKey> otherKeys, boolean tracked) {
        return new Table(
                logicalName,
                schemaName,
                entitySetName,
                objectTypeCode,
                label,
                primaryId,
                primaryName,
                tracked,
                optimisticConcurrency,
                fullName,
                closedIsReadOnly,
                closedByAction,
                List.copyOf(otherKeys),
                duplicateRule,
                new LinkedHashMap<>(otherColumns));
    }
}
