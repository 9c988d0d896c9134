package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/** A column. One that is there already is used as it is, whoever made it. */
final class ColumnItem implements Item {
    static final String KIND = "column";

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final Labels labels;
    private final String table;
    private final String name;
    private final WantedColumn wanted;

    ColumnItem(
            Dataverse dataverse,
            Definitions definitions,
            Labels labels,
            String table,
            String name,
            WantedColumn wanted) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.labels = labels;
        this.table = table;
        this.name = name;
        this.wanted = wanted;
    }

    @Override
    public Finding look() {
        return definitions.column(table, name).map(this::compared).orElseGet(this::absent);
    }

    private Finding absent() {
        return wanted.type() == WantedColumn.Type.LOOKUP
                ? Finding.leftOut(
                        KIND,
                        path(),
                        "it points to a table of Microsoft's co-sell solution; without it, services deals are refused and"
                                + " all else works")
                : Finding.missing(KIND, path(), kind(wanted.type().word(), wanted.maxLength()));
    }

    private Finding compared(JsonNode found) {
        String type = found.path("AttributeType").asText();
        int length = found.path("MaxLength").asInt();
        boolean suits = type.equals(wanted.type().word()) && length >= wanted.maxLength();
        return suits
                ? Finding.there(KIND, path())
                : Finding.different(
                        KIND,
                        path(),
                        "expected " + kind(wanted.type().word(), wanted.maxLength()) + ", found " + kind(type, length));
    }

    private String path() {
        return table + "." + name;
    }

    private static String kind(String type, int length) {
        return length == 0 ? type : type + " of " + length + " characters";
    }

    @Override
    public void make() {
        ObjectNode column = Dataverse.object()
                .put("@odata.type", NAMESPACE + wanted.type().word() + "AttributeMetadata")
                .put("SchemaName", name);
        column.set("DisplayName", labels.of(wanted.label()));
        wanted.description().ifPresent(text -> column.set("Description", labels.of(text)));
        column.putObject("RequiredLevel")
                .put("Value", "None")
                .put("CanBeChanged", true)
                .put("ManagedPropertyLogicalName", "canmodifyrequirementlevelsettings");
        switch (wanted.type()) {
            case STRING ->
                column.put("MaxLength", wanted.maxLength())
                        .putObject("FormatName")
                        .put("Value", wanted.format().orElse("Text"));
            case MEMO -> column.put("MaxLength", wanted.maxLength()).put("Format", "TextArea");
            case BOOLEAN -> yesNo(column);
            case DATE_TIME ->
                column.put("Format", "DateAndTime")
                        .putObject("DateTimeBehavior")
                        .put("Value", "UserLocal");
            case PICKLIST -> column.put("GlobalOptionSet@odata.bind", choice());
            case LOOKUP -> throw new IllegalStateException("lookups are left out, " + path() + " is one");
        }
        dataverse.create(
                Definitions.address(table) + "/Attributes",
                column,
                Home.of(name).solution());
        definitions.forget(table);
    }

    private void yesNo(ObjectNode column) {
        column.put("DefaultValue", false);
        ObjectNode set = column.putObject("OptionSet").put("@odata.type", NAMESPACE + "BooleanOptionSetMetadata");
        set.putObject("TrueOption").put("Value", 1).set("Label", labels.of("Yes"));
        set.putObject("FalseOption").put("Value", 0).set("Label", labels.of("No"));
    }

    /** The global choice by its id: a name is no address in a bind. */
    private String choice() {
        String name = wanted.choice().orElseThrow();
        return "/GlobalOptionSetDefinitions("
                + definitions.choice(name).orElseThrow().path("MetadataId").asText() + ")";
    }
}
