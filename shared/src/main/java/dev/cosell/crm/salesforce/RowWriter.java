package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.MappedColumns;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Near;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns neutral stored forms into what the REST API takes. */
final class RowWriter {
    private final MappedObject object;
    private final Currencies currencies;
    private final Terms terms;
    private final Stages stages;
    private final Set<String> currencyColumns;
    private final Set<String> named;
    private final Set<String> dispensable;

    RowWriter(MappedObject object, Currencies currencies, Terms terms, Stages stages) {
        this.object = object;
        this.currencies = currencies;
        this.terms = terms;
        this.stages = stages;
        this.currencyColumns = MappedColumns.currencies(object.map());
        this.named = MappedColumns.named(object.map());
        this.dispensable = Stream.concat(
                        MappedColumns.control(object.map()).stream(), MappedColumns.optional(object.map()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The payload for some columns. Left out are control and optional columns the CRM does not have, what Salesforce
     * derives by itself, and solutions that are rows of their own.
     *
     * @throws dev.cosell.problem.Failure {@code CURRENCY_UNKNOWN} or {@code INVALID_VALUE}, both naming the field
     */
    ObjectNode payload(Map<String, JsonNode> values) {
        ObjectNode payload = RestApi.JSON.createObjectNode();
        values.forEach((column, value) -> {
            if (column.contains("/")) {
                throw new IllegalArgumentException("columns of related records are not written: " + column);
            }
            try {
                stored(column, value, values).ifPresent(stored -> payload.set(actual(column), stored));
            } catch (Failure refused) {
                throw MappedColumns.field(object.map(), column)
                        .map(field -> refused.problem().on(field).failure(refused))
                        .orElse(refused);
            }
        });
        return payload;
    }

    private String actual(String column) {
        return object.schema().actual(column);
    }

    private Optional<JsonNode> stored(String column, JsonNode value, Map<String, JsonNode> all) {
        if (Stages.DERIVED.contains(column)
                || object.solutions().filter(column::equals).isPresent()) {
            return Optional.empty();
        }
        if (currencyColumns.contains(column) && !value.isNull()) {
            TextNode code = TextNode.valueOf(currencies.known(object.name(), value.asText()));
            return object.has(column) ? Optional.of(code) : Optional.empty();
        }
        Optional<ObjectSchema.Column> described = object.schema().column(actual(column));
        if (described.isEmpty() && (dispensable.contains(column) || object.isElsewhere(column))) {
            return Optional.empty();
        }
        return object.schema().isListedState(column)
                ? Optional.empty()
                : Optional.of(described.map(known -> fitting(known, value, all)).orElse(value));
    }

    private JsonNode fitting(ObjectSchema.Column column, JsonNode value, Map<String, JsonNode> all) {
        if (value.isNull()) {
            return value;
        }
        if (column.isLookup()) {
            return TextNode.valueOf(reference(column, value.asText()));
        }
        return column.isChoice() && value.isTextual() && !column.values().isEmpty()
                ? TextNode.valueOf(choice(column, value.asText(), all))
                : value;
    }

    private String reference(ObjectSchema.Column column, String value) {
        if (named.contains(column.name()) && column.target().isPresent()) {
            return terms.id(column.target().get(), column.name(), value);
        }
        return SalesforceId.parse(value)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_VALUE,
                                "expected the id of a row for the lookup " + column.name() + ", found another text")
                        .from(RemoteSystem.CRM)
                        .failure());
    }

    /** By value, or as people read it. */
    private String choice(ObjectSchema.Column column, String wanted, Map<String, JsonNode> all) {
        String text = wanted.strip();
        return column.values().stream()
                .filter(choice -> choice.value().equalsIgnoreCase(text))
                .findFirst()
                .or(() -> column.values().stream()
                        .filter(choice -> choice.label().equalsIgnoreCase(text))
                        .findFirst())
                .map(ObjectSchema.Choice::value)
                .or(() -> column.name().equals(Stages.STAGE) ? stages.instead(all) : Optional.empty())
                .orElseThrow(() -> unknown(column, wanted).failure());
    }

    private static Problem unknown(ObjectSchema.Column column, String wanted) {
        List<String> values =
                column.values().stream().map(ObjectSchema.Choice::value).toList();
        return Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "expected a value of picklist " + column.name() + ", found \"" + wanted + "\"; nearest: "
                                + String.join(", ", Near.to(wanted, values)))
                .from(RemoteSystem.CRM);
    }
}
