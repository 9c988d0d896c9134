package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Fixer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/openapi.yaml} describes the triggers that are there, and its examples are what it describes. */
class OpenApiTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SOURCES = Path.of("src/main/java/dev/cosell/functions");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final JsonNode DOCUMENT = read();

    @Test
    void everyRouteIsDescribedWithItsMethodsAndItsLevel() {
        assertEquals(String.join("\n", triggers()), String.join("\n", described()));
    }

    @Test
    void noRouteBeginsWithAWordThatAzureKeeps() {
        List<String> kept = httpTriggers()
                .map(HttpTrigger::route)
                .filter(route -> route.toLowerCase(Locale.ROOT).matches("/?(admin|runtime)([/{].*)?"))
                .toList();
        assertEquals(List.of(), kept);
    }

    @Test
    void everyPartOfAPathThatVariesIsDescribed() {
        operations((path, operation) -> {
            Set<String> inPath = new TreeSet<>();
            for (JsonNode reference : operation.path("parameters")) {
                JsonNode parameter = resolved(reference);
                if (parameter.path("in").asText().equals("path")) {
                    inPath.add(parameter.path("name").asText());
                }
            }
            assertEquals(all("\\{(\\w+)}", path), inPath, path);
        });
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> used = DOCUMENT.findValuesAsText("$ref").stream().collect(Collectors.toCollection(TreeSet::new));
        Set<String> present = new TreeSet<>();
        for (String kind : List.of("parameters", "responses", "schemas")) {
            DOCUMENT.at("/components/" + kind)
                    .fieldNames()
                    .forEachRemaining(name -> present.add("#/components/" + kind + "/" + name));
        }
        assertEquals(present, used);
    }

    @Test
    void everyOperationHasItsOwnNameAndTellsWhatADefectGives() {
        List<String> names = new ArrayList<>();
        operations((path, operation) -> {
            names.add(operation.path("operationId").asText());
            assertEquals(
                    "#/components/responses/Defect",
                    operation.at("/responses/500/$ref").asText(),
                    path);
            assertEquals(true, operation.path("responses").has("503"), path);
        });
        assertEquals(Set.copyOf(names).size(), names.size(), names::toString);
    }

    @Test
    void errorsHaveTheMembersThatAnswersHave() {
        JsonNode answer = Reply.of(Problem.of(ProblemCode.NOT_FOUND, "detail"), "correlation")
                .body()
                .orElseThrow();
        assertEquals(List.of(), misfits("Error", schema("Error"), answer));
        assertEquals(names(answer.path("error")), names(schema("Refusal").path("properties")));
    }

    @Test
    void phasesAndFixersAreThoseOfTheCode() {
        assertEquals(names(Phase.values()), texts(schema("Phase").path("enum")));
        assertEquals(names(Fixer.values()), texts(schema("Fixer").path("enum")));
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<String> misfits = new ArrayList<>();
        int[] examples = {0};
        contents(DOCUMENT, "", (where, content) -> {
            JsonNode schema = content.path("schema");
            List<JsonNode> given = new ArrayList<>();
            Optional.ofNullable(content.get("example")).ifPresent(given::add);
            content.path("examples").forEach(example -> given.add(example.path("value")));
            for (JsonNode example : given) {
                examples[0]++;
                misfits.addAll(misfits(where, schema, example));
            }
        });
        assertEquals(List.of(), misfits);
        assertEquals(true, examples[0] > 15, () -> examples[0] + " examples");
    }

    @Test
    void theParkedMessageOfTheExampleIsOneThatTheAppReads() {
        JsonNode item = DOCUMENT.at("/paths/~1poison/get/responses/200/content/application~1json/example/items/0");

        Work work = WorkCodec.decode(item.path("body").asText());

        assertEquals(item.path("subject").asText(), work.subject().key());
        assertEquals(item.path("cause").asText(), work.cause());
    }

    @Test
    void examplesOfErrorsAreEntriesOfTheCatalogue() {
        List<String> wrong = new ArrayList<>();
        for (JsonNode parent : DOCUMENT.findParents("fixer")) {
            if (parent.path("code").isTextual()) {
                Optional<ProblemCode> entry =
                        ProblemCode.byCode(parent.path("code").asText());
                boolean same = entry.isPresent()
                        && entry.get().title().equals(parent.path("title").asText())
                        && entry.get().fix().equals(parent.path("fix").asText())
                        && entry.get()
                                .fixer()
                                .name()
                                .equals(parent.path("fixer").asText());
                if (!same) {
                    wrong.add(parent.toString());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    // --- The triggers ---

    private static Stream<HttpTrigger> httpTriggers() {
        return classes()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(HttpTrigger.class)));
    }

    private static Stream<Class<?>> classes() {
        return sources().map(SOURCES::relativize).map(file -> {
            String name = file.toString().replace(".java", "").replaceAll("[/\\\\]", ".");
            try {
                return Class.forName("dev.cosell.functions." + name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(file + ": expected a class of its name, found none", e);
            }
        });
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> triggers() {
        Set<String> lines = new TreeSet<>();
        httpTriggers().forEach(trigger -> {
            for (HttpMethod method : trigger.methods()) {
                lines.add("/" + trigger.route() + " " + method.name() + " " + trigger.authLevel());
            }
        });
        return lines;
    }

    // --- The document ---

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(ROOT.resolve("docs/openapi.yaml").toFile());
        } catch (IOException e) {
            throw new IllegalStateException("docs/openapi.yaml: expected YAML, found " + e.getMessage(), e);
        }
    }

    private static Set<String> described() {
        Set<String> lines = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                JsonNode security = operation.getValue().path("security");
                AuthorizationLevel level = security.isArray() && security.isEmpty()
                        ? AuthorizationLevel.ANONYMOUS
                        : AuthorizationLevel.FUNCTION;
                lines.add(path.getKey() + " " + operation.getKey().toUpperCase(Locale.ROOT) + " " + level);
            }
        }
        return lines;
    }

    private static void operations(BiConsumer<String, JsonNode> each) {
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    each.accept(path.getKey(), operation.getValue());
                }
            }
        }
    }

    /** Every place with a schema and perhaps examples of it. */
    private static void contents(JsonNode node, String where, BiConsumer<String, JsonNode> each) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String path = where + "/" + member.getKey();
            if (member.getKey().equals("application/json")) {
                each.accept(path, member.getValue());
            } else {
                contents(member.getValue(), path, each);
            }
        }
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    // --- As much of JSON Schema as the document uses ---

    private static List<String> misfits(String where, JsonNode reference, JsonNode value) {
        JsonNode schema = resolved(reference);
        List<String> misfits = new ArrayList<>();
        if (schema.has("oneOf")) {
            long fitting = schema.path("oneOf")
                    .valueStream()
                    .filter(choice -> misfits(where, choice, value).isEmpty())
                    .count();
            return fitting == 1 ? misfits : List.of(where + ": fits " + fitting + " of oneOf");
        }
        if (!isOfType(schema.path("type").asText(""), value)) {
            return List.of(where + ": expected " + schema.path("type") + ", found " + value);
        }
        if (schema.has("enum") && !texts(schema.path("enum")).contains(value.asText())) {
            misfits.add(where + ": expected one of " + schema.path("enum") + ", found " + value);
        }
        if (schema.has("pattern")
                && !value.asText().matches(schema.path("pattern").asText())) {
            misfits.add(where + ": expected " + schema.path("pattern") + ", found " + value);
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                misfits.add(where + ": expected member " + name.asText() + ", found none");
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String path = where + "/" + member.getKey();
            JsonNode known = schema.path("properties").path(member.getKey());
            JsonNode others = schema.path("additionalProperties");
            if (known.isObject() || known.isMissingNode() && others.isObject()) {
                misfits.addAll(misfits(path, known.isObject() ? known : others, member.getValue()));
            } else if (known.isMissingNode() && others.isBoolean() && !others.asBoolean()) {
                misfits.add(path + ": is not described");
            }
        }
        value.valueStream()
                .filter(item -> value.isArray())
                .forEach(item -> misfits.addAll(misfits(where + "[]", schema.path("items"), item)));
        return misfits;
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    // --- Names ---

    private static Set<String> all(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
