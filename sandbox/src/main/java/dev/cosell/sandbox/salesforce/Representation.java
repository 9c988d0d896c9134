package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.math.BigDecimal;
import java.util.List;

/** Records as the API writes them. */
final class Representation {
    private final Organization organization;
    private final String version;

    /** @param version of the API, such as {@code v67.0}: it stands in the records' addresses */
    Representation(Organization organization, String version) {
        this.organization = organization;
        this.version = version;
    }

    /** An object with nothing but {@code attributes}. */
    ObjectNode attributes(String type, Stored row) {
        ObjectNode json = Json.object();
        json.putObject("attributes").put("type", type).put("url", url(row));
        return json;
    }

    String url(Stored row) {
        return "/services/data/%s/sobjects/%s/%s".formatted(version, row.type(), row.id());
    }

    ObjectNode of(Stored row, List<Field> fields) {
        ObjectNode json = attributes(row.type(), row);
        fields.forEach(field -> json.set(field.name(), value(row, field)));
        return json;
    }

    JsonNode value(Stored row, Field field) {
        return shown(organization.value(row, field), field);
    }

    /** Decimals have at least one digit behind the point and no idle ones, as a double is written. */
    static JsonNode shown(JsonNode value, Field field) {
        if (!field.type().isDecimal() || !value.isNumber()) {
            return value;
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        return Json.NODES.numberNode(number.scale() < 1 ? number.setScale(1) : number);
    }
}
