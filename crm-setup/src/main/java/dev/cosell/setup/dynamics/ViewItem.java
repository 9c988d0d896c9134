package dev.cosell.setup.dynamics;

import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A view of the shared records of a table, with where their synchronisation stands. Nobody's default. */
final class ViewItem implements Item {
    static final String KIND = "view";

    /** Of more room than the others. */
    private static final int WIDE = 300;

    private static final int USUAL = 150;

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final WantedTable table;

    ViewItem(Dataverse dataverse, Definitions definitions, WantedTable table) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.table = table;
    }

    @Override
    public Finding look() {
        return dataverse
                .first("savedqueries?$select=savedqueryid&$filter="
                        + Dataverse.encoded("returnedtypecode eq '" + table.name() + "' and name eq '" + name() + "'"))
                .map(found -> Finding.there(KIND, table.name() + " view \"" + name() + "\""))
                .orElseGet(() -> Finding.missing(KIND, table.name() + " view \"" + name() + "\"", ""));
    }

    @Override
    public void make() {
        var definition = definitions.table(table.name());
        String key = definition.path("PrimaryIdAttribute").asText();
        String title = definition.path("PrimaryNameAttribute").asText();
        dataverse.create(
                "savedqueries",
                Dataverse.object()
                        .put("name", name())
                        .put("returnedtypecode", table.name())
                        .put("querytype", 0)
                        .put("fetchxml", fetch(key, title))
                        .put(
                                "layoutxml",
                                layout(
                                        key,
                                        title,
                                        definition.path("ObjectTypeCode").asInt())),
                Home.CONNECTOR.solution());
    }

    private String name() {
        return table.name().equals("lead") ? "Co-sell leads" : "Co-sell deals";
    }

    private List<String> shown(String title) {
        ControlColumns control = table.map().columns();
        return Stream.of(
                        Optional.of(title),
                        control.told().status(),
                        control.told().deadline(),
                        control.told().problem())
                .flatMap(Optional::stream)
                .toList();
    }

    private String fetch(String key, String title) {
        StringBuilder xml = new StringBuilder("<fetch version=\"1.0\" mapping=\"logical\"><entity name=\"")
                .append(table.name())
                .append("\"><attribute name=\"")
                .append(key)
                .append("\"/>");
        shown(title)
                .forEach(column ->
                        xml.append("<attribute name=\"").append(column).append("\"/>"));
        return xml.append("<order attribute=\"modifiedon\" descending=\"true\"/><filter><condition attribute=\"")
                .append(table.map().columns().sync())
                .append("\" operator=\"eq\" value=\"1\"/></filter></entity></fetch>")
                .toString();
    }

    private String layout(String key, String title, int objectType) {
        StringBuilder xml = new StringBuilder("<grid name=\"resultset\" object=\"")
                .append(objectType)
                .append("\" jump=\"")
                .append(title)
                .append("\" select=\"1\" icon=\"1\" preview=\"1\"><row name=\"result\" id=\"")
                .append(key)
                .append("\">");
        shown(title)
                .forEach(column -> xml.append("<cell name=\"")
                        .append(column)
                        .append("\" width=\"")
                        .append(column.equals(title) ? WIDE : USUAL)
                        .append("\"/>"));
        return xml.append("</row></grid>").toString();
    }
}
