package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The columns in which Microsoft's own connector leaves its traces on an opportunity that it synchronised, alike in every
 * CRM but for their names.
 *
 * @param sync the switch
 * @param referralId the back-link
 * @param referralLink its address in Partner Center
 * @param name of the opportunity, before which it puts a mark
 * @param audit its lines
 */
public record SynchronisedColumns(String sync, String referralId, String referralLink, String name, String audit) {
    private static final String ADDRESS = "https://partner.microsoft.com/referrals/v2/inbox?id=";

    /**
     * The values it writes.
     *
     * @param named the opportunity's name before
     * @param details {@code referralId}; without it no back-link is left; {@code mark} before the name; {@code audit}, the
     *     whole text of that column
     */
    public Map<String, JsonNode> values(String named, JsonNode details) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(sync, BooleanNode.TRUE);
        String id = details.path("referralId").asText("");
        if (!id.isEmpty()) {
            values.put(referralId, TextNode.valueOf(id));
            values.put(referralLink, TextNode.valueOf(ADDRESS + id));
        }
        String mark = details.path("mark").asText("");
        if (!mark.isEmpty()) {
            values.put(name, TextNode.valueOf(mark + " " + named));
        }
        String lines = details.path("audit").asText("");
        if (!lines.isEmpty()) {
            values.put(audit, TextNode.valueOf(lines));
        }
        return values;
    }
}
