package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.Request;
import java.util.List;
import java.util.Map;

/**
 * One call of the REST API.
 *
 * @param version of the API, such as {@code v67.0}
 * @param path the decoded steps behind the version
 */
record Call(Request request, Caller caller, String version, List<String> path) {
    /** The verb; clients that cannot send PATCH name it in the query of a POST. */
    String method() {
        return request.method().equals("POST") ? query().getOrDefault("_HttpMethod", "POST") : request.method();
    }

    Map<String, String> query() {
        return request.query();
    }

    /** Whether the version is this one or newer. */
    boolean since(double wanted) {
        return Double.parseDouble(version.substring(1)) >= wanted;
    }
}
