package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Organization.Mark;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several calls in one, where later ones may use the answers of earlier ones: {@code @{account.id}}. In the books it is
 * about the first record that a part is about.
 */
final class Composite {
    private static final int MOST_PARTS = 25;
    private static final Pattern REFERENCE = Pattern.compile("@\\{(\\w+)((?:\\.\\w+|\\[\\d+])*)}");
    private static final Pattern ILLEGAL = Pattern.compile("[ \"<>\\\\^`{|}]");

    private final Organization organization;
    private final RestApi api;

    Composite(Organization organization, RestApi api) {
        this.organization = organization;
        this.api = api;
    }

    /** @param path the steps behind {@code composite} */
    Response answer(Call call, List<String> path) {
        if (!path.isEmpty() || !call.method().equals("POST")) {
            throw Refusal.noResource();
        }
        ObjectNode body = Json.parseObject(call.request().text());
        JsonNode parts = body.path("compositeRequest");
        if (parts.size() > MOST_PARTS) {
            throw Refusal.of(
                    400,
                    "LIMIT_EXCEEDED",
                    "Too many subrequests: expected at most %d, found %d".formatted(MOST_PARTS, parts.size()));
        }
        Mark start = organization.mark();
        Map<String, JsonNode> answers = new HashMap<>();
        List<ObjectNode> results = new ArrayList<>();
        String subject = "";
        boolean halted = false;
        for (JsonNode part : parts) {
            Response response = halted ? halted() : answer(call, part, answers);
            ObjectNode result = result(response, part);
            subject = subject.isEmpty() ? response.subject() : subject;
            answers.put(part.path("referenceId").asText(), result.get("body"));
            results.add(result);
            if (body.path("allOrNone").asBoolean() && failed(result) && !halted) {
                organization.rollback(start);
                results.replaceAll(done -> failed(done) ? done : overwritten(done));
                halted = true;
            }
        }
        ArrayNode array = Json.array();
        results.forEach(array::add);
        return Json.response(200, Json.object().set("compositeResponse", array)).about(subject);
    }

    private Response answer(Call call, JsonNode part, Map<String, JsonNode> answers) {
        Mark mark = organization.mark();
        try {
            return api.answer(request(call, part, answers), call.caller());
        } catch (Refusal refusal) {
            organization.rollback(mark);
            return refusal.response();
        }
    }

    private static Request request(Call call, JsonNode part, Map<String, JsonNode> answers) {
        String url = filled(part.path("url").asText(), answers);
        Map<String, List<String>> headers = new LinkedHashMap<>(Map.of("content-type", List.of("application/json")));
        part.path("httpHeaders")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        List.of(header.getValue().asText())));
        byte[] body = part.has("body")
                ? filled(part.get("body"), answers).toString().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        return new Request(part.path("method").asText().toUpperCase(Locale.ROOT), address(call, url), headers, body);
    }

    /** Addresses of parts often carry a query as a person would write it. */
    private static URI address(Call call, String url) {
        String legal = ILLEGAL.matcher(url)
                .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
        try {
            return call.request().uri().resolve(new URI(legal));
        } catch (URISyntaxException bad) {
            throw Refusal.of(400, "INVALID_INPUT", "url: %s".formatted(bad.getMessage()));
        }
    }

    private static JsonNode filled(JsonNode body, Map<String, JsonNode> answers) {
        return switch (body) {
            case TextNode text -> Json.text(filled(text.textValue(), answers));
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties().forEach(member -> copy.set(member.getKey(), filled(member.getValue(), answers)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(item -> copy.add(filled(item, answers)));
                yield copy;
            }
            default -> body;
        };
    }

    private static String filled(String text, Map<String, JsonNode> answers) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            String pointer = found.group(2).replaceAll("[.\\[]", "/").replace("]", "");
            JsonNode value = answers.getOrDefault(found.group(1), Json.NODES.missingNode())
                    .at(pointer);
            if (!value.isValueNode()) {
                throw Refusal.of(
                        400,
                        "PROCESSING_HALTED",
                        "Invalid reference specified. No value for %s found in %s"
                                .formatted(
                                        found.group().substring(2, found.group().length() - 1), found.group(1)));
            }
            return Matcher.quoteReplacement(value.asText());
        });
    }

    private static ObjectNode result(Response response, JsonNode part) {
        ObjectNode result = Json.object();
        result.set("body", json(response.body()));
        ObjectNode headers = result.putObject("httpHeaders");
        response.headers().forEach((name, value) -> {
            if (!name.equals("Content-Type")) {
                headers.put(name, value);
            }
        });
        return result.put("httpStatusCode", response.status())
                .put("referenceId", part.path("referenceId").asText());
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? Json.NODES.nullNode() : Json.MAPPER.readTree(body);
        } catch (IOException bad) {
            throw new IllegalStateException("the API answers JSON", bad);
        }
    }

    private static boolean failed(ObjectNode result) {
        return result.get("httpStatusCode").asInt() >= 400;
    }

    private static Response halted() {
        return Refusal.of(
                        400,
                        "PROCESSING_HALTED",
                        "The transaction was rolled back since another operation in the same transaction failed.")
                .response();
    }

    private static ObjectNode overwritten(ObjectNode done) {
        return result(halted(), done);
    }
}
