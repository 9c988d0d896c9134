package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What administrators changed about the objects: fields added, altered or removed, objects added. */
final class Customization {
    private final JsonNode groups;

    /** By {@code object/field}, members as in {@code schema.json}: all of a new field, those that differ of an old one. */
    private final Map<String, ObjectNode> fields = new LinkedHashMap<>();

    private final Set<String> removed = new LinkedHashSet<>();
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();

    /** @param groups fields that several objects share, as in {@code schema.json} */
    Customization(JsonNode groups) {
        this.groups = groups;
    }

    void addObject(ObjectNode json) {
        ObjectNode object = json.deepCopy();
        if (!object.has("groups")) {
            object.putArray("groups").add("system").add("currency");
        }
        for (String member : List.of("name", "keyPrefix")) {
            if (object.path(member).asText().isEmpty()) {
                throw new IllegalArgumentException(member + ": expected a text, found none");
            }
        }
        for (String group : Json.texts(object.path("groups"))) {
            if (!groups.has(group)) {
                throw new IllegalArgumentException("groups: expected some of %s, found %s"
                        .formatted(Json.MAPPER.convertValue(groups, Map.class).keySet(), group));
            }
        }
        objects.put(object.path("name").asText(), object);
    }

    /** Adds a field, or lays these members over those of an existing one. */
    void field(ObjectType type, String name, ObjectNode members) {
        String key = type.name() + "/" + name;
        removed.remove(key);
        ObjectNode merged = fields.computeIfAbsent(key, missing -> Json.object());
        merged.setAll(members);
        merged.put("name", name);
    }

    void remove(ObjectType type, String name) {
        fields.remove(type.name() + "/" + name);
        removed.add(type.name() + "/" + name);
    }

    /** The declared objects as they are now. */
    Schema apply(JsonNode declared) {
        List<ObjectType> types = new ArrayList<>();
        declared.get("objects").forEach(json -> types.add(customized(json)));
        objects.values().forEach(json -> types.add(customized(json)));
        return new Schema(types);
    }

    private ObjectType customized(JsonNode json) {
        ObjectType type = Schema.type(json, groups);
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        Stream.concat(
                        json.path("groups")
                                .valueStream()
                                .flatMap(group -> groups.get(group.asText()).valueStream()),
                        json.path("fields").valueStream())
                .forEach(field -> all.put(field.get("name").asText(), field.deepCopy()));
        List<Field> changed = new ArrayList<>();
        for (Field field : type.fields()) {
            String key = type.name() + "/" + field.name();
            if (fields.containsKey(key) && !all.containsKey(field.name())) {
                throw new IllegalArgumentException("expected a field that can be altered, found " + field.name());
            }
            if (!removed.contains(key)) {
                changed.add(
                        fields.containsKey(key)
                                ? Schema.field(all.get(field.name()).setAll(fields.get(key)))
                                : field);
            }
        }
        changed.addAll(added(type));
        return type.with(changed);
    }

    private Collection<Field> added(ObjectType type) {
        return fields.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(type.name() + "/")
                        && !type.has(entry.getKey().substring(type.name().length() + 1)))
                .map(entry -> Schema.field(entry.getValue()))
                .toList();
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        state.set("fields", Json.MAPPER.valueToTree(fields));
        state.set("removed", Json.MAPPER.valueToTree(removed));
        state.set("objects", Json.MAPPER.valueToTree(objects));
        return state;
    }

    void restore(JsonNode state) {
        fields.clear();
        removed.clear();
        objects.clear();
        state.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().deepCopy()));
        state.path("objects")
                .properties()
                .forEach(type -> objects.put(type.getKey(), type.getValue().deepCopy()));
        removed.addAll(Json.texts(state.path("removed")));
    }
}
