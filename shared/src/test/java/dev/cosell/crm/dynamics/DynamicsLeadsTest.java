package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.LeadContract;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.Crm;
import dev.cosell.sync.RecordRef;
import java.util.Optional;

/** Dynamics 365 keeps the promises about leads. */
final class DynamicsLeadsTest extends LeadContract {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final Crm crm = dataverse.adapter(MAPS);

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected FieldMaps maps() {
        return MAPS;
    }

    @Override
    protected int peopleWith(String email) {
        int people = 0;
        for (JsonNode row : dataverse.control("GET", "records/contact", "")) {
            people += row.path("values").path("emailaddress1").asText().equals(email) ? 1 : 0;
        }
        return people;
    }

    @Override
    protected int accounts() {
        return dataverse.control("GET", "records/account", "").size();
    }

    @Override
    protected RecordRef somebodyQualifies(RecordRef lead) {
        return crm.qualify(lead, Optional.empty());
    }

    @Override
    protected void somebodyMerges(RecordRef lead, RecordRef survivor) {
        String row = "{\"@odata.type\": \"Microsoft.Dynamics.CRM.lead\", \"leadid\": \"%s\"}";
        dataverse.control(
                "POST",
                "as/50000000-0000-4000-8000-000000000001/api/data/v9.2/Merge",
                ("{\"Target\": " + row + ", \"Subordinate\": " + row + ", \"PerformParentingChecks\": false}")
                        .formatted(survivor.id(), lead.id()));
    }

    @Override
    protected void somebodyChooses(RecordRef lead, RecordRef account) {
        dataverse.control(
                "PATCH",
                "records/lead/" + lead.id(),
                "{\"parentaccountid\": {\"table\": \"account\", \"id\": \"" + account.id() + "\"}}");
    }
}
