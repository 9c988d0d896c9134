package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Columns.Column;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.soql.Path;
import dev.cosell.sandbox.salesforce.soql.Query;
import dev.cosell.sandbox.salesforce.soql.Selected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers queries for one user. */
final class Queries {
    private static final int LARGEST_OFFSET = 2000;
    private static final int LARGEST_FIELDS_LIMIT = 200;

    private final Organization organization;
    private final Caller caller;
    private final boolean withDeleted;
    private final Columns columns;
    private final Representation representation;
    private final Conditions conditions;

    /**
     * @param withDeleted whether records in the recycle bin are found too
     * @param version of the API, for the addresses of records
     */
    Queries(Organization organization, Caller caller, boolean withDeleted, String version) {
        this.organization = organization;
        this.caller = caller;
        this.withDeleted = withDeleted;
        this.columns = new Columns(organization, caller);
        this.representation = new Representation(organization, version);
        this.conditions = new Conditions(organization, columns, this::values);
    }

    /** How many records there are. */
    int count(Query query) {
        return rows(query, type(query)).size();
    }

    /** The records, in order, as the API writes them. */
    List<ObjectNode> records(Query query) {
        ObjectType type = type(query);
        List<Item> items = items(query, type);
        return rows(query, type).stream().map(row -> json(row, items)).toList();
    }

    private ObjectType type(Query query) {
        return organization
                .schema()
                .find(query.from())
                .filter(type -> organization.permissions().of(type, caller).read())
                .orElseThrow(() -> Refusal.unknownType(query.from()));
    }

    private List<Stored> rows(Query query, ObjectType type) {
        Stream<Stored> all = withDeleted
                ? organization.data().withDeleted(type.name()).stream()
                : organization.data().live(type.name()).stream();
        return rows(query, type, all);
    }

    private List<Stored> rows(Query query, ObjectType type, Stream<Stored> candidates) {
        if (query.offset() > LARGEST_OFFSET) {
            throw Refusal.of(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + LARGEST_OFFSET);
        }
        Predicate<Stored> wanted = query.where()
                .map(condition -> conditions.compile(type, condition))
                .orElse(row -> true);
        Stream<Stored> found = candidates.filter(wanted);
        Optional<Comparator<Stored>> order = order(query, type);
        return (order.isPresent() ? found.sorted(order.get()) : found)
                .skip(query.offset())
                .limit(query.limit().orElse(Integer.MAX_VALUE))
                .toList();
    }

    private Optional<Comparator<Stored>> order(Query query, ObjectType type) {
        return query.order().stream()
                .map(order -> comparator(columns.resolve(type, order.path()), order))
                .reduce(Comparator::thenComparing);
    }

    private Comparator<Stored> comparator(Column column, Query.Order order) {
        return (one, other) -> {
            JsonNode left = columns.value(one, column);
            JsonNode right = columns.value(other, column);
            if (left.isNull() || right.isNull()) {
                int nulls = Boolean.compare(right.isNull(), left.isNull());
                return order.nullsFirst() ? nulls : -nulls;
            }
            int values = Conditions.order(left, right);
            return order.descending() ? -values : values;
        };
    }

    /** What one item behind SELECT adds to a record. */
    private interface Item {
        void add(Stored row, ObjectNode json);
    }

    private List<Item> items(Query query, ObjectType type) {
        List<Item> items = new ArrayList<>();
        for (Selected selected : query.select()) {
            switch (selected) {
                case Path path -> items.add(item(type, path));
                case Selected.Fields fields -> {
                    if (query.limit().orElse(Integer.MAX_VALUE) > LARGEST_FIELDS_LIMIT) {
                        throw Refusal.of(
                                400,
                                "MALFORMED_QUERY",
                                "The SOQL FIELDS function must have a LIMIT of at most " + LARGEST_FIELDS_LIMIT);
                    }
                    fields(type, fields.kind())
                            .forEach(field -> items.add(item(type, new Path(List.of(field.name())))));
                }
                case Selected.Children children -> items.add(children(type, children.query()));
            }
        }
        return items;
    }

    private List<Field> fields(ObjectType type, Selected.Kind kind) {
        return organization
                .permissions()
                .readable(type, caller)
                .filter(field -> switch (kind) {
                    case ALL -> true;
                    case STANDARD -> !field.custom();
                    case CUSTOM -> field.custom();
                })
                .toList();
    }

    private Item item(ObjectType type, Path path) {
        Column column = columns.resolve(type, path);
        return (row, json) -> {
            ObjectNode place = json;
            Stored here = row;
            for (Field step : column.steps()) {
                Optional<Stored> next = columns.follow(here, step);
                if (next.isEmpty()) {
                    place.putNull(step.relationship());
                    return;
                }
                here = next.get();
                String shownType = step.references().size() > 1 ? "Name" : here.type();
                if (!(place.get(step.relationship()) instanceof ObjectNode)) {
                    place.set(step.relationship(), representation.attributes(shownType, here));
                }
                place = (ObjectNode) place.get(step.relationship());
            }
            place.set(column.field().name(), representation.value(here, column.field()));
        };
    }

    private Item children(ObjectType parent, Query query) {
        Schema.Child child = organization.schema().children(parent).stream()
                .filter(one -> !one.field().children().isEmpty()
                        && one.field().children().equalsIgnoreCase(query.from()))
                .filter(one -> organization.permissions().of(one.type(), caller).read())
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        400,
                        "INVALID_TYPE",
                        "Didn't understand relationship '%s' in FROM part of query call.".formatted(query.from())));
        List<Item> items = items(query, child.type());
        return (row, json) -> {
            List<Stored> found = rows(
                    query,
                    child.type(),
                    organization.data().live(child.type().name()).stream()
                            .filter(one -> one.text(child.field().name()).equals(row.id())));
            if (found.isEmpty()) {
                json.putNull(child.field().children());
                return;
            }
            ObjectNode list = json.putObject(child.field().children())
                    .put("totalSize", found.size())
                    .put("done", true);
            ArrayNode records = list.putArray("records");
            found.forEach(one -> records.add(json(one, items)));
        };
    }

    private ObjectNode json(Stored row, List<Item> items) {
        ObjectNode json = representation.attributes(row.type(), row);
        items.forEach(item -> item.add(row, json));
        return json;
    }

    /** The values of the one field of a query within a condition. */
    private List<JsonNode> values(Query query) {
        ObjectType type = type(query);
        if (query.select().size() != 1 || !(query.select().getFirst() instanceof Path path)) {
            throw Refusal.of(400, "MALFORMED_QUERY", "Semi join sub-selects can only query one field");
        }
        Column column = columns.resolve(type, path);
        return rows(query, type).stream()
                .map(row -> columns.value(row, column))
                .filter(value -> !value.isNull())
                .toList();
    }
}
