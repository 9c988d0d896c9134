package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the profile of integration users takes away: objects, and single fields (field-level security). */
final class Permissions {
    /** Rights on all records of an object. */
    record ObjectRights(boolean create, boolean read, boolean edit, boolean delete) {
        static final ObjectRights ALL = new ObjectRights(true, true, true, true);
    }

    /** Rights on one field; what cannot be read cannot be edited either. */
    record FieldRights(boolean read, boolean edit) {
        static final FieldRights ALL = new FieldRights(true, true);
    }

    private final Map<String, ObjectRights> objects = new LinkedHashMap<>();
    private final Map<String, FieldRights> fields = new LinkedHashMap<>();

    ObjectRights of(ObjectType type, Caller caller) {
        return caller.restricted() ? objects.getOrDefault(type.name(), ObjectRights.ALL) : ObjectRights.ALL;
    }

    FieldRights of(ObjectType type, Field field, Caller caller) {
        return caller.restricted()
                ? fields.getOrDefault(type.name() + "/" + field.name(), FieldRights.ALL)
                : FieldRights.ALL;
    }

    boolean readable(ObjectType type, Field field, Caller caller) {
        return of(type, field, caller).read();
    }

    /** The fields that this user gets to see. */
    Stream<Field> readable(ObjectType type, Caller caller) {
        return type.fields().stream().filter(field -> readable(type, field, caller));
    }

    /** Replaces all. @param json {@code {"Lead": {"create": false}}}; what is not named is allowed */
    void replaceObjects(JsonNode json) {
        objects.clear();
        json.properties()
                .forEach(entry -> objects.put(
                        entry.getKey(),
                        new ObjectRights(
                                allowed(entry.getValue(), "create"),
                                allowed(entry.getValue(), "read"),
                                allowed(entry.getValue(), "edit"),
                                allowed(entry.getValue(), "delete"))));
    }

    /** Replaces all. @param json {@code {"Opportunity/Amount": {"edit": false}}}; what is not named is allowed */
    void replaceFields(JsonNode json) {
        fields.clear();
        json.properties().forEach(entry -> {
            boolean read = allowed(entry.getValue(), "read");
            fields.put(entry.getKey(), new FieldRights(read, read && allowed(entry.getValue(), "edit")));
        });
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        state.set("objects", Json.MAPPER.valueToTree(objects));
        state.set("fields", Json.MAPPER.valueToTree(fields));
        return state;
    }

    void restore(JsonNode state) {
        replaceObjects(state.path("objects"));
        replaceFields(state.path("fields"));
    }

    private static boolean allowed(JsonNode rights, String right) {
        return rights.path(right).asBoolean(true);
    }
}
