package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code docs/openapi.yaml} says of a route: the samples that its inputs are made from.
 *
 * @param bodies examples of a body; none if the route takes none
 * @param query a value that each parameter of the address may have, by name
 */
record Described(List<JsonNode> bodies, Map<String, String> query) {
    private static final JsonNode DOCUMENT = document();

    /** @param route as the trigger has it, for instance {@code referrals/{id}} */
    static Described of(String route, String method) {
        JsonNode path = DOCUMENT.path("paths").path("/" + route);
        JsonNode operation = path.path(method.toLowerCase(Locale.ROOT));
        List<JsonNode> bodies = new ArrayList<>();
        for (JsonNode content : operation.path("requestBody").path("content")) {
            Stream.concat(
                            content.path("examples").valueStream().map(example -> example.path("value")),
                            Stream.of(content.path("example")))
                    .filter(example -> !example.isMissingNode())
                    .forEach(bodies::add);
        }
        Map<String, String> query = new LinkedHashMap<>();
        Stream.concat(
                        operation.path("parameters").valueStream(),
                        path.path("parameters").valueStream())
                .map(Described::resolved)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .forEach(parameter -> query.put(parameter.path("name").asText(), sample(parameter)));
        return new Described(bodies, query);
    }

    private static String sample(JsonNode parameter) {
        JsonNode schema = resolved(parameter.path("schema"));
        return Stream.of(
                        parameter.path("example"),
                        schema.path("example"),
                        schema.path("default"),
                        schema.path("enum").path(0))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isMissingNode())
                .map(JsonNode::asText)
                .findFirst()
                .orElse("1");
    }

    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    private static JsonNode document() {
        try (InputStream in = Described.class.getResourceAsStream("openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
