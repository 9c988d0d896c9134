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
    private final boolean customizable;

    private FormSection(Dataverse dataverse, Definitions definitions, Labels labels, WantedTable table, JsonNode form) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.labels = labels;
        this.table = table;
        this.id = form.path("formid").asText();
        this.name = form.path("name").asText();
        this.customizable = form.at("/iscustomizable/Value").asBoolean(true);
    }

    /** For each active main form. */
    static List<FormSection> of(Dataverse dataverse, Definitions definitions, Labels labels, WantedTable table) {
        return dataverse
                .list("systemforms?$select=formid,name,iscustomizable&$filter="
                        + Dataverse.encoded("objecttypecode eq '" + table.name() + "' and type eq " + MAIN_FORM
                                + " and formactivationstate eq 1"))
                .stream()
                .map(form -> new FormSection(dataverse, definitions, labels, table, form))
                .toList();
    }

    /** As sellers see it: a change that was never published is none. */
    @Override
    public Finding look() {
        FormXml form = read("");
        Set<String> missing = missing(form).keySet();
        String called = table.name() + " form \"" + name + "\"";
        if (missing.isEmpty()) {
            return Finding.there(KIND, called);
        }
        String columns = String.join(", ", missing);
        if (!customizable) {
            return Finding.leftOut(
                    KIND,
                    called,
                    "it is a managed form whose publisher lets nobody change it; put on another one what sellers need of "
                            + columns);
        }
        return form.hasSection()
                ? Finding.incomplete(KIND, called, "without " + columns)
                : Finding.missing(KIND, called, "for " + columns);
    }

    /**
     * What others, or an earlier run, changed and have not published yet is kept, and published with ours. There may be
     * nothing left to add, only to publish.
     */
    @Override
    public void make() {
        FormXml form = read("/Microsoft.Dynamics.CRM.RetrieveUnpublished()");
        Map<String, WantedColumn> there = missing(form);
        there.keySet().removeIf(column -> !definitions.has(table.name(), column));
        if (!there.isEmpty()) {
            dataverse.change("systemforms(" + id + ")", Dataverse.object().put("formxml", form.with(there)));
        }
    }

    /** @param version function that gives another than the published one */
    private FormXml read(String version) {
        JsonNode form = dataverse.get("systemforms(" + id + ")" + version + "?$select=formid,formxml");
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
