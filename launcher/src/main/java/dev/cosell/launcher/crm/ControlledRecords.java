package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows of a CRM by the sandbox's control routes, as its people read and write them. */
final class ControlledRecords {
    private final JsonClient control;
    private final String routes;
    private final String idMember;
    private final Map<String, String> customers = new HashMap<>();

    /**
     * @param routes of the CRM, with a slash at the end
     * @param idMember where a row has its id
     */
    ControlledRecords(JsonClient control, String routes, String idMember) {
        this.control = control;
        this.routes = routes;
        this.idMember = idMember;
    }

    /** Gives the new row's id. */
    String create(String table, JsonNode columns) {
        return id(control.send("POST", routes + "records/" + table, columns));
    }

    void change(String table, String id, JsonNode columns) {
        control.send("PATCH", row(table, id), columns);
    }

    /** As {@link #change}, where a refusal is an answer, too. */
    JsonAnswer tryChange(String table, String id, JsonNode columns) {
        return control.call("PATCH", row(table, id), columns);
    }

    void delete(String table, String id) {
        control.send("DELETE", row(table, id), MissingNode.getInstance());
    }

    JsonNode get(String table, String id) {
        return control.get(row(table, id));
    }

    List<JsonNode> all(String table) {
        List<JsonNode> rows = new ArrayList<>();
        control.get(routes + "records/" + table).forEach(rows::add);
        return rows;
    }

    /** What was written so far by way of the CRM's own interfaces, under its name in the sandbox's books. */
    List<CrmSandbox.Write> writes(String system) {
        List<CrmSandbox.Write> writes = new ArrayList<>();
        for (JsonNode call : control.get("/_sandbox/calls?system=" + system).path("calls")) {
            if (!call.path("method").asText().equals("GET")
                    && call.path("committed").asBoolean()) {
                writes.add(new CrmSandbox.Write(
                        call.path("subject").asText(),
                        Instant.parse(call.path("at").asText())));
            }
        }
        return writes;
    }

    String id(JsonNode row) {
        return row.path(idMember).asText();
    }

    /** The id of a deal's customer, who is made at the first deal. */
    String customer(JsonNode deal, Function<String, String> making) {
        return customers.computeIfAbsent(deal.path("customer").asText(), making);
    }

    /** What a text column holds; empty for nothing. */
    static String word(JsonNode values, String column) {
        JsonNode value = values.path(column);
        return value.isNull() ? "" : value.asText("");
    }

    /** Sets a column to a text; CRMs keep no empty ones. */
    static void text(ObjectNode columns, String column, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            columns.put(column, value.asText());
        }
    }

    /** Sets the columns for members that have texts. */
    static void texts(ObjectNode columns, Map<String, String> names, JsonNode members) {
        members.properties().forEach(member -> text(columns, names.get(member.getKey()), member.getValue()));
    }

    private String row(String table, String id) {
        return routes + "records/" + table + "/" + id;
    }
}
