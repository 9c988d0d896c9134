package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a record and that steps may listen to, kept until the transaction commits.
 *
 * @param message for instance {@code Update}
 * @param table logical name of the primary table
 * @param written columns written, which filtering attributes are compared with
 * @param input the message's parameters by name
 * @param before the row before, if it existed
 * @param after the row after, if it still exists
 */
record Event(
        String message,
        String table,
        String id,
        Map<String, JsonNode> written,
        Map<String, Parameter> input,
        Optional<Stored> before,
        Optional<Stored> after,
        Caller caller) {

    sealed interface Parameter {}

    /** A record with some of its columns. */
    record Entity(String table, String id, Map<String, JsonNode> attributes) implements Parameter {}

    record Reference(String table, String id) implements Parameter {}

    record OptionValue(int value) implements Parameter {}

    /** A text, number or Boolean. */
    record Plain(JsonNode value) implements Parameter {}

    static Event created(Stored row, Map<String, JsonNode> written, Caller caller) {
        return new Event(
                "Create",
                row.table(),
                row.id(),
                written,
                Map.of("Target", new Entity(row.table(), row.id(), row.values())),
                Optional.empty(),
                Optional.of(row),
                caller);
    }

    static Event updated(Stored before, Stored after, Map<String, JsonNode> written, Caller caller) {
        return new Event(
                "Update",
                after.table(),
                after.id(),
                written,
                Map.of("Target", new Entity(after.table(), after.id(), written)),
                Optional.of(before),
                Optional.of(after),
                caller);
    }

    static Event deleted(Stored row, Caller caller) {
        return new Event(
                "Delete",
                row.table(),
                row.id(),
                Map.of(),
                Map.of("Target", new Reference(row.table(), row.id())),
                Optional.of(row),
                Optional.empty(),
                caller);
    }
}
