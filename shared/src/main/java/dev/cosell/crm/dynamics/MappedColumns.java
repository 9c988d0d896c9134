package dev.cosell.crm.dynamics;

import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions to a field map that only an adapter asks. */
final class MappedColumns {
    private MappedColumns() {}

    /** Columns whose lookup is to a currency. */
    static Set<String> currencies(FieldMap map) {
        return ofType(map, ValueType.CURRENCY);
    }

    /** Columns whose lookup is read and written by the name of the row. */
    static Set<String> named(FieldMap map) {
        return ofType(map, ValueType.TERM);
    }

    /** Columns the CRM may lack. */
    static Set<String> optional(FieldMap map) {
        return map.fields().stream()
                .filter(Field::optional)
                .flatMap(field -> field.crm().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> ofType(FieldMap map, ValueType type) {
        return map.fields().stream()
                .filter(field -> field.type() == type)
                .flatMap(field -> field.crm().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The columns with a meaning to the connector itself. */
    static Set<String> control(FieldMap map) {
        return Stream.concat(map.columns().needed().stream(), map.columns().forSellers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The field a column belongs to, for messages. */
    static Optional<String> field(FieldMap map, String column) {
        return map.fields().stream()
                .filter(field -> field.crm().contains(column))
                .map(Field::name)
                .findFirst();
    }

    /** The account column behind a member of the referral's customer. */
    static Optional<String> account(FieldMap map, String pointer) {
        return map.fields().stream()
                .filter(field -> field.partnerCenter().contains(pointer))
                .flatMap(field -> field.crm().stream())
                .filter(path -> path.startsWith(Relation.CUSTOMER.prefix()))
                .map(path -> path.substring(Relation.CUSTOMER.prefix().length()))
                .findFirst();
    }
}
