package dev.cosell.sandbox.salesforce;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One kind of record (an sObject type).
 *
 * @param fields in the order in which describe and records show them
 * @param byName the same; names are found whatever the case of their letters
 * @param undeletable whether deleted records go to the recycle bin
 * @param mergeable whether records of this kind can be merged
 */
record ObjectType(
        String name,
        String label,
        String labelPlural,
        String keyPrefix,
        Collection<Field> fields,
        Map<String, Field> byName,
        boolean createable,
        boolean updateable,
        boolean deletable,
        boolean undeletable,
        boolean mergeable,
        Feature feature) {

    ObjectType with(Collection<Field> others) {
        return new ObjectType(
                name,
                label,
                labelPlural,
                keyPrefix,
                others,
                index(others),
                createable,
                updateable,
                deletable,
                undeletable,
                mergeable,
                feature);
    }

    static Map<String, Field> index(Collection<Field> fields) {
        Map<String, Field> index = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field -> index.put(field.name(), field));
        return index;
    }

    boolean custom() {
        return name.endsWith("__c");
    }

    Optional<Field> field(String wanted) {
        return Optional.ofNullable(byName.get(wanted));
    }

    boolean has(String wanted) {
        return byName.containsKey(wanted);
    }

    /** The lookup with this relationship name. */
    Optional<Field> relationship(String wanted) {
        return fields.stream()
                .filter(field -> !wanted.isEmpty() && field.relationship().equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** Whether it is a person, whose name is put together. */
    boolean isPerson() {
        return has("LastName");
    }
}
