package dev.cosell.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A queue message: {@code {"v":1,"subject":"pc|...","mark":"...","cause":"...","stamp":"...","fingerprints":{...},
 * "attempt":0,"trace":"..."}}; a parked one also has {@code problem} and {@code parkedAt}, and can be moved back as it is.
 *
 * <p>A message without {@code v} reads as version 1. One of a later version is read as long as {@code subject} and
 * {@code mark} are there: it is only a hint, so nothing is lost with the members we do not know. Members must not be
 * named like the queue trigger's own metadata ({@code Id}, {@code DequeueCount}...), which they would hide.
 */
public final class WorkCodec {
    private static final int CURRENT = 1;

    /**
     * A queue takes 64 KiB, which is 48 KiB before Base64.
     *
     * @see <a href="https://learn.microsoft.com/rest/api/storageservices/put-message">Put Message</a>
     */
    private static final int LARGEST = 48 * 1024;

    /** A parked problem's detail may quote a long answer; people need its beginning. */
    private static final int LONGEST_DETAIL = 2000;

    private WorkCodec() {}

    /**
     * The message's text. If it were too large it goes without fingerprints: then an echo is not recognised by its
     * columns and costs one read.
     *
     * @throws Failure {@code TOO_LARGE} if it still does not fit
     */
    public static String encode(Work work) {
        return fitting(write(work));
    }

    /**
     * Reads a message.
     *
     * @param text as the queue trigger gives it, Base64 removed
     * @throws Failure {@code MESSAGE_UNREADABLE}, naming what was expected and found, but never quoting the text
     */
    public static Work decode(String text) {
        return work(parse(text));
    }

    static String encodeParked(Work work, Problem problem, Instant at) {
        String detail = problem.detail();
        Problem brief = new Problem(
                problem.code(),
                detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)),
                problem.field(),
                problem.system(),
                problem.retryAfter(),
                problem.outcomeUnknown());
        ObjectNode json = write(work);
        json.set("problem", ProblemCodec.write(brief));
        json.put("parkedAt", at.toString());
        return fitting(json);
    }

    /** Why the message was parked; absent if the host parked it, or if it is not ours. */
    static Optional<Problem> problem(String text) {
        try {
            return Json.member(parse(text), "problem").map(ProblemCodec::read);
        } catch (Failure | IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    private static ObjectNode write(Work work) {
        ObjectNode json = Json.object();
        json.put("v", CURRENT);
        json.put("subject", work.subject().key());
        json.put("mark", work.mark());
        json.put("cause", work.cause());
        Json.put(json, "stamp", work.stamp());
        Json.put(json, "fingerprints", work.fingerprints(), TextNode::valueOf);
        json.put("attempt", work.attempt());
        json.put("trace", work.trace());
        return json;
    }

    private static String fitting(ObjectNode json) {
        if (size(json) > LARGEST) {
            json.remove("fingerprints");
        }
        if (size(json) > LARGEST) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected a message of at most " + LARGEST + " bytes, found " + size(json))
                    .failure();
        }
        return Json.text(json);
    }

    private static int size(JsonNode json) {
        return Json.text(json).getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode json = Json.parse(text);
            if (!json.isObject()) {
                throw unreadable(
                        "a JSON object", json.isMissingNode() ? "nothing" : "JSON of type " + json.getNodeType());
            }
            return json;
        } catch (JsonProcessingException notJson) {
            throw unreadable("a JSON object", text.length() + " characters that are no JSON");
        }
    }

    private static Work work(JsonNode json) {
        String subject = required(json, "subject");
        String mark = required(json, "mark");
        try {
            return new Work(
                    Subject.parse(subject),
                    mark,
                    Json.textOrEmpty(json, "cause"),
                    Json.optional(json, "stamp").map(Instant::parse),
                    Map.copyOf(Json.map(json, "fingerprints", JsonNode::asText)),
                    json.path("attempt").asInt(),
                    Json.textOrEmpty(json, "trace"));
        } catch (DateTimeException notAnInstant) {
            throw unreadable("member stamp to be an instant", "another text");
        } catch (IllegalArgumentException notASubject) {
            throw unreadable("member subject to be pc|id or crm|table/id", "another text");
        }
    }

    private static String required(JsonNode json, String member) {
        return Optional.ofNullable(json.get(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> unreadable(
                        "a message of version " + CURRENT + " with text member " + member,
                        json.has(member)
                                ? "one of type " + json.get(member).getNodeType()
                                : "none (v = " + json.path("v").asText("absent") + ")"));
    }

    private static Failure unreadable(String expected, String found) {
        return Problem.of(ProblemCode.MESSAGE_UNREADABLE, "expected " + expected + ", found " + found)
                .failure();
    }
}
