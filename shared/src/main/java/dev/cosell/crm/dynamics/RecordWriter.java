package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns neutral stored forms into what the Web API takes. */
final class RecordWriter {
    private final FieldMap map;
    private final TableSchema schema;
    private final Choices choices;
    private final Currencies currencies;
    private final Lookups lookups;
    private final Set<String> currencyColumns;
    private final Set<String> namedColumns;
    private final Set<String> dispensable;

    RecordWriter(FieldMap map, TableSchema schema, Choices choices, Currencies currencies, Lookups lookups) {
        this.map = map;
        this.schema = schema;
        this.choices = choices;
        this.currencies = currencies;
        this.lookups = lookups;
        this.currencyColumns = MappedColumns.currencies(map);
        this.namedColumns = MappedColumns.named(map);
        this.dispensable = Stream.concat(MappedColumns.control(map).stream(), MappedColumns.optional(map).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The payload for some columns. Control and optional columns the CRM does not have are left out.
     *
     * @throws dev.cosell.problem.Failure with {@code CURRENCY_UNKNOWN}, {@code INVALID_VALUE} (both naming the field)
     *     or {@code SCHEMA_MISMATCH}
     */
    ObjectNode payload(Map<String, JsonNode> values) {
        ObjectNode payload = WebApi.JSON.createObjectNode();
        values.forEach((column, value) -> {
            if (Relation.isRelated(column)) {
                throw new IllegalArgumentException("columns of related rows are not written: " + column);
            }
            if (schema.has(column) || !dispensable.contains(column)) {
                put(payload, column, value);
            }
        });
        return payload;
    }

    private void put(ObjectNode payload, String column, JsonNode value) {
        try {
            if (schema.isLookup(column) && namedColumns.contains(column)) {
                putNamed(payload, column, value);
            } else if (schema.isLookup(column)) {
                payload.set(column + "@odata.bind", reference(column, value));
            } else if (schema.isChoice(column) && value.isTextual()) {
                payload.set(column, IntNode.valueOf(choices.value(column, value.asText())));
            } else {
                payload.set(column, value);
            }
        } catch (Failure refused) {
            throw MappedColumns.field(map, column)
                    .map(field -> refused.problem().on(field).failure(refused))
                    .orElse(refused);
        }
    }

    private void putNamed(ObjectNode payload, String column, JsonNode value) {
        if (value.isNull()) {
            payload.putNull(lookups.property(column));
        } else {
            Lookups.Reference reference = lookups.reference(column, value.asText());
            payload.put(reference.property(), reference.row());
        }
    }

    /** Currencies by code, people by id: a lookup that is not named by a list of terms has no other way from a value to a row. */
    private JsonNode reference(String column, JsonNode value) {
        if (value.isNull()) {
            return NullNode.getInstance();
        }
        Optional<Relation> relation = Relation.by(column).filter(known -> known != Relation.CUSTOMER);
        if (relation.isPresent() && Guid.parse(value.asText()).isPresent()) {
            return TextNode.valueOf(relation.get().table().reference(value.asText()));
        }
        if (!currencyColumns.contains(column)) {
            throw Problem.of(
                            ProblemCode.INVALID_VALUE,
                            "expected a column that holds a value, found the lookup " + column
                                    + "; of lookups only currencies, people and terms can be written")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return TextNode.valueOf(Table.CURRENCY.reference(currencies.id(value.asText())));
    }
}
