package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Microsoft's solution "Partner Center Referrals Synchronization for Salesforce" leaves in an organisation: on an
 * opportunity it synchronised the referral's id and address, the switch, a mark before the name and lines in the audit
 * field. Its flows are in Power Platform, so that the organisation knows nothing of them.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/referrals/connector-salesforce">Microsoft's description</a>
 */
final class MicrosoftsConnector {
    private static final String ADDRESS = "https://partner.microsoft.com/referrals/v2/inbox?id=";

    private MicrosoftsConnector() {}

    /**
     * The values it writes on an opportunity that it synchronised.
     *
     * @param details {@code referralId}; without it no back-link is left; {@code mark} before the name; {@code audit}, the
     *     whole text of that field
     */
    static Map<String, JsonNode> synchronised(Stored opportunity, JsonNode details) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("Sync_With_Partner_Center__c", Json.NODES.booleanNode(true));
        String referralId = details.path("referralId").asText("");
        if (!referralId.isEmpty()) {
            values.put("Referral_Identifier__c", Json.NODES.textNode(referralId));
            values.put("Referral_Link__c", Json.NODES.textNode(ADDRESS + referralId));
        }
        String mark = details.path("mark").asText("");
        if (!mark.isEmpty()) {
            values.put(
                    "Name",
                    Json.NODES.textNode(mark + " " + opportunity.value("Name").asText()));
        }
        String audit = details.path("audit").asText("");
        if (!audit.isEmpty()) {
            values.put("Audit__c", Json.NODES.textNode(audit));
        }
        return values;
    }
}
