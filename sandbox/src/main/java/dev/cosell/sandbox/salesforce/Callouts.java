package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP callouts of flows: JSON of the administrator's making, sent once. A callout that fails is lost. */
final class Callouts {
    private static final Pattern MERGE_FIELD = Pattern.compile("\\{!\\$Record\\.(\\w+)}");
    private static final long NEVER = -1;

    private final Organization organization;
    private final EventSink sink;

    Callouts(Organization organization, EventSink sink) {
        this.organization = organization;
        this.sink = sink;
    }

    void send(Flow flow, Stored row) {
        Map<String, String> headers = new LinkedHashMap<>(flow.headers());
        headers.put("Content-Type", "application/json");
        byte[] body = merged(flow.body(), row).toString().getBytes(StandardCharsets.UTF_8);
        sink.deliver(Salesforce.NAME, flow.url(), headers, body, (attempt, status) -> NEVER, row.id());
    }

    private JsonNode merged(JsonNode template, Stored row) {
        return switch (template) {
            case TextNode text -> Json.text(merged(text.textValue(), row));
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties().forEach(member -> copy.set(member.getKey(), merged(member.getValue(), row)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(item -> copy.add(merged(item, row)));
                yield copy;
            }
            default -> template;
        };
    }

    private String merged(String text, Stored row) {
        ObjectType type = organization.schema().type(row.type());
        return MERGE_FIELD
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(type.field(found.group(1))
                        .map(field -> organization.value(row, field).asText(""))
                        .orElse("")));
    }
}
