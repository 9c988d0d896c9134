package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the body of a write into columns: plain members, and references by {@code navigation@odata.bind}. */
final class Payload {
    private static final String BIND = "@odata.bind";

    private final Locator locator;

    Payload(Locator locator) {
        this.locator = locator;
    }

    /**
     * @return column values, lookups as {@code {"table","id"}}, JSON null to clear
     * @throws Refusal 400 naming the first undeclared property; navigation properties are case-sensitive
     */
    Map<String, JsonNode> columns(Table table, ObjectNode body) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        body.properties().forEach(member -> {
            String name = member.getKey();
            if (name.endsWith(BIND)) {
                String navigation = name.substring(0, name.length() - BIND.length());
                Navigation reached =
                        table.navigation(navigation).orElseThrow(() -> Refusal.undeclared(navigation, table));
                columns.put(reached.column().name(), bound(reached, member.getValue()));
            } else if (!name.contains("@")) {
                columns.put(column(table, name, member.getValue()).name(), member.getValue());
            }
        });
        return columns;
    }

    private static Column column(Table table, String name, JsonNode value) {
        if (value.isNull() && table.navigation(name).isPresent()) {
            return table.navigation(name).get().column();
        }
        Column column = table.byJsonName(name).orElseThrow(() -> Refusal.undeclared(name, table));
        if (column.type().isLookup()) {
            throw Refusal.malformed("CRM do not support direct update of Entity Reference properties, "
                    + "Use Navigation properties instead: found '%s'.".formatted(name));
        }
        return column;
    }

    private JsonNode bound(Navigation navigation, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        if (!value.isTextual()) {
            throw Refusal.malformed("Expected a reference in '%s@odata.bind', found %s."
                    .formatted(navigation.target().navigation(), value));
        }
        Stored row = locator.reference(value.textValue(), navigation.target().table());
        return Values.reference(row.table(), row.id());
    }
}
