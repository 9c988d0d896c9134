package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A record-triggered flow that tells another system of a save: by an outbound message, or by a callout.
 *
 * @param id of the flow's action; {@code 04k...} for an outbound message
 * @param object whose saves start it
 * @param listening which saves do
 * @param condition as behind WHERE: what the saved record has to be like; empty for any
 * @param url where to
 * @param fields of an outbound message, beside the id
 * @param headers of a callout, its secret among them
 * @param body of a callout; {@code {!$Record.Name}} in a text stands for a field
 */
record Flow(
        String id,
        Kind kind,
        String object,
        Listening listening,
        String condition,
        URI url,
        List<String> fields,
        Map<String, String> headers,
        ObjectNode body) {

    /** How the flow tells it. */
    enum Kind {
        OUTBOUND_MESSAGE,
        CALLOUT
    }

    Flow {
        listening = listening == null ? Listening.CREATED_OR_UPDATED : listening;
        condition = condition == null ? "" : condition;
        fields = fields == null ? List.of() : List.copyOf(fields);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        body = body == null ? Json.object() : body;
    }
}
