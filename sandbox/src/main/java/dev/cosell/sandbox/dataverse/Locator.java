package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Address.Segment;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds rows by address: primary key, alternate key, or a reference in a body. */
final class Locator {
    private final Organization organization;

    Locator(Organization organization) {
        this.organization = organization;
    }

    /**
     * What an address with a key points at.
     *
     * @param row the row, if there is one
     * @param id the primary key in the address, if it is one
     * @param keyColumns the alternate key's columns and values, for a row that is to be created
     */
    record Place(Table table, Optional<Stored> row, Optional<String> id, Map<String, JsonNode> keyColumns) {
        Stored require() {
            return row.orElseThrow(
                    () -> id.isPresent() ? Refusal.notFound(table, id.get()) : Refusal.notFoundByKey(table));
        }
    }

    Table table(Segment segment) {
        return organization.schema().bySet(segment.name()).orElseThrow(() -> Refusal.unknownResource(segment.name()));
    }

    Place place(Segment segment) {
        Table table = table(segment);
        Map<String, String> values = segment.keyValues();
        if (values.size() == 1) {
            String only = values.values().iterator().next();
            String name = values.keySet().iterator().next();
            if (name.isEmpty() || name.equals(table.primaryId())) {
                String id = Values.guid(only)
                        .orElseThrow(() -> Refusal.malformed(
                                "Expected a guid as key of '%s', found '%s'.".formatted(segment.name(), only)));
                return new Place(table, organization.data().find(table.logicalName(), id), Optional.of(id), Map.of());
            }
        }
        return placeByAlternateKey(table, values);
    }

    private Place placeByAlternateKey(Table table, Map<String, String> values) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        values.forEach((name, text) -> {
            Column column = table.byJsonName(name).orElseThrow(() -> Refusal.keyNotDefined(table));
            columns.put(column.name(), value(table, column, text));
        });
        table.keys().stream()
                .filter(key -> key.active() && new HashSet<>(key.columns()).equals(columns.keySet()))
                .findFirst()
                .orElseThrow(() -> Refusal.keyNotDefined(table));
        Optional<Stored> row = organization.data().rows(table.logicalName()).stream()
                .filter(candidate -> columns.entrySet().stream()
                        .allMatch(column -> candidate.value(column.getKey()).equals(column.getValue())))
                .findFirst();
        return new Place(table, row, Optional.empty(), columns);
    }

    private static JsonNode value(Table table, Column column, String text) {
        if (column.type().isLookup()) {
            return Values.reference(column.targets().getFirst().table(), text);
        }
        boolean plain = column.type().isText() || column.type() == ColumnType.UNIQUEIDENTIFIER;
        return Values.check(table, column, plain ? Json.NODES.textNode(text) : number(table, text));
    }

    private static JsonNode number(Table table, String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw Refusal.keyNotDefined(table);
        }
        return Json.NODES.numberNode(Long.parseLong(text));
    }

    /**
     * The row that {@code /accounts(guid)}, {@code accounts(key='x')} or an absolute address names.
     *
     * @param expected the table it has to be in
     */
    Stored reference(String address, String expected) {
        Address parsed = parse(address);
        if (parsed.segments().size() != 1 || parsed.segments().getFirst().key().isEmpty()) {
            throw Refusal.malformed("Expected a reference such as /accounts(guid), found '%s'.".formatted(address));
        }
        Place place = place(parsed.segments().getFirst());
        if (!place.table().logicalName().equals(expected)) {
            throw Refusal.malformed("Expected a reference to '%s', found '%s'.".formatted(expected, address));
        }
        return place.require();
    }

    private static Address parse(String address) {
        String safe = address.replace(" ", "%20");
        try {
            String path = safe.startsWith("http") ? URI.create(safe).getRawPath() : safe;
            return Address.parse(
                    URI.create(path.startsWith("/api/data/") ? path : "/api/data/v9.2/" + path.replaceFirst("^/", "")));
        } catch (IllegalArgumentException bad) {
            throw Refusal.malformed("Expected a reference such as /accounts(guid), found '%s'.".formatted(address));
        }
    }
}
