package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * One field of an object, as {@code schema.json} declares it. Members that are not given have the value of an ordinary
 * optional field that everybody may write.
 *
 * @param length of a text, in characters
 * @param precision digits of a number, all together
 * @param scale digits behind the point
 * @param required whether it may not be empty
 * @param defaulted whether the service finds a value when a new record brings none
 * @param initial value of a new record that brings none; missing if there is no such value
 * @param externalId whether records can be addressed by it
 * @param unique whether no two records may have the same value, whatever the case of its letters
 * @param idLookup whether upsert may use it although it is no external id
 * @param values of a picklist
 * @param valuesFrom where the values of a picklist come from instead: an object, {@code countries} or {@code states}
 * @param restricted whether a picklist takes its values only
 * @param references the objects a lookup may point to
 * @param relationship name of a lookup in queries; empty if it has none
 * @param children name of the way back in queries; empty if there is none
 * @param onDelete what becomes of this record when the one that the lookup points to is deleted
 * @param countedIn field of the parent that package code keeps equal to the number of these records; empty if none
 * @param autoNumber format of the numbers that new records get; empty if none
 * @param feature without which the field is not there
 */
record Field(
        String name,
        String label,
        FieldType type,
        int length,
        int precision,
        int scale,
        boolean required,
        boolean defaulted,
        @JsonProperty("default") JsonNode initial,
        Access access,
        boolean externalId,
        boolean unique,
        boolean idLookup,
        List<Choice> values,
        String valuesFrom,
        boolean restricted,
        List<String> references,
        String relationship,
        String children,
        OnDelete onDelete,
        String countedIn,
        String autoNumber,
        Feature feature) {

    /** Who may write a field: clients always, only at creation, or never. */
    enum Access {
        @JsonProperty("full")
        FULL,
        @JsonProperty("createOnly")
        CREATE_ONLY,
        @JsonProperty("readOnly")
        READ_ONLY
    }

    /** What happens to a record whose lookup loses its target. */
    enum OnDelete {
        @JsonProperty("clear")
        CLEAR,
        @JsonProperty("cascade")
        CASCADE,
        @JsonProperty("restrict")
        RESTRICT
    }

    // JSON leaves out what is ordinary; from here on nothing is null.
    Field {
        label = label == null ? name : label;
        initial = initial == null ? MissingNode.getInstance() : initial;
        access = access == null ? Access.FULL : access;
        values = values == null ? List.of() : List.copyOf(values);
        valuesFrom = valuesFrom == null ? "" : valuesFrom;
        references = references == null ? List.of() : List.copyOf(references);
        relationship = relationship == null ? "" : relationship;
        children = children == null ? "" : children;
        onDelete = onDelete == null ? OnDelete.CLEAR : onDelete;
        countedIn = countedIn == null ? "" : countedIn;
        autoNumber = autoNumber == null ? "" : autoNumber;
        feature = feature == null ? Feature.ALWAYS : feature;
    }

    static Field id(String objectLabel) {
        return Json.MAPPER.convertValue(
                Json.object()
                        .put("name", "Id")
                        .put("label", objectLabel + " ID")
                        .put("type", "id")
                        .put("length", 18)
                        .put("required", true)
                        .put("idLookup", true)
                        .put("access", "readOnly"),
                Field.class);
    }

    Field with(List<Choice> choices) {
        return new Field(
                name,
                label,
                type,
                length,
                precision,
                scale,
                required,
                defaulted,
                initial,
                access,
                externalId,
                unique,
                idLookup,
                choices,
                valuesFrom,
                restricted,
                references,
                relationship,
                children,
                onDelete,
                countedIn,
                autoNumber,
                feature);
    }

    boolean custom() {
        return name.endsWith("__c");
    }

    boolean createable() {
        return access != Access.READ_ONLY;
    }

    boolean updateable() {
        return access == Access.FULL;
    }

    /** Whether a new record gets a value that it does not bring. */
    boolean defaultedOnCreate() {
        return defaulted
                || !initial.isMissingNode()
                || type == FieldType.BOOLEAN
                || required && access == Access.READ_ONLY
                || values.stream().anyMatch(Choice::initial);
    }

    boolean nillable() {
        return !required && type != FieldType.BOOLEAN;
    }

    /** Whether queries may have it in a condition: long texts may not. */
    boolean filterable() {
        return type != FieldType.TEXTAREA || length <= 255;
    }
}
