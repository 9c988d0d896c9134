package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Column.Required;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Creates, changes and deletes rows by the platform's rules, and raises the events of what it did. */
final class Records {
    private final Organization organization;
    private final Money money;

    Records(Organization organization) {
        this.organization = organization;
        this.money = new Money(organization);
    }

    /**
     * @param id the caller's choice of primary key
     * @param given columns as the caller sent them
     */
    Stored create(Table table, Optional<String> id, Map<String, JsonNode> given, Caller caller) {
        organization.demand("Create", table, caller);
        String key = id.orElseGet(() -> UUID.randomUUID().toString());
        if (organization.data().find(table.logicalName(), key).isPresent()) {
            throw new Refusal(
                    412,
                    "0x80040237",
                    "Cannot insert duplicate key. A record with the id %s already exists in %s."
                            .formatted(key, table.logicalName()));
        }
        Map<String, JsonNode> row = new LinkedHashMap<>(writable(table, given, true));
        row.put(table.primaryId(), Json.NODES.textNode(key));
        addDefaults(table, row, caller);
        demandRequired(table, row);
        States.checkNew(table, row);
        money.settle(table, Map.of(), row, row.keySet());
        if (table.fullName()) {
            row.put("fullname", fullName(row));
        }
        stamp(table, row, caller, "created");
        stamp(table, row, caller, "modified");
        checkUnique(table, key, row, caller);
        Stored stored = organization.data().put(table.logicalName(), key, row);
        organization.raise(Event.created(stored, row, caller));
        return stored;
    }

    /** Changes the named columns; JSON null clears. */
    Stored update(Table table, Stored before, Map<String, JsonNode> given, Caller caller) {
        organization.demand("Write", table, caller);
        Map<String, JsonNode> change = writable(table, given, false);
        States.checkWritable(table, before, change);
        return apply(table, before, change, caller);
    }

    /** As {@link #update}, for the platform's own actions, which may close records and write computed columns. */
    Stored apply(Table table, Stored before, Map<String, JsonNode> change, Caller caller) {
        Event event = change(table, before, change, caller);
        organization.raise(event);
        return event.after().orElseThrow();
    }

    /** As {@link #apply}, but leaves it to the caller to raise the event. */
    Event change(Table table, Stored before, Map<String, JsonNode> change, Caller caller) {
        Map<String, JsonNode> written = new LinkedHashMap<>(change);
        if (written.containsKey("ownerid")) {
            written.put("owninguser", written.get("ownerid"));
        }
        States.complete(table, before, written);
        Map<String, JsonNode> row = merged(before, written);
        demandNotCleared(table, written);
        written.putAll(money.settle(table, before.values(), row, written.keySet()));
        if (table.fullName() && (written.containsKey("firstname") || written.containsKey("lastname"))) {
            written.put("fullname", fullName(row));
        }
        stamp(table, written, caller, "modified");
        row.putAll(written);
        checkUnique(table, before.id(), row, caller);
        Stored after = organization.data().put(table.logicalName(), before.id(), row);
        Map<String, JsonNode> target = new LinkedHashMap<>(written);
        target.put(table.primaryId(), Json.NODES.textNode(before.id()));
        return Event.updated(before, after, target, caller);
    }

    /** Deletes a row; rows that need it go too, other rows lose their link to it without an event. */
    void delete(Table table, Stored row, Caller caller) {
        organization.demand("Delete", table, caller);
        organization.data().remove(table.logicalName(), row.id());
        organization.raise(Event.deleted(row, caller));
        for (Table other : organization.schema().tables().values()) {
            for (Column column : other.columns().values()) {
                if (column.targets().stream().anyMatch(target -> target.table().equals(table.logicalName()))) {
                    release(other, column, row.id(), caller);
                }
            }
        }
    }

    private void release(Table table, Column column, String gone, Caller caller) {
        List<Stored> pointing = organization.data().rows(table.logicalName()).stream()
                .filter(row -> row.lookup(column.name()).filter(gone::equals).isPresent())
                .toList();
        for (Stored row : pointing) {
            if (column.required() == Required.NONE) {
                organization
                        .data()
                        .put(table.logicalName(), row.id(), merged(row, Map.of(column.name(), Json.NODES.nullNode())));
            } else {
                delete(table, row, caller);
            }
        }
    }

