package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.JsonApi;
import dev.cosell.http.Answer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Several requests as one call, in their order: all of them happen, or none does. Source: REST API Developer Guide,
 * "Composite" with {@code allOrNone}.
 */
final class Composite {
    /** The service's limit. */
    static final int MOST_PARTS = 25;

    /** In a composite call a text with this is taken for a reference to the answer of another part. */
    private static final String REFERENCE = "@{";

    /** The id of what the first part made, for the parts after it. */
    static final String ID_OF_FIRST = REFERENCE + name(0) + ".id}";

    private static final String HALTED = "PROCESSING_HALTED";

    /**
     * One request.
     *
     * @param path as in a call of its own, for instance {@code sobjects/Opportunity/006...}
     * @param headers besides those of all
     */
    record Part(String method, String path, Map<String, String> headers, Optional<ObjectNode> body) {
        static Part write(String method, String path, ObjectNode body) {
            return new Part(method, path, Map.of(), Optional.of(body));
        }

        static Part delete(String path) {
            return new Part("DELETE", path, Map.of(), Optional.empty());
        }

        static Part query(String soql) {
            return new Part("GET", "query?q=" + Soql.encode(soql), Map.of(), Optional.empty());
        }

        private boolean isMisread() {
            return body.filter(row -> row.toString().contains(REFERENCE)).isPresent();
        }

        private Part with(String id) {
            return new Part(method, path.replace(ID_OF_FIRST, id), headers, body.map(row -> {
                ObjectNode known = row.deepCopy();
                row.properties().stream()
                        .filter(column -> column.getValue().asText().equals(ID_OF_FIRST))
                        .forEach(column -> known.put(column.getKey(), id));
                return known;
            }));
        }
    }

    /**
     * The part for which the others did not happen.
     *
     * @param undone whether nothing happened; else the first part arrived on its own
     */
    record Refused(Part part, Answer answer, boolean undone) {
        RestError error() {
            return RestError.of(answer);
        }
    }

    /** One answer per part; if one was refused, all others say that they were undone. */
    record Answers(List<Part> parts, List<Answer> answers) {
        /** The one that is to blame: not one that was undone or left out because of another. */
        Optional<Refused> refused() {
            List<Refused> refused = IntStream.range(0, parts.size())
                    .filter(part -> !answers.get(part).ok())
                    .mapToObj(part -> new Refused(
                            parts.get(part),
                            answers.get(part),
                            part == 0 || !answers.getFirst().ok()))
                    .toList();
            return refused.stream()
                    .filter(part -> !part.error().says(HALTED))
                    .findFirst()
                    .or(() -> refused.stream().findFirst());
        }
    }

    private final RestApi api;

    Composite(RestApi api) {
        this.api = api;
    }

    /**
     * One call; two if the first part, which alone holds texts of people, has one that a composite call would misread. Then it
     * goes first and alone, and the others follow if it arrived.
     *
     * @param parts 1 to {@link #MOST_PARTS}
     * @throws Failure if the whole call was refused, or its outcome is not known
     */
    Answers send(List<Part> parts) {
        return parts.getFirst().isMisread() ? apart(parts) : together(parts);
    }

    private Answers apart(List<Part> parts) {
        Part first = parts.getFirst();
        Answer answer = api.send(
                first.method(), first.path(), first.headers(), first.body().orElseThrow());
        if (!answer.ok() || parts.size() == 1) {
            return new Answers(List.of(first), List.of(answer));
        }
        String id = JsonApi.parse(answer).map(made -> made.path("id").asText()).orElse("");
        List<Answer> answers = new ArrayList<>(List.of(answer));
        answers.addAll(together(parts.subList(1, parts.size()).stream()
                        .map(part -> part.with(id))
                        .toList())
                .answers());
        return new Answers(parts, List.copyOf(answers));
    }

    private Answers together(List<Part> parts) {
        if (parts.isEmpty() || parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("expected 1 to " + MOST_PARTS + " parts, found " + parts.size());
        }
        ObjectNode request = RestApi.JSON.createObjectNode().put("allOrNone", true);
        ArrayNode all = request.putArray("compositeRequest");
        parts.forEach(part -> all.add(request(part, name(all.size()))));
        Answer answer = api.send("POST", "composite", Map.of(), request);
        if (!answer.ok()) {
            throw api.refusal(answer, "POST", "composite").failure();
        }
        JsonNode answers = api.body(answer, "POST", "composite").path("compositeResponse");
        if (answers.size() != parts.size()) {
            throw unreadable(parts.size(), answers.size());
        }
        List<Answer> answered = new ArrayList<>();
        answers.forEach(part -> answered.add(answer(part)));
        return new Answers(List.copyOf(parts), List.copyOf(answered));
    }

    /** Why a part was refused. */
    Problem problem(Refused refused) {
        Problem problem = api.refusal(
                refused.answer(), refused.part().method(), refused.part().path());
        return refused.undone() ? problem : problem.withOutcomeUnknown();
    }

    private ObjectNode request(Part part, String name) {
        ObjectNode request = RestApi.JSON
                .createObjectNode()
                .put("method", part.method())
                .put("url", api.local(part.path()))
                .put("referenceId", name);
        if (!part.headers().isEmpty()) {
            part.headers().forEach(request.putObject("httpHeaders")::put);
        }
        part.body().ifPresent(body -> request.set("body", body));
        return request;
    }

    /** As if the part had been a call of its own. */
    private static Answer answer(JsonNode part) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        part.path("httpHeaders")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        JsonNode body = part.path("body");
        return new Answer(
                part.path("httpStatusCode").asInt(),
                headers,
                body.isNull() || body.isMissingNode()
                        ? new byte[0]
                        : body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String name(int part) {
        return "part" + part;
    }

    private static Failure unreadable(int expected, int found) {
        return Problem.of(ProblemCode.UNAVAILABLE, "POST composite: expected " + expected + " answers, found " + found)
                .from(RemoteSystem.CRM)
                .withOutcomeUnknown()
                .failure();
    }
}
