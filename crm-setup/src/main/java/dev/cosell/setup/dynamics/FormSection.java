package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A section on a main form of the table, with what sellers read and fill. A column that is on the form already, wherever it
 * is, is not added again.
 */
final class FormSection implements Item {
    static final String KIND = "form section";

    private static final int MAIN_FORM = 2;

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final Labels labels;
    private final WantedTable table;
    private final String id;
    private final String name;

    private FormSection(Dataverse dataverse, Definitions definitions, Labels labels, WantedTable table, JsonNode form) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.labels = labels;
        this.table = table;
        this.id = form.path("formid").asText();
        this.name = form.path("name").asText();
    }

    /** For each active main form. */
    static List<FormSection> of(Dataverse dataverse, Definitions definitions, Labels labels, WantedTable table) {
        return dataverse
                .list("systemforms?$select=formid,name&$filter="
                        + Dataverse.encoded("objecttypecode eq '" + table.name() + "' and type eq " + MAIN_FORM
                                + " and formactivationstate eq 1"))
                .stream()
                .map(form -> new FormSection(dataverse, definitions, labels, table, form))
                .toList();
    }

    @Override
    public Finding look() {
        FormXml form = read();
        Set<String> missing = missing(form).keySet();
        String called = table.name() + " form \"" + name + "\"";
        if (missing.isEmpty()) {
            return Finding.there(KIND, called);
        }
        String columns = String.join(", ", missing);
        return form.hasSection()
                ? Finding.incomplete(KIND, called, "without " + columns)
                : Finding.missing(KIND, called, "for " + columns);
    }

    @Override
    public void make() {
        FormXml form = read();
        Map<String, WantedColumn> there = missing(form);
        there.keySet().removeIf(column -> !definitions.has(table.name(), column));
        dataverse.change("systemforms(" + id + ")", Dataverse.object().put("formxml", form.with(there)));
    }

    /** What others changed and have not published yet is kept, and published with ours. */
    private FormXml read() {
        JsonNode form = dataverse.get(
                "systemforms(" + id + ")/Microsoft.Dynamics.CRM.RetrieveUnpublished()?$select=formid,formxml");
        return new FormXml(form.path("formxml").asText(), id, labels.language());
    }

    /** Lookups are on Microsoft's own form where their tables are. */
    private Map<String, WantedColumn> missing(FormXml form) {
        Map<String, WantedColumn> missing = new LinkedHashMap<>(table.columns());
        missing.values().removeIf(column -> column.type() == WantedColumn.Type.LOOKUP);
        missing.keySet().removeAll(form.columns());
        return missing;
    }
}
