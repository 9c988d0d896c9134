package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;

/** The error shapes that all Partner Center hosts share, beside the Referrals API's own. */
final class PlatformError {
    private static final int RETRY_SECONDS = 1;

    private PlatformError() {}

    /** {@code {code, description, data, source}}, documented for everything but referrals. */
    static Response of(int status, String code, String description) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("code", code).put("description", description);
        out.putArray("data");
        out.put("source", "PartnerCenterSandbox");
        return Response.json(status, out);
    }

    /** The user signed in without a second factor. */
    static Response secondFactorMissing() {
        return of(401, "900421", "MFA required: the access token has no multi-factor claim.");
    }

    /** The API takes tokens of a user only. */
    static Response userNeeded() {
        return of(403, "900329", "App-only authentication is not supported.");
    }

    /** The gateway's 429. */
    static Response throttled(long seconds) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("statusCode", 429);
        out.put("message", "Rate limit is exceeded. Try again in " + seconds + " seconds.");
        return Response.json(429, out).with("Retry-After", Long.toString(seconds));
    }

    /** What the gateway says when a fault is played. */
    static Response failure(int status) {
        return status == 429
                ? throttled(RETRY_SECONDS)
                : of(status, status == 503 ? "serviceNotAvailable" : "generalException", "Played by the sandbox.");
    }
}
