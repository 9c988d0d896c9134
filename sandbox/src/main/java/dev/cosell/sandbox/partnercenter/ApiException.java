package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;

/**
 * A refusal of the Referrals API. The codes are the documented list; the inner codes are the sandbox's own, since
 * none are documented.
 */
final class ApiException extends RuntimeException {
    private final int status;
    private final String code;
    private final String target;
    private final String detail;

    private ApiException(int status, String code, String target, String detail, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.target = target;
        this.detail = detail;
    }

    /**
     * 400.
     *
     * @param target the member or path at fault
     * @param detail inner code, for instance {@code invalidTransition}
     */
    static ApiException invalid(String target, String detail, String message) {
        return new ApiException(400, "invalidRequest", target, detail, message);
    }

    static ApiException unauthenticated(String message) {
        return new ApiException(401, "unauthenticated", "referral", "invalidToken", message);
    }

    static ApiException denied(String message) {
        return new ApiException(403, "accessDenied", "referral", "otherOrganization", message);
    }

    static ApiException notFound(String target, String message) {
        return new ApiException(404, "itemNotFound", target, "itemNotFound", message);
    }

    static ApiException notAllowed(String method) {
        return new ApiException(405, "invalidRequest", "referral", "methodNotAllowed", "Method not allowed: " + method);
    }

    static ApiException modified(String expected, String found) {
        return new ApiException(
                412,
                "preconditionFailed",
                "eTag",
                "resourceModified",
                "The referral was modified: If-Match is " + found + ", the current eTag is " + expected + ".");
    }

    static ApiException mediaType(String found) {
        return new ApiException(
                415,
                "invalidRequest",
                "Content-Type",
                "unsupportedMediaType",
                "Expected Content-Type application/json, found " + (found.isEmpty() ? "none" : found) + ".");
    }

    /** {@code {"error": {code, message, target, innerError: {code, message}}}}, the documented error body. */
    Response response() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ObjectNode error = out.putObject("error");
        error.put("code", code).put("message", getMessage()).put("target", target);
        error.putObject("innerError").put("code", detail).put("message", getMessage());
        return Response.json(status, out);
    }
}
