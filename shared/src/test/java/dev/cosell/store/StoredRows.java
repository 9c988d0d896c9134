package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whole tables as JSON that people can read: each row with its keys, and each column with its type and value. */
final class StoredRows {
    /** Written by the storage server's clock. */
    private static final Set<String> CLOCK = Set.of("updatedAt", "markedAt", "claimedAt");

    private static final OffsetDateTime SOME_TIME = OffsetDateTime.parse("2026-03-01T10:00:00Z");
    private static final Set<String> KEYS = Set.of("PartitionKey", "RowKey", "Timestamp");

    private StoredRows() {}

    /** @param tables without the prefix */
    static JsonNode dump(Storage storage, List<String> tables) {
        ObjectNode dump = JsonNodeFactory.instance.objectNode();
        for (String table : tables) {
            ArrayNode rows = dump.putArray(table);
            storage.table(table).scan("", List.of(), 1000, row -> {
                rows.add(json(row));
                return true;
            });
        }
        return dump;
    }

    static void load(Storage storage, JsonNode dump) {
        dump.properties()
                .forEach(table -> table.getValue()
                        .forEach(row -> storage.table(table.getKey()).put(entity(row))));
    }

    private static ObjectNode json(TableEntity row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("partition", row.getPartitionKey()).put("row", row.getRowKey());
        ObjectNode columns = json.putObject("columns");
        new TreeMap<>(row.getProperties()).forEach((name, value) -> {
            if (!KEYS.contains(name) && !name.contains("odata.")) {
                columns.set(name, column(name, value));
            }
        });
        return json;
    }

    private static JsonNode column(String name, Object value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (value) {
            case Integer number -> json.put("int", number);
            case Long number -> json.put("long", number);
            case Boolean flag -> json.put("boolean", flag);
            case String text -> json.put("text", text);
            case OffsetDateTime time -> json.put("time", (CLOCK.contains(name) ? SOME_TIME : time).toString());
            case byte[] document when name.startsWith("json") -> json.set("document", parsed(document));
            case byte[] bytes -> json.put("bytes", Base64.getEncoder().encodeToString(bytes));
            default ->
                throw new IllegalArgumentException("expected a type of Table Storage, found " + value.getClass());
        };
    }

    private static TableEntity entity(JsonNode json) {
        TableEntity row = new TableEntity(
                json.path("partition").asText(), json.path("row").asText());
        json.path("columns").properties().forEach(column -> {
            Map.Entry<String, JsonNode> typed =
                    column.getValue().properties().iterator().next();
            row.addProperty(column.getKey(), value(typed.getKey(), typed.getValue()));
        });
        return row;
    }

    private static Object value(String type, JsonNode value) {
        return switch (type) {
            case "int" -> value.asInt();
            case "long" -> value.asLong();
            case "boolean" -> value.asBoolean();
            case "text" -> value.asText();
            case "time" -> OffsetDateTime.parse(value.asText());
            case "document" -> Json.bytes(value);
            case "bytes" -> Base64.getDecoder().decode(value.asText());
            default -> throw new IllegalArgumentException("expected a type of column, found " + type);
        };
    }

    private static JsonNode parsed(byte[] document) {
        try {
            return Json.parse(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
