package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.SynchronisedColumns;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Microsoft's solution "Partner Center Referrals Synchronization for Dynamics 365" leaves in an environment: its cloud
 * flows, and on an opportunity it synchronised the referral's id and address, the switch, a mark before the name and
 * lines in the audit column.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/referrals/connector-dynamics">Microsoft's description</a>
 */
final class MicrosoftsConnector {
    private static final SynchronisedColumns COLUMNS = new SynchronisedColumns(
            "msft_microsoftpartnercenterreferralsync",
            "msft_microsoftpartnercenterreferralidentifier",
            "msft_microsoftpartnercenterreferrallink",
            "name",
            "msft_microsoftpartnercenterreferralsyncaudit");

    private static final int CLOUD_FLOW = 5;

    /** In the order in which Microsoft has them switched on. */
    private static final List<String> FLOWS = List.of(
            "Partner Center Webhook Registration (Insider Preview)",
            "[Customize] Create or Get Details from Dynamics 365",
            "Create Co-sell Referral - Dynamics 365 to Partner Center (Insider Preview)",
            "Partner Center to Dynamics 365 - Helper (Insider Preview)",
            "Partner Center Microsoft Co-sell Referral Updates to Dynamics 365 (Insider Preview)",
            "Partner Center to Dynamics 365 (Insider Preview)",
            "Dynamics 365 to Partner Center (Insider Preview)",
            "Dynamics 365 Opportunity to Partner Center (Insider Preview)",
            "Dynamics 365 Microsoft Solutions to Partner Center (Insider Preview)");

    private final Organization organization;
    private final Records records;

    MicrosoftsConnector(Organization organization, Records records) {
        this.organization = organization;
        this.records = records;
    }

    /** Installs the flows if they are not there, and switches all of them on or off. */
    void flows(boolean on, Caller caller) {
        Table table = organization.table("workflow");
        for (String name : FLOWS) {
            Stored flow = organization.data().rows("workflow").stream()
                    .filter(row -> row.value("name").asText().equals(name))
                    .findFirst()
                    .orElseGet(() -> records.create(
                            table,
                            Optional.empty(),
                            Map.of(
                                    "name", Json.NODES.textNode(name),
                                    "category", Json.NODES.numberNode(CLOUD_FLOW)),
                            caller));
            records.update(table, flow, Map.of("statecode", Json.NODES.numberNode(on ? 1 : 0)), caller);
        }
    }

    /**
     * Marks an opportunity as synchronised.
     *
     * @param details as {@link SynchronisedColumns#values} takes them
     */
    Stored synchronised(Stored opportunity, JsonNode details, Caller caller) {
        Map<String, JsonNode> columns = COLUMNS.values(opportunity.value("name").asText(), details);
        return records.update(organization.table("opportunity"), opportunity, columns, caller);
    }
}
