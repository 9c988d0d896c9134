package dev.cosell.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;

/** A problem as JSON: {@code code} (as people see it), {@code detail}, and what else is known. */
final class ProblemCodec {
    private ProblemCodec() {}

    static JsonNode write(Problem problem) {
        ObjectNode json = Json.object();
        json.put("code", problem.code().code());
        json.put("detail", problem.detail());
        Json.put(json, "field", problem.field());
        Json.put(json, "system", problem.system());
        Json.put(json, "retryAfter", problem.retryAfter());
        if (problem.outcomeUnknown()) {
            json.put("outcomeUnknown", true);
        }
        return json;
    }

    /** A code that this version does not know becomes {@code UNEXPECTED}, with the code in the detail. */
    static Problem read(JsonNode json) {
        String code = Json.textOrEmpty(json, "code");
        String detail = Json.textOrEmpty(json, "detail");
        return new Problem(
                ProblemCode.byCode(code).orElse(ProblemCode.UNEXPECTED),
                ProblemCode.byCode(code).isPresent() ? detail : code + ": " + detail,
                Json.optional(json, "field"),
                Json.optional(json, "system").map(RemoteSystem::valueOf),
                Json.optional(json, "retryAfter").map(Duration::parse),
                json.path("outcomeUnknown").asBoolean());
    }
}
