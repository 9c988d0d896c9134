package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One call that reached the sandbox.
 *
 * @param template the path with every id replaced by {@code {id}}
 * @param subject id of the referral or record; empty if none
 * @param status as sent; 0 when the connection was dropped
 * @param committed whether the service itself answered, so that the call had its effect
 * @param requestId the {@code MS-RequestId} header; logged only, since no service documents that it makes a retry safe
 */
record Call(
        Instant at,
        String system,
        String method,
        String template,
        String path,
        String subject,
        int status,
        boolean committed,
        String requestId) {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern KEY = Pattern.compile("='[^']*'");

    static String template(String path) {
        return KEY.matcher(ID.matcher(path).replaceAll("{id}")).replaceAll("={key}");
    }

    ObjectNode describe() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", at.toString())
                .put("system", system)
                .put("method", method)
                .put("template", template)
                .put("path", path)
                .put("subject", subject)
                .put("status", status)
                .put("committed", committed)
                .put("requestId", requestId);
    }
}
