package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.Permissions.FieldRights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the fields of a record that a client sends, and refuses those that it may not write. */
final class Payload {
    private final Organization organization;

    Payload(Organization organization) {
        this.organization = organization;
    }

    /**
     * The values by field name, in stored form.
     *
     * @param body {@code {"LastName": "Vega"}}; {@code attributes} are skipped; a lookup may be given as
     *     {@code "Account": {"External__c": "x"}}
     * @param creating whether the record is new
     */
    Map<String, JsonNode> read(ObjectType type, ObjectNode body, boolean creating, Caller caller) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<String> notWritable = new ArrayList<>();
        for (var member : body.properties()) {
            if (member.getKey().equals("attributes")) {
                continue;
            }
            if (member.getKey().equalsIgnoreCase("Id")) {
                throw Refusal.of(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.");
            }
            Field field = field(type, member.getKey(), member.getValue(), caller);
            FieldRights rights = organization.permissions().of(type, field, caller);
            if (!rights.edit() || !(creating ? field.createable() : field.updateable())) {
                notWritable.add(field.name());
            } else if (member.getValue() instanceof ObjectNode reference) {
                values.put(field.name(), referenced(field, reference));
            } else {
                values.put(field.name(), Values.check(field, member.getValue()));
            }
        }
        if (!notWritable.isEmpty()) {
            throw Refusal.notWritable(notWritable);
        }
        return values;
    }

    private Field field(ObjectType type, String name, JsonNode value, Caller caller) {
        return (value instanceof ObjectNode ? type.relationship(name) : type.field(name))
                .filter(field -> organization.permissions().readable(type, field, caller))
                .orElseThrow(() -> Refusal.noColumn(name, type));
    }

    /** The id of the record that has this external id. */
    private JsonNode referenced(Field lookup, ObjectNode reference) {
        ObjectType target = organization.schema().type(lookup.references().getLast());
        for (var member : reference.properties()) {
            if (!member.getKey().equals("attributes")) {
                Field key = target.field(member.getKey())
                        .filter(field -> field.externalId() || field.idLookup())
                        .orElseThrow(() -> Refusal.noColumn(member.getKey(), target));
                String wanted = member.getValue().asText();
                return organization.data().live(target.name()).stream()
                        .filter(row -> row.text(key.name()).equalsIgnoreCase(wanted))
                        .findFirst()
                        .map(Stored::id)
                        .map(Json::text)
                        .orElseThrow(() -> Refusal.data(
                                "INVALID_FIELD",
                                "Foreign key external ID: %s not found for field %s in entity %s"
                                        .formatted(wanted, key.name(), target.name())));
            }
        }
        throw Refusal.data(
                "INVALID_FIELD", "An object reference needs an external id field: %s".formatted(lookup.relationship()));
    }
}
