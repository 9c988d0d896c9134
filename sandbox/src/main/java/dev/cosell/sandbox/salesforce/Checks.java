package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks that the service itself makes of a whole record, before the rules of the customer. */
final class Checks {
    private final Organization organization;

    Checks(Organization organization) {
        this.organization = organization;
    }

    void required(ObjectType type, Map<String, JsonNode> row) {
        List<String> missing = type.fields().stream()
                .filter(field -> field.required() && field.createable() && !given(row, field))
                .map(Field::name)
                .toList();
        if (!missing.isEmpty()) {
            throw Refusal.data(
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: %s".formatted(missing),
                    missing.toArray(String[]::new));
        }
    }

    private static boolean given(Map<String, JsonNode> row, Field field) {
        return !row.getOrDefault(field.name(), Json.NODES.nullNode()).isNull();
    }

    /** Lookups that were changed must point to living records of the right kind. */
    void references(ObjectType type, Map<String, JsonNode> row, Optional<Stored> before) {
        for (Field field : type.fields()) {
            JsonNode id = row.getOrDefault(field.name(), Json.NODES.nullNode());
            boolean old = before.isPresent() && before.get().value(field.name()).equals(id);
            if (field.type() == FieldType.REFERENCE && field.createable() && !id.isNull() && !old) {
                reference(field, id.textValue());
            }
        }
    }

    private void reference(Field field, String id) {
        List<ObjectType> targets =
                field.references().stream().map(organization.schema()::type).toList();
        if (targets.stream().noneMatch(target -> target.keyPrefix().equals(Ids.prefix(id)))) {
            throw Refusal.data(
                    "FIELD_INTEGRITY_EXCEPTION",
                    "%s: id value of incorrect type: %s".formatted(field.label(), id),
                    field.name());
        }
        Stored target = targets.stream()
                .flatMap(one -> organization.data().find(one.name(), id).stream())
                .findFirst()
                .orElseThrow(Refusal::crossReference);
        if (target.deleted()) {
            throw Refusal.data("ENTITY_IS_DELETED", "entity is deleted");
        }
        if (target.type().equals("User")
                && !target.flag("IsActive")
                && field.name().equals("OwnerId")) {
            throw Refusal.data(
                    "INACTIVE_OWNER_OR_USER", "operation performed with inactive user [%s]".formatted(id), "OwnerId");
        }
    }

    void unique(ObjectType type, String id, Map<String, JsonNode> row) {
        for (Field field : type.fields()) {
            if (field.unique() && given(row, field)) {
                String value = row.get(field.name()).asText();
                organization.data().live(type.name()).stream()
                        .filter(other -> !other.id().equals(id)
                                && other.text(field.name()).equalsIgnoreCase(value))
                        .findFirst()
                        .ifPresent(other -> {
                            throw Refusal.data(
                                    "DUPLICATE_VALUE",
                                    "duplicate value found: %s duplicates value on record with id: %s"
                                            .formatted(field.name(), Ids.shortened(other.id())));
                        });
            }
        }
    }
}
