package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code $batch}: parts run in order, a change set is one transaction. Without
 * {@code Prefer: odata.continue-on-error} the first failure ends the batch, which is then answered 400 with that part
 * alone.
 */
final class Batch {
    private static final int LARGEST = 1000;
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERENCE = Pattern.compile("^/?\\$(\\w+)");
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            201, "Created",
            204, "No Content",
            304, "Not Modified",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            412, "Precondition Failed");

    private final WebApi api;
    private final Request batch;
    private final String initiator;

    /** Addresses of the records that earlier requests of the running change set were about. */
    private final Map<String, String> references = new HashMap<>();

    Batch(WebApi api, Request batch, String initiator) {
        this.api = api;
        this.batch = batch;
        this.initiator = initiator;
    }

    /** Headers by lower-case name, and what follows them. */
    private record Part(Map<String, String> headers, String content) {
        static Part parse(String text) {
            String[] halves = text.split("\n\n", 2);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line : halves[0].split("\n")) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
            return new Part(headers, halves.length > 1 ? halves[1] : "");
        }

        Optional<String> boundary() {
            return Batch.boundary(headers.getOrDefault("content-type", ""));
        }

        String contentId() {
            return headers.getOrDefault("content-id", "");
        }
    }

    /** An answer and the {@code Content-ID} of its question. */
    private record Answer(Response response, String contentId) {
        boolean failed() {
            return response.status() >= 400;
        }
    }

    Response answer() {
        try {
            return run();
        } catch (Refusal refusal) {
            api.rollback();
            return refusal.response(false);
        }
    }

    private Response run() {
        if (!batch.method().equals("POST")) {
            throw Refusal.methodNotAllowed(batch.method(), "$batch");
        }
        String outer = boundary(batch.header("content-type").orElse(""))
                .orElseThrow(() -> Refusal.malformed("Expected a Content-Type of multipart/mixed with a boundary."));
        List<Part> parts = parts(batch.text(), outer);
        demandFew(parts);
        boolean goOn = Preferences.of(batch).continueOnError();
        String boundary = "batchresponse_" + UUID.randomUUID();
        StringBuilder body = new StringBuilder();
        for (Part part : parts) {
            List<Answer> answers = part.boundary().isPresent() ? changeSet(part) : List.of(request(part));
            boolean failed = answers.stream().anyMatch(Answer::failed);
            String text = part.boundary().isPresent() ? changeSetText(answers) : text(answers.getFirst());
            if (failed && !goOn) {
                return multipart(400, boundary, "--" + boundary + "\r\n" + text);
            }
            body.append("--").append(boundary).append("\r\n").append(text);
        }
        return multipart(200, boundary, body.toString());
    }

    private static void demandFew(List<Part> parts) {
        int requests = parts.stream()
                .mapToInt(part -> part.boundary()
                        .map(inner -> parts(part.content(), inner).size())
                        .orElse(1))
                .sum();
        if (requests > LARGEST) {
            throw Refusal.malformed("Expected at most %d requests in a batch, found %d.".formatted(LARGEST, requests));
        }
    }

    private Answer request(Part part) {
        references.clear();
        try {
            return new Answer(api.alone(parse(part), initiator), part.contentId());
        } catch (Refusal unreadable) {
            return new Answer(unreadable.response(false), part.contentId());
        }
    }

    /** All answers, or the one of the request that failed. */
    private List<Answer> changeSet(Part set) {
        references.clear();
        List<Answer> answers = new ArrayList<>();
        for (Part part : parts(set.content(), set.boundary().orElseThrow())) {
            try {
                Request request = parse(part);
                if (request.method().equals("GET")) {
                    throw Refusal.malformed("A GET request is not allowed in a change set.");
                }
                Response response = api.within(request, initiator);
                remember(part, request, response);
                answers.add(new Answer(response, part.contentId()));
            } catch (Refusal refusal) {
                api.rollback();
                return List.of(new Answer(refusal.response(WebApi.asksForAnnotations(batch)), part.contentId()));
            }
        }
        api.commit();
        return answers;
    }

    private void remember(Part part, Request request, Response response) {
        if (!part.contentId().isEmpty()) {
            Address address = Address.parse(request.uri());
            String set = address.segments().getFirst().name();
            references.put(part.contentId(), address.root() + set + "(" + response.subject() + ")");
        }
    }

    private Request parse(Part part) {
        Part http = Part.parse(part.content().stripLeading());
        String[] line = part.content().stripLeading().split("\n", 2)[0].strip().split(" ", 2);
        if (line.length < 2) {
            throw Refusal.malformed("Expected a request line in a batch part, found '%s'.".formatted(line[0]));
        }
        String target = line[1].replaceFirst(" HTTP/1\\.[01]$", "").strip();
        Map<String, List<String>> headers = new HashMap<>();
        http.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        if (target.contains("$batch")) {
            throw Refusal.malformed("A batch is not allowed in a batch.");
        }
        return new Request(
                line[0],
                api.absolute(resolved(target), batch),
                headers,
                resolvedBody(http.content().strip()).getBytes(StandardCharsets.UTF_8));
    }

    private String resolvedBody(String body) {
        if (!body.contains("\"$") && !body.contains("\"/$")) {
            return body;
        }
        ObjectNode json = Json.parseObject(body);
        resolveIn(json);
        return json.toString();
    }

    private void resolveIn(ObjectNode json) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (member.getValue() instanceof ObjectNode inner) {
                resolveIn(inner);
            } else if (member.getKey().contains("@odata.") && member.getValue().isTextual()) {
                member.setValue(Json.NODES.textNode(resolved(member.getValue().textValue())));
            }
        }
    }

    /** Puts the address of the record in place of {@code $1}. */
    private String resolved(String address) {
        Matcher reference = REFERENCE.matcher(address);
        if (!reference.find()) {
            return address;
        }
        String target = references.get(reference.group(1));
        if (target == null) {
            throw Refusal.malformed(
                    "Content-ID Reference: '$%s' does not exist in the batch context.".formatted(reference.group(1)));
        }
        return target + address.substring(reference.end());
    }

    private static List<Part> parts(String text, String boundary) {
        String[] pieces = text.replace("\r\n", "\n").split("(?m)^--" + Pattern.quote(boundary) + "(?:--)?[ \t]*$\n?");
        List<Part> parts = new ArrayList<>();
        // What stands before the first boundary is a preamble; a blank piece follows the last.
        for (int i = 1; i < pieces.length; i++) {
            if (!pieces[i].isBlank()) {
                parts.add(Part.parse(pieces[i]));
            }
        }
        return parts;
    }

    private static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        return contentType.startsWith("multipart/mixed") && matcher.find()
                ? Optional.of(matcher.group(1).strip())
                : Optional.empty();
    }

    private static String changeSetText(List<Answer> answers) {
        String boundary = "changesetresponse_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n");
        answers.forEach(
                answer -> text.append("--").append(boundary).append("\r\n").append(text(answer)));
        return text.append("--").append(boundary).append("--\r\n").toString();
    }

    private static String text(Answer answer) {
        Response response = answer.response();
        StringBuilder text =
                new StringBuilder("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        if (!answer.contentId().isEmpty()) {
            text.append("Content-ID: ").append(answer.contentId()).append("\r\n");
        }
        text.append("\r\nHTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(REASONS.getOrDefault(response.status(), "Error"))
                .append("\r\nOData-Version: 4.0\r\n");
        response.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        if (response.headers().containsKey("OData-EntityId")) {
            text.append("Location: ")
                    .append(response.headers().get("OData-EntityId"))
                    .append("\r\n");
        }
        return text.append("\r\n")
                .append(new String(response.body(), StandardCharsets.UTF_8))
                .append("\r\n")
                .toString();
    }

    private static Response multipart(int status, String boundary, String body) {
        return new Response(
                status,
                Map.of("Content-Type", "multipart/mixed; boundary=" + boundary),
                (body + "--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8),
                "");
    }
}
