package dev.cosell.crm;

import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions to a field map that only an adapter asks. */
public final class MappedColumns {
    private MappedColumns() {}

    /** Columns whose lookup is to a currency. */
    public static Set<String> currencies(FieldMap map) {
        return ofType(map, ValueType.CURRENCY);
    }

    /** Columns whose lookup is read and written by the name of the row. */
    public static Set<String> named(FieldMap map) {
        return ofType(map, ValueType.TERM);
    }

    /** Columns the CRM may lack. */
    public static Set<String> optional(FieldMap map) {
        return map.fields().stream()
                .filter(Field::optional)
                .flatMap(field -> field.crm().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    public static Set<String> ofType(FieldMap map, ValueType type) {
        return map.fields().stream()
                .filter(field -> field.type() == type)
                .flatMap(field -> field.crm().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The columns with a meaning to the connector itself. */
    public static Set<String> control(FieldMap map) {
        return Stream.concat(map.columns().needed().stream(), map.columns().forSellers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The field a column belongs to, for messages. */
    public static Optional<String> field(FieldMap map, String column) {
        return map.fields().stream()
                .filter(field -> field.crm().contains(column))
                .map(Field::name)
                .findFirst();
    }
}
