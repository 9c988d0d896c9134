package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.SynchronisedColumns;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.Map;

/**
 * What Microsoft's solution "Partner Center Referrals Synchronization for Salesforce" leaves in an organisation: on an
 * opportunity it synchronised the referral's id and address, the switch, a mark before the name and lines in the audit
 * field. Its flows are in Power Platform, so that the organisation knows nothing of them.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/referrals/connector-salesforce">Microsoft's description</a>
 */
final class MicrosoftsConnector {
    private static final SynchronisedColumns COLUMNS = new SynchronisedColumns(
            "Sync_With_Partner_Center__c", "Referral_Identifier__c", "Referral_Link__c", "Name", "Audit__c");

    private MicrosoftsConnector() {}

    /**
     * The values it writes on an opportunity that it synchronised.
     *
     * @param details as {@link SynchronisedColumns#values} takes them
     */
    static Map<String, JsonNode> synchronised(Stored opportunity, JsonNode details) {
        return COLUMNS.values(opportunity.value("Name").asText(), details);
    }
}
