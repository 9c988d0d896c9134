package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;

/** All objects. {@code schema.json} beside this class declares what every organisation of the sandbox begins with. */
final class Schema {
    /** A lookup of some object that points to the one asked about. */
    record Child(ObjectType type, Field field) {}

    private final Map<String, ObjectType> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<ObjectType> ordered;

    Schema(Collection<ObjectType> all) {
        ordered = List.copyOf(all);
        ordered.forEach(type -> types.put(type.name(), type));
    }

    /** @param file as {@code schema.json} */
    static Schema read(JsonNode file) {
        return new Schema(StreamSupport.stream(file.get("objects").spliterator(), false)
                .map(json -> type(json, file.get("fieldGroups")))
                .toList());
    }

    /**
     * One object.
     *
     * @param json {@code {"name","label","labelPlural","keyPrefix","fields":[],"groups":["system"]}}
     * @param groups fields that several objects share, by name
     */
    static ObjectType type(JsonNode json, JsonNode groups) {
        String name = json.path("name").asText();
        String label = json.path("label").asText(name);
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("Id", Field.id(label));
        json.path("fields").forEach(field -> put(fields, field));
        json.path("groups").forEach(group -> groups.get(group.asText()).forEach(field -> put(fields, field)));
        return new ObjectType(
                name,
                label,
                json.path("labelPlural").asText(label),
                json.path("keyPrefix").asText(),
                List.copyOf(fields.values()),
                ObjectType.index(fields.values()),
                json.path("createable").asBoolean(true),
                json.path("updateable").asBoolean(true),
                json.path("deletable").asBoolean(true),
                json.path("undeletable").asBoolean(true),
                json.path("mergeable").asBoolean(),
                json.has("feature") ? Json.MAPPER.convertValue(json.get("feature"), Feature.class) : Feature.ALWAYS);
    }

    private static void put(Map<String, Field> fields, JsonNode json) {
        Field field = field((ObjectNode) json);
        fields.putIfAbsent(field.name(), field);
    }

    /** @throws IllegalArgumentException if it has no such members */
    static Field field(ObjectNode json) {
        return Json.MAPPER.convertValue(json, Field.class);
    }

    Collection<ObjectType> types() {
        return ordered;
    }

    Optional<ObjectType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** An object whose name our own code or the schema gave. */
    ObjectType type(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of the objects %s, found %s".formatted(types.keySet(), name)));
    }

    /** @throws IllegalArgumentException if a lookup leads nowhere */
    void demandWhole() {
        ordered.forEach(
                type -> type.fields().forEach(field -> field.references().forEach(this::type)));
    }

    /** All lookups to an object. */
    List<Child> children(ObjectType target) {
        List<Child> found = new ArrayList<>();
        for (ObjectType type : ordered) {
            for (Field field : type.fields()) {
                if (field.references().contains(target.name())) {
                    found.add(new Child(type, field));
                }
            }
        }
        return found;
    }

    /** This schema with each object's fields replaced; an object for which there is no answer is left out. */
    Schema map(BiFunction<ObjectType, Collection<Field>, Optional<Collection<Field>>> change) {
        List<ObjectType> changed = new ArrayList<>();
        for (ObjectType type : ordered) {
            change.apply(type, type.fields()).map(type::with).ifPresent(changed::add);
        }
        return new Schema(changed);
    }
}
