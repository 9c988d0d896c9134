package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Permissions.ObjectRights;
import java.util.List;

/** The objects as describe shows them to a user. */
final class Describe {
    private static final int BYTES_PER_CHARACTER = 3;

    private final Organization organization;
    private final Caller caller;
    private final String version;

    /** @param version of the API, such as {@code v67.0} */
    Describe(Organization organization, Caller caller, String version) {
        this.organization = organization;
        this.caller = caller;
        this.version = version;
    }

    ObjectNode global() {
        ObjectNode body = Json.object().put("encoding", "UTF-8").put("maxBatchSize", Collections.MOST_RECORDS);
        ArrayNode types = body.putArray("sobjects");
        organization.schema().types().stream()
                .filter(type -> organization.permissions().of(type, caller).read())
                .forEach(type -> types.add(summary(type)));
        return body;
    }

    /** What one knows of an object without its fields. */
    ObjectNode summary(ObjectType type) {
        ObjectRights rights = organization.permissions().of(type, caller);
        ObjectNode json = Json.object()
                .put("activateable", false)
                .put("createable", type.createable() && rights.create())
                .put("custom", type.custom())
                .put("customSetting", false)
                .put("deletable", type.deletable() && rights.delete())
                .put("deprecatedAndHidden", false)
                .put("feedEnabled", false)
                .put("keyPrefix", type.keyPrefix())
                .put("label", type.label())
                .put("labelPlural", type.labelPlural())
                .put("layoutable", true)
                .put("mergeable", type.mergeable())
                .put("mruEnabled", true)
                .put("name", type.name())
                .put("queryable", true)
                .put("replicateable", true)
                .put("retrieveable", true)
                .put("searchable", true)
                .put("triggerable", true)
                .put("undeletable", type.undeletable())
                .put("updateable", type.updateable() && rights.edit());
        String url = "/services/data/%s/sobjects/%s".formatted(version, type.name());
        json.putObject("urls")
                .put("sobject", url)
                .put("describe", url + "/describe")
                .put("rowTemplate", url + "/{ID}");
        return json;
    }

    ObjectNode full(ObjectType type) {
        ObjectNode json = summary(type);
        ArrayNode fields = json.putArray("fields");
        organization.permissions().readable(type, caller).forEach(field -> fields.add(field(type, field)));
        ArrayNode children = json.putArray("childRelationships");
        for (Schema.Child child : organization.schema().children(type)) {
            children.addObject()
                    .put("cascadeDelete", child.field().onDelete() == Field.OnDelete.CASCADE)
                    .put("childSObject", child.type().name())
                    .put("deprecatedAndHidden", false)
                    .put("field", child.field().name())
                    .put("relationshipName", orNull(child.field().children()))
                    .put("restrictedDelete", child.field().onDelete() == Field.OnDelete.RESTRICT);
        }
        json.putArray("recordTypeInfos");
        return json;
    }

    private ObjectNode field(ObjectType type, Field field) {
        boolean editable = organization.permissions().of(type, field, caller).edit();
        ObjectNode json = Json.object()
                .put("aggregatable", field.filterable())
                .put("autoNumber", !field.autoNumber().isEmpty())
                .put("byteLength", field.length() * BYTES_PER_CHARACTER)
                .put("calculated", false)
                .put("cascadeDelete", field.onDelete() == Field.OnDelete.CASCADE)
                .put("caseSensitive", false)
                .put("createable", type.createable() && field.createable() && editable)
                .put("custom", field.custom())
                .put("defaultedOnCreate", field.defaultedOnCreate())
                .put("dependentPicklist", false)
                .put("deprecatedAndHidden", false)
                .put("digits", field.type() == FieldType.INT ? 9 : 0)
                .put("encrypted", false)
                .put("externalId", field.externalId())
                .put("filterable", field.filterable())
                .put("groupable", field.filterable() && !field.type().isDecimal())
                .put("htmlFormatted", false)
                .put("idLookup", field.idLookup() || field.externalId())
                .put("label", field.label())
                .put("length", field.length())
                .put("name", field.name())
                .put("nameField", field.name().equals("Name"))
                .put("namePointing", field.references().size() > 1)
                .put("nillable", field.nillable())
                .put("permissionable", !field.required() && field.createable())
                .put("polymorphicForeignKey", field.references().size() > 1)
                .put("precision", field.precision())
                .put("relationshipName", orNull(field.relationship()))
                .put("restrictedDelete", field.onDelete() == Field.OnDelete.RESTRICT)
                .put("restrictedPicklist", field.restricted())
                .put("scale", field.scale())
                .put("soapType", field.type().soapType())
                .put("sortable", field.filterable())
                .put("type", field.type().describeName())
                .put("unique", field.unique())
                .put("updateable", type.updateable() && field.updateable() && editable);
        json.set("defaultValue", field.initial().isMissingNode() ? Json.NODES.nullNode() : field.initial());
        json.set("referenceTo", Json.MAPPER.valueToTree(field.references()));
        json.set("picklistValues", choices(field.values()));
        return json;
    }

    private static ArrayNode choices(List<Choice> values) {
        ArrayNode all = Json.array();
        values.forEach(choice -> all.addObject()
                .put("active", choice.active())
                .put("defaultValue", choice.initial())
                .put("label", choice.label())
                .putNull("validFor")
                .put("value", choice.value()));
        return all;
    }

    private static String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
