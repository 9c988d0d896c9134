package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.soql.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the fields that the paths of queries name, as far as the asking user may see them. */
final class Columns {
    private static final String USER = "User";

    private final Organization organization;
    private final Caller caller;

    /**
     * A field, reached over lookups.
     *
     * @param steps the lookups in turn; empty for a field of the record itself
     */
    record Column(List<Field> steps, ObjectType owner, Field field) {}

    Columns(Organization organization, Caller caller) {
        this.organization = organization;
        this.caller = caller;
    }

    /** @throws Refusal INVALID_FIELD if there is no such field for this user */
    Column resolve(ObjectType type, Path path) {
        List<Field> steps = new ArrayList<>();
        ObjectType owner = type;
        for (String name : relationships(type, path)) {
            ObjectType here = owner;
            Field lookup = here.relationship(name)
                    .filter(field -> organization.permissions().readable(here, field, caller))
                    .orElseThrow(() -> Refusal.of(
                            400,
                            "INVALID_FIELD",
                            ("Didn't understand relationship '%s' in field path. If you are attempting to use a custom "
                                            + "relationship, be sure to append the '__r' after the custom relationship name.")
                                    .formatted(name)));
            steps.add(lookup);
            owner = target(lookup);
        }
        return new Column(steps, owner, field(owner, path.field()));
    }

    /** The name of the object itself may stand in front: {@code Opportunity.Name}. */
    private static List<String> relationships(ObjectType type, Path path) {
        List<String> names = path.relationships();
        return !names.isEmpty() && names.getFirst().equalsIgnoreCase(type.name())
                ? names.subList(1, names.size())
                : names;
    }

    /** What a lookup leads to; of an owner, which may be a user or a queue, the user. */
    ObjectType target(Field lookup) {
        return organization
                .schema()
                .type(
                        lookup.references().contains(USER)
                                ? USER
                                : lookup.references().getFirst());
    }

    private Field field(ObjectType owner, String name) {
        return owner.field(name)
                .filter(field -> organization.permissions().readable(owner, field, caller))
                .orElseThrow(() -> Refusal.of(
                        400,
                        "INVALID_FIELD",
                        ("No such column '%s' on entity '%s'. If you are attempting to use a custom field, be sure to append "
                                        + "the '__c' after the custom field name. Please reference your WSDL or the describe "
                                        + "call for the appropriate names.")
                                .formatted(name, owner.name())));
    }

    /** The value, or JSON null if it is empty or a lookup on the way is. */
    JsonNode value(Stored row, Column column) {
        Optional<Stored> here = Optional.of(row);
        for (Field step : column.steps()) {
            here = here.flatMap(record -> follow(record, step));
        }
        return here.map(record -> organization.value(record, column.field())).orElse(Json.NODES.nullNode());
    }

    /** The record that a lookup points to. */
    Optional<Stored> follow(Stored row, Field lookup) {
        return lookup.references().stream()
                .flatMap(type -> organization.data().find(type, row.text(lookup.name())).stream())
                .findFirst();
    }
}
