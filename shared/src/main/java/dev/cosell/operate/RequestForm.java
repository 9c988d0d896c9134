package dev.cosell.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the body of a command may hold. A word that nobody knows is refused instead of ignored, and so is a value of
 * another kind: somebody who asks for a {@code "Preview"}, or for a preview of {@code "yes"}, must not get the real thing.
 *
 * <p>This is the only place that says which members there are; {@code docs/openapi.yaml} tells callers the same. What a
 * text or a number may be, and which members go together, is up to the operation.
 */
public enum RequestForm {
    SHARE(text("recordId"), text("filter"), flag("preview"), number("limit"), text("next")),
    VALIDATE(text("recordId"), text("referralId"), text("filter"), flag("shared"), number("limit"), text("next")),
    SYNC(flag("force")),
    RESYNC(text("phase"), text("problem"), text("filter"), text("table"), flag("preview"), flag("force"), text("next")),
    RECONCILE(flag("full")),
    /** Of a move that needs no reason, and of a decision. */
    ASK(text("by")),
    REASONED(text("reason"), text("by")),
    LINK(text("record"), text("by")),
    SETTLE(text("pair"), text("field"), text("keep"), text("by")),
    CUSTOMER(text("account"), flag("create"), text("by")),
    COUNTRY(text("country"), text("by")),
    REGISTRATION(object("contract"), object("solution"), text("by")),
    SOLUTIONS(list("solutions")),
    REQUEUE(
            text("queue"),
            text("id"),
            text("problem"),
            text("subject"),
            flag("all"),
            flag("preview"),
            number("perMinute"),
            text("by")),
    BACKFILL(text("mode"), number("perMinute"), flag("flowsAreOff"), flag("withoutReport"), text("by")),
    BACKFILL_DECISION(text("referralId"), text("record"), flag("create"), text("by")),
    DISCARD(text("queue"), text("id"), text("reason"), text("by")),
    ERASE(text("email"), list("also"), flag("erase"), text("next"), text("by")),
    WEBHOOK(flag("takeOver"), flag("keepServing")),
    WEBHOOK_RESTORE(flag("takeOver")),
    /** Of a request that says all by its address. */
    NOTHING(),
    SWITCHES(
            flag("inbound"),
            flag("outbound"),
            flag("leads"),
            flag("paused"),
            text("mode"),
            list("owners"),
            list("acceptWarnings"),
            text("by")),
    /** The answer to a question for the map is a request, too: of its other members nothing is made. */
    FIELD_MAP(
            object("overrides"),
            text("note"),
            number("canary"),
            text("by"),
            number("active"),
            object("onTrial"),
            list("history"),
            number("version"),
            object("drift")),
    FIELD_MAP_PROMOTION(text("note"), text("by")),
    FIELD_MAP_ROLLBACK(number("version"), text("note"), text("by")),
    FIELD_MAP_PREVIEW(object("overrides"), number("pairs"));

    /**
     * @param expected its kind, as a refusal names it
     */
    private record Member(String name, String expected, Predicate<JsonNode> fits) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LARGEST = 64 * 1024;

    private final List<Member> members;

    RequestForm(Member... members) {
        this.members = List.of(members);
    }

    /**
     * Reads a body of this form.
     *
     * @param body JSON; nothing stands for an object without members
     * @return an object with no other members than those of the form, each of its kind
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} if it is anything else, {@code TOO_LARGE} above 64 Ki
     *     characters
     */
    public JsonNode read(String body) {
        JsonNode request = parsed(body);
        for (Map.Entry<String, JsonNode> given : request.properties()) {
            check(given.getKey(), given.getValue());
        }
        return request;
    }

    /** Whether a request may say in {@code by} who asks. */
    public boolean namesAsker() {
        return members.stream().anyMatch(member -> member.name().equals("by"));
    }

    private void check(String name, JsonNode value) {
        Optional<Member> member =
                members.stream().filter(known -> known.name().equals(name)).findFirst();
        if (member.isEmpty()) {
            List<String> names = members.stream().map(Member::name).toList();
            throw unreadable("expected no other members than " + names + ", found \"" + RequestWord.plain(name) + "\"");
        }
        if (!member.get().fits().test(value)) {
            throw unreadable("expected " + name + " to be " + member.get().expected() + ", found " + kind(value));
        }
    }

    private static JsonNode parsed(String body) {
        if (body.length() > LARGEST) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected at most " + LARGEST + " characters, found " + body.length())
                    .failure();
        }
        JsonNode request;
        try {
            request = JSON.readTree(body.isBlank() ? "{}" : body);
        } catch (JsonProcessingException unreadable) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected a JSON object with each member once, found no such JSON")
                    .failure(unreadable);
        }
        if (!request.isObject()) {
            throw unreadable("expected a JSON object, found " + kind(request));
        }
        return request;
    }

    /** Without the value itself, which may be personal. */
    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case NUMBER -> value.isIntegralNumber() ? "a number" : "a number with decimals";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }

    private static Member text(String name) {
        return new Member(name, "a text", JsonNode::isTextual);
    }

    private static Member flag(String name) {
        return new Member(name, "true or false", JsonNode::isBoolean);
    }

    private static Member number(String name) {
        return new Member(name, "a whole number", JsonNode::isInt);
    }

    private static Member object(String name) {
        return new Member(name, "an object", JsonNode::isObject);
    }

    private static Member list(String name) {
        return new Member(name, "a list", JsonNode::isArray);
    }
}