    /** What of the caller's columns may be written, checked and normalised. */
    private Map<String, JsonNode> writable(Table table, Map<String, JsonNode> given, boolean create) {
        Map<String, JsonNode> accepted = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            Column column = table.column(name).orElseThrow(() -> Refusal.undeclared(name, table));
            if (create ? column.validForCreate() : column.validForUpdate()) {
                accepted.put(name, Values.check(table, column, value));
                if (column.type().isLookup()) {
                    demandTarget(value);
                }
            } else if (organization.options().refuseReadOnly() && !name.equals(table.primaryId())) {
                throw Refusal.invalid("The column '%s' of '%s' is not valid for %s."
                        .formatted(name, table.logicalName(), create ? "create" : "update"));
            }
        });
        return accepted;
    }

    private void demandTarget(JsonNode value) {
        if (value.isObject()) {
            organization.require(
                    organization.table(value.get("table").asText()),
                    value.get("id").asText());
        }
    }

    private void addDefaults(Table table, Map<String, JsonNode> row, Caller caller) {
        for (Column column : table.columns().values()) {
            if (!column.initial().isMissingNode()) {
                row.putIfAbsent(column.name(), column.initial());
            }
        }
        if (table.columns().containsKey("ownerid")) {
            row.putIfAbsent("ownerid", Values.reference("systemuser", caller.user()));
            row.put("owninguser", row.get("ownerid"));
            row.put("owningbusinessunit", Values.reference("businessunit", Seed.BUSINESS_UNIT));
        }
        if (table.hasCurrency()) {
            row.putIfAbsent("transactioncurrencyid", Values.reference("transactioncurrency", Seed.BASE_CURRENCY));
        }
    }

    private void demandRequired(Table table, Map<String, JsonNode> row) {
        for (Column column : table.columns().values()) {
            if (isDemanded(column) && column.validForCreate() && isAbsent(row.get(column.name()))) {
                throw Refusal.invalid(
                        "The required column '%s' of '%s' is missing.".formatted(column.name(), table.logicalName()));
            }
        }
    }

    private void demandNotCleared(Table table, Map<String, JsonNode> written) {
        written.forEach((name, value) -> {
            if (isAbsent(value) && table.column(name).filter(this::isDemanded).isPresent()) {
                throw Refusal.invalid(
                        "Attribute: %s of '%s' cannot be set to NULL".formatted(name, table.logicalName()));
            }
        });
    }

    private boolean isDemanded(Column column) {
        return switch (column.required()) {
            case SYSTEMREQUIRED -> true;
            case APPLICATIONREQUIRED -> organization.options().enforceBusinessRequired();
            case RECOMMENDED, NONE -> false;
        };
    }

    private static boolean isAbsent(JsonNode value) {
        return value == null
                || value.isNull()
                || value.isTextual() && value.textValue().isEmpty();
    }

    private void checkUnique(Table table, String id, Map<String, JsonNode> row, Caller caller) {
        for (AlternateKey key : table.keys()) {
            if (key.active() && twin(table, id, row, key.columns()).isPresent()) {
                throw new Refusal(
                        412,
                        "0x80060892",
                        ("Entity Key %s violated. A record with the same value for %s already exists. A duplicate record "
                                        + "cannot be created. Select one or more unique values and try again.")
                                .formatted(key.label(), String.join(", ", key.columns())));
            }
        }
        if (caller.detectDuplicates()
                && !table.duplicateRule().isEmpty()
                && twin(table, id, row, table.duplicateRule()).isPresent()) {
            throw new Refusal(
                    412,
                    "0x80040333",
                    "A record was not created or updated because a duplicate of the current record already exists.");
        }
    }

    /** Another row with equal, non-empty values in all of these columns. */
    private Optional<Stored> twin(Table table, String id, Map<String, JsonNode> row, List<String> columns) {
        List<JsonNode> wanted = new ArrayList<>();
        for (String column : columns) {
            JsonNode value = row.get(column);
            if (isAbsent(value)) {
                return Optional.empty();
            }
            wanted.add(value);
        }
        return organization.data().rows(table.logicalName()).stream()
                .filter(other -> !other.id().equals(id))
                .filter(other -> columns.stream().map(other::value).toList().equals(wanted))
                .findFirst();
    }

    private void stamp(Table table, Map<String, JsonNode> row, Caller caller, String event) {
        if (table.columns().containsKey(event + "on")) {
            row.put(event + "on", Json.NODES.textNode(organization.now()));
            row.put(event + "by", Values.reference("systemuser", caller.user()));
        }
        if (event.equals("modified") && table.columns().containsKey("modifiedonbehalfby")) {
            boolean impersonated = !caller.user().equals(caller.initiator());
            row.put(
                    "modifiedonbehalfby",
                    impersonated ? Values.reference("systemuser", caller.initiator()) : Json.NODES.nullNode());
        }
    }

    private static JsonNode fullName(Map<String, JsonNode> row) {
        List<String> names = List.of("firstname", "lastname").stream()
                .map(row::get)
                .filter(Objects::nonNull)
                .filter(name -> !isAbsent(name))
                .map(JsonNode::textValue)
                .toList();
        return names.isEmpty() ? Json.NODES.nullNode() : Json.NODES.textNode(String.join(" ", names));
    }

    private static Map<String, JsonNode> merged(Stored before, Map<String, JsonNode> change) {
        Map<String, JsonNode> row = new LinkedHashMap<>(before.values());
        row.putAll(change);
        return row;
    }
}
