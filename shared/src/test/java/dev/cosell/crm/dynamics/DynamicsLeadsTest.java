package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.LeadContract;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    /** The seller's choice falls between our reading of the lead and our entering of whom we know. */
    @Test
    void theAccountThatASellerPicksMeanwhileIsNotOverwritten() {
        RecordRef lead = new RecordRef("lead", created("lead", "{\"subject\": \"Move\", \"lastname\": \"Akers\"}"));
        RecordRef ours = new RecordRef("account", created("account", "{\"name\": \"Fabrikam\"}"));
        RecordRef sellers = new RecordRef("account", created("account", "{\"name\": \"Fabrikam West\"}"));
        boolean[] picked = {false};
        Crm racing = new DynamicsCrm(
                URI.create("https://fabrikam.crm.dynamics.test"),
                call -> {
                    if (call.method().equals("PATCH") && !picked[0]) {
                        picked[0] = true;
                        somebodyChooses(lead, sellers);
                    }
                    return dataverse.send(call);
                },
                new SandboxDataverse.FixedToken(),
                MAPS,
                InstantSource.system());
        Failure overtaken = assertThrows(Failure.class, () -> racing.qualify(lead, Optional.of(ours)));
        assertEquals(ProblemCode.MOVED_ON, overtaken.problem().code());
        assertEquals(Optional.of(sellers), racing.accountOf(lead));
    }

    /** The company's name stands in for a person nobody named. */
    @Test
    void aLeadWithoutAPersonMakesNoContact() {
        RecordRef lead = new RecordRef(
                "lead",
                created("lead", "{\"subject\": \"Move\", \"lastname\": \"Fabrikam\", \"companyname\": \"Fabrikam\"}"));
        RecordRef account = new RecordRef("account", created("account", "{\"name\": \"Fabrikam\"}"));
        int before = dataverse.control("GET", "records/contact", "").size();
        crm.qualify(lead, Optional.of(account));
        assertEquals(before, dataverse.control("GET", "records/contact", "").size());
    }

    private String created(String table, String values) {
        return dataverse.control("POST", "records/" + table, values).path("id").asText();
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
