package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves and deletes records by the rules of the organisation, and raises what follows from it. */
final class Records {
    private final Organization organization;

    Records(Organization organization) {
        this.organization = organization;
    }

    /** @param values in stored form, as {@link Payload} reads them */
    Stored create(ObjectType type, Map<String, JsonNode> values, Caller caller) {
        if (!organization.permissions().of(type, caller).create()) {
            throw Refusal.access();
        }
        Map<String, JsonNode> row = initial(type, caller);
        row.putAll(values);
        Derived.complete(organization, type, values, row);
        stamp(organization, row, caller.user(), true);
        Stored saved = save(type, organization.mint(type), row, Optional.empty(), caller);
        recount(type, saved, caller);
        return saved;
    }

    /** What a new record has before anybody fills anything in. */
    private Map<String, JsonNode> initial(ObjectType type, Caller caller) {
        Map<String, JsonNode> row = new LinkedHashMap<>();
        type.fields().stream()
                .filter(field -> !field.initial().isMissingNode())
                .forEach(field -> row.put(field.name(), field.initial()));
        for (Field field : type.fields()) {
            field.values().stream()
                    .filter(Choice::initial)
                    .findFirst()
                    .ifPresent(choice -> row.put(field.name(), Json.text(choice.value())));
            if (!field.autoNumber().isEmpty()) {
                row.put(field.name(), Json.text(number(field.autoNumber(), type)));
            }
        }
        if (type.has("OwnerId")) {
            row.put("OwnerId", Json.text(caller.user()));
        }
        return row;
    }

    /** @param values in stored form, as {@link Payload} reads them */
    Stored update(ObjectType type, Stored before, Map<String, JsonNode> values, Caller caller) {
        if (before.deleted()) {
            throw Refusal.deleted();
        }
        if (!organization.permissions().of(type, caller).edit()) {
            throw Refusal.access();
        }
        if (before.flag("IsConverted") && before.type().equals("Lead")) {
            throw Refusal.data("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
        }
        return write(type, before, values, caller);
    }

    /** Changes a record whatever users may do with it: what the service itself does in the name of a user. */
    Stored write(ObjectType type, Stored before, Map<String, JsonNode> values, Caller caller) {
        Map<String, JsonNode> changes = new LinkedHashMap<>(values);
        changes.entrySet().removeIf(change -> before.value(change.getKey()).equals(change.getValue()));
        Map<String, JsonNode> row = new LinkedHashMap<>(before.values());
        row.putAll(values);
        Derived.complete(organization, type, changes, row);
        stamp(organization, row, caller.user(), false);
        return save(type, before.id(), row, Optional.of(before), caller);
    }

    private Stored save(ObjectType type, String id, Map<String, JsonNode> row, Optional<Stored> before, Caller caller) {
        Checks checks = new Checks(organization);
        checks.required(type, row);
        checks.references(type, row, before);
        checks.unique(type, id, row);
        organization.saveFaults().strike(type);
        Stored saved = organization.data().put(type.name(), id, row);
        organization.rules().validate(saved, before);
        organization.rules().findDuplicates(saved, caller);
        organization.raise(new Event(saved, before, caller));
        return saved;
    }

    /** Puts a record and all that belongs to it into the recycle bin. */
    void delete(ObjectType type, Stored row, Caller caller) {
        if (row.deleted()) {
            throw Refusal.deleted();
        }
        if (!organization.permissions().of(type, caller).delete()) {
            throw Refusal.access();
        }
        remove(type, row, Map.of(), caller);
    }

    /** @param further what else is noted on the deleted record */
    void remove(ObjectType type, Stored row, Map<String, JsonNode> further, Caller caller) {
        for (Schema.Child child : organization.schema().children(type)) {
            for (Stored dependent : dependents(child, row)) {
                switch (child.field().onDelete()) {
                    case RESTRICT ->
                        throw Refusal.data(
                                "DELETE_FAILED",
                                ("Your attempt to delete %s could not be completed because it is associated with the "
                                                + "following %s.: %s\n")
                                        .formatted(
                                                row.text("Name"), child.type().labelPlural(), dependent.text("Name")));
                    case CASCADE -> remove(child.type(), dependent, Map.of(), caller);
                    case CLEAR -> clear(dependent, child.field());
                }
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>(row.values());
        values.putAll(further);
        values.put("IsDeleted", Json.NODES.booleanNode(true));
        stamp(organization, values, caller.user(), false);
        organization.data().put(type.name(), row.id(), values);
        recount(type, row, caller);
    }

    /** The live records whose lookup points here. */
    List<Stored> dependents(Schema.Child child, Stored row) {
        return organization.data().live(child.type().name()).stream()
                .filter(one -> one.text(child.field().name()).equals(row.id()))
                .toList();
    }

    private void clear(Stored row, Field lookup) {
        Map<String, JsonNode> values = new LinkedHashMap<>(row.values());
        values.remove(lookup.name());
        organization.data().put(row.type(), row.id(), values);
    }

    /** Takes a record back out of the recycle bin, with what went there because of it. */
    Stored undelete(ObjectType type, Stored row, Caller caller) {
        if (!row.deleted()) {
            throw Refusal.data("UNDELETE_FAILED", "Entity is not in the recycle bin");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>(row.values());
        values.remove("IsDeleted");
        values.remove("MasterRecordId");
        stamp(organization, values, caller.user(), false);
        Stored back = organization.data().put(type.name(), row.id(), values);
        for (Schema.Child child : organization.schema().children(type)) {
            if (child.field().onDelete() == Field.OnDelete.CASCADE) {
                organization.data().withDeleted(child.type().name()).stream()
                        .filter(one -> one.deleted()
                                && one.text(child.field().name()).equals(row.id())
                                && one.text("SystemModstamp").equals(row.text("SystemModstamp")))
                        .toList()
                        .forEach(one -> undelete(child.type(), one, caller));
            }
        }
        recount(type, back, caller);
        return back;
    }

    /** Writes the time and the user of a save. */
    static void stamp(Organization organization, Map<String, JsonNode> row, String user, boolean creating) {
        Instant now = organization.now();
        if (creating) {
            row.put("CreatedDate", Json.text(Moments.show(now)));
            row.put("CreatedById", Json.text(user));
        }
        row.put("LastModifiedDate", Json.text(Moments.show(now)));
        row.put("LastModifiedById", Json.text(user));
        row.put("SystemModstamp", Json.text(Moments.show(now)));
    }

    /** Package code keeps the number of child records on the parent, and saves the parent to do so. */
    private void recount(ObjectType type, Stored child, Caller caller) {
        for (Field lookup : type.fields()) {
            if (!lookup.countedIn().isEmpty()) {
                ObjectType parentType =
                        organization.schema().type(lookup.references().getFirst());
                organization
                        .data()
                        .find(parentType.name(), child.text(lookup.name()))
                        .filter(parent -> !parent.deleted())
                        .ifPresent(parent -> {
                            int count = dependents(new Schema.Child(type, lookup), parent)
                                    .size();
                            write(
                                    parentType,
                                    parent,
                                    Map.of(lookup.countedIn(), Json.NODES.numberNode(new BigDecimal(count))),
                                    caller);
                        });
            }
        }
    }

    private String number(String format, ObjectType type) {
        String today = organization.today();
        long next = organization.data().withDeleted(type.name()).size() + 1L;
        return format.replace("{MM}", today.substring(5, 7))
                .replace("{DD}", today.substring(8, 10))
                .replace("{YY}", today.substring(2, 4))
                .replace("{0}", "%d".formatted(next));
    }
}
