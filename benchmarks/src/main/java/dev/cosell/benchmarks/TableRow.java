package dev.cosell.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A row as it is answered.
 *
 * @param version its ETag
 * @param json compact: a hundred thousand parsed ones would need several times as much memory
 */
record TableRow(String version, byte[] json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "odata.etag";

    /** Columns as a request has them, at a version. */
    static TableRow of(String version, ObjectNode columns) {
        return new TableRow(version, bytes(columns.put(VERSION, version)));
    }

    ObjectNode columns() {
        return parsed(json);
    }

    /** Some columns, with their types. */
    ObjectNode columns(Set<String> names) {
        Set<String> wanted = new HashSet<>(names);
        names.forEach(name -> wanted.add(name + "@odata.type"));
        wanted.add(VERSION);
        return columns().retain(wanted);
    }

    static ObjectNode parsed(String json) {
        return parsed(json.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parsed(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("expected a row as a JSON object", e);
        }
    }
}
