package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LeadContract;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.util.Set;

/** Salesforce keeps the promises about leads, but for its differences. */
final class SalesforceLeadsTest extends LeadContract {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();

    private final SandboxSalesforce salesforce = new SandboxSalesforce();
    private final Crm crm = salesforce.adapter(MAPS);

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected FieldMaps maps() {
        return MAPS;
    }

    @Override
    protected Set<Difference> differences() {
        return Difference.OF_SALESFORCE;
    }

    @Override
    protected int peopleWith(String email) {
        int people = 0;
        for (JsonNode row : salesforce.control("GET", "records/Contact", "")) {
            people += row.path("Email").asText().equals(email) ? 1 : 0;
        }
        return people;
    }

    @Override
    protected int accounts() {
        return salesforce.control("GET", "records/Account", "").size();
    }

    @Override
    protected RecordRef somebodyQualifies(RecordRef lead) {
        salesforce.control("POST", "records/Lead/" + lead.id() + "/convert", "{}");
        return new RecordRef(
                "Opportunity",
                crm.read(lead).values().get("ConvertedOpportunityId").asText());
    }

    @Override
    protected void somebodyMerges(RecordRef lead, RecordRef survivor) {
        salesforce.control("POST", "records/Lead/" + survivor.id() + "/merge", "{\"ids\": [\"" + lead.id() + "\"]}");
    }

    @Override
    protected void somebodyChooses(RecordRef lead, RecordRef account) {
        throw new UnsupportedOperationException("a lead has no account");
    }
}
