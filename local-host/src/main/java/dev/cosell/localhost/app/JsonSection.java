package dev.cosell.localhost.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One object of a configuration file, read with its place in the file so that a fault can name it. */
final class JsonSection {
    private static final JsonMapper JSON = new JsonMapper();

    private final String place;
    private final JsonNode node;
    private final Faults faults;

    private JsonSection(String place, JsonNode node, Faults faults) {
        this.place = place;
        this.node = node;
        this.faults = faults;
    }

    /** @throws UncheckedIOException if the file cannot be read; broken JSON is a fault and reads as empty */
    static JsonSection read(Path file, String name, Faults faults) {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            if (root.isObject()) {
                return new JsonSection(name, root, faults);
            }
            faults.add(name + " must hold a JSON object; found " + root.getNodeType());
        } catch (JsonProcessingException broken) {
            faults.add(name + " is not JSON: " + broken.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
        return new JsonSection(name, JSON.createObjectNode(), faults);
    }

    String place() {
        return place;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Notes a fault for each property that is not in {@code supported}. */
    void supportsOnly(String... supported) {
        Set<String> unknown = names();
        unknown.removeAll(Set.of(supported));
        for (String name : unknown) {
            faults.add(at(name) + " is not supported by the local host; supported there: "
                    + String.join(", ", new TreeSet<>(Set.of(supported))));
        }
    }

    Optional<String> text(String name) {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            refuse(name, "a text", value);
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** The text, or an empty one after a fault. */
    String requiredText(String name) {
        Optional<String> text = text(name).filter(found -> !found.isBlank());
        if (text.isEmpty()) {
            faults.add(at(name) + " must be a text that is not empty; found " + node.path(name));
        }
        return text.orElse("");
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = node.path(name);
        if (!isAbsent(value) && !value.isBoolean()) {
            refuse(name, "true or false", value);
        }
        return value.asBoolean(otherwise);
    }

    int integer(String name, int otherwise, int least, int most) {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            refuse(name, "a whole number from " + least + " to " + most, value);
            return otherwise;
        }
        return value.intValue();
    }

    Duration duration(String name, Duration otherwise, Duration least) {
        JsonNode value = node.path(name);
        if (isAbsent(value)) {
            return otherwise;
        }
        Optional<Duration> span = TimeSpan.parse(value.asText()).filter(found -> found.compareTo(least) >= 0);
        if (span.isEmpty()) {
            refuse(name, "a time span like 00:00:30, at least " + least.toMillis() + " ms", value);
        }
        return span.orElse(otherwise);
    }

    JsonSection section(String name) {
        JsonNode value = node.path(name);
        if (!isAbsent(value) && !value.isObject()) {
            refuse(name, "an object", value);
        }
        return new JsonSection(at(name), value, faults);
    }

    List<JsonSection> sections(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            refuse(name, "a list of objects", value);
        }
        List<JsonSection> sections = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            sections.add(new JsonSection(at(name) + "[" + i + "]", value.get(i), faults));
        }
        return sections;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        node.path(name).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** Every property of this object that is a text. */
    Map<String, String> allTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        names().forEach(name -> text(name).ifPresent(value -> texts.put(name, value)));
        return texts;
    }

    void refuse(String name, String expected, Object found) {
        faults.add(at(name) + " must be " + expected + "; found "
                + (found instanceof MissingNode ? "nothing" : found.toString()));
    }

    private String at(String name) {
        return place + " " + name;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
