package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route for operators takes what {@code docs/openapi.yaml} says it takes, and refuses all else before it does anything. */
class RequestsDocsTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/cosell/functions");
    private static final JsonNode DOCUMENT = read();
    private static final String STRANGE = "nobodyKnowsThis";

    /** A trigger under one of its methods. */
    record Route(Method trigger, HttpMethod verb, String path, AuthorizationLevel level) {
        JsonNode described() {
            return DOCUMENT.path("paths").path("/" + path).path(verb.name().toLowerCase(Locale.ROOT));
        }

        Call called(Connector connector, Call call) {
            Object[] arguments = Arrays.stream(trigger.getParameters())
                    .map(parameter -> argument(parameter, call))
                    .toArray();
            try {
                var constructor = trigger.getDeclaringClass().getDeclaredConstructor(Supplier.class);
                trigger.invoke(constructor.newInstance((Supplier<Connector>) () -> connector), arguments);
            } catch (InvocationTargetException thrown) {
                throw new AssertionError(this + " threw", thrown.getCause());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(this + " cannot be called", e);
            }
            return call;
        }

        private Object argument(Parameter parameter, Call call) {
            if (parameter.getType() == HttpRequestMessage.class) {
                return call.method(verb).request();
            }
            return parameter.getType() == ExecutionContext.class ? call.context() : "r1";
        }

        @Override
        public String toString() {
            return verb + " /" + path;
        }
    }

    static Stream<Route> routes() {
        return everyRoute().filter(route -> route.level() == AuthorizationLevel.FUNCTION);
    }

    /** Those that anybody may call, too. */
    static Stream<Route> everyRoute() {
        return classes()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(method -> Arrays.stream(method.getParameters())
                        .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(HttpTrigger.class)))
                        .flatMap(trigger -> Arrays.stream(trigger.methods())
                                .map(verb -> new Route(method, verb, trigger.route(), trigger.authLevel()))));
    }

    static Stream<Route> commands() {
        return routes().filter(route -> route.verb() == HttpMethod.POST || route.verb() == HttpMethod.PUT);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasTheMembersThatAreDescribedAndNoOther(Route route) {
        Map<String, JsonNode> members = members(route);

        String detail = refused(route, new Call().body("{\"" + STRANGE + "\":1}"));

        assertTrue(detail.contains("\"" + STRANGE + "\""), detail);
        assertEquals(members.keySet(), names(detail));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aMemberOfAnotherKindThanDescribedIsRefusedByItsName(Route route) {
        members(route).forEach((name, schema) -> {
            String type = resolved(schema).path("type").asText();
            for (JsonNode wrong : others(type)) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.set(name, wrong);

                String detail = refused(route, new Call().body(body.toString()));

                assertTrue(detail.startsWith("expected " + name + " to be "), route + " " + body + ": " + detail);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsDescribedSaysThatOtherMembersAreRefused(Route route) {
        JsonNode schema = resolved(route.described().at("/requestBody/content/application~1json/schema"));
        Stream<JsonNode> choices = schema.has("oneOf") ? schema.path("oneOf").valueStream() : Stream.of(schema);

        choices.map(RequestsDocsTest::resolved)
                .forEach(choice -> assertEquals(
                        "false", choice.path("additionalProperties").asText(), route.toString()));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anAddressHasTheParametersThatAreDescribedAndNoOther(Route route) {
        Set<String> described = new TreeSet<>();
        route.described().path("parameters").forEach(reference -> {
            JsonNode parameter = resolved(reference);
            if (parameter.path("in").asText().equals("query")) {
                described.add(parameter.path("name").asText());
            }
        });

        String detail = refused(route, new Call().query(STRANGE, "1"));

        assertTrue(detail.contains("\"" + STRANGE + "\""), detail);
        assertEquals(described, names(detail));
    }

    private static String refused(Route route, Call call) {
        Connector connector = mock(Connector.class, RETURNS_DEEP_STUBS);
        route.called(connector, call);
        assertEquals(
                400, call.answered().status(), route + ": " + call.answered().body());
        try {
            return new ObjectMapper()
                    .readTree(call.answered().body())
                    .at("/error/detail")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> names(String detail) {
        String list = detail.substring(detail.indexOf('[') + 1, detail.indexOf(']'));
        return list.isEmpty() ? Set.of() : new TreeSet<>(List.of(list.split(", ")));
    }

    private static List<JsonNode> others(String type) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Map<String, JsonNode> samples = Map.of(
                "string", json.textNode("yes"),
                "boolean", json.booleanNode(true),
                "integer", json.numberNode(1),
                "object", json.objectNode(),
                "array", json.arrayNode());
        assertTrue(samples.containsKey(type), "expected a kind of member that is known here, found " + type);
        List<JsonNode> others = new ArrayList<>(List.of(json.nullNode(), json.numberNode(1.5)));
        samples.forEach((kind, sample) -> {
            if (!kind.equals(type)) {
                others.add(sample);
            }
        });
        return others;
    }

    /** By name, of all choices together. */
    private static Map<String, JsonNode> members(Route route) {
        JsonNode schema = resolved(route.described().at("/requestBody/content/application~1json/schema"));
        assertTrue(schema.isObject(), route + ": expected the schema of a body, found none");
        Map<String, JsonNode> members = new TreeMap<>();
        Stream<JsonNode> choices = schema.has("oneOf") ? schema.path("oneOf").valueStream() : Stream.of(schema);
        choices.map(RequestsDocsTest::resolved)
                .flatMap(choice -> choice.path("properties").properties().stream())
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static JsonNode read() {
        Path file = Path.of("").toAbsolutePath().getParent().resolve("docs/openapi.yaml");
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Class<?>> classes() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .<Class<?>>map(name -> type("dev.cosell.functions." + name.replace(".java", "")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("expected a class of the file's name, found none", e);
        }
    }
}
