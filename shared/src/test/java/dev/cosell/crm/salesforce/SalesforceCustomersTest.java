package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.CustomersContract;
import dev.cosell.crm.Difference;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customers;
import java.util.Optional;
import java.util.Set;

/** Accounts, contacts and users of Salesforce. */
class SalesforceCustomersTest extends CustomersContract {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();

    private final SandboxSalesforce salesforce = new SandboxSalesforce(OrganizationSettings.standard());
    private final SalesforceCrm crm = salesforce.adapter(
            MAPS,
            new CustomerSettings.Columns(
                    Optional.of("AccountNumber"), Optional.of("DunsNumber"), Optional.of("Website")));

    SalesforceCustomersTest() {
        salesforce.alsoGrants("Account", "AccountNumber", "DunsNumber");
    }

    @Override
    protected Customers customers() {
        return crm.customers();
    }

    @Override
    protected FieldMap map() {
        return MAPS.deals();
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of(Difference.ACCOUNTS_NAME_NO_CONTACT);
    }

    /** Mara Lindqvist of the sandbox's seed. */
    @Override
    protected RecordRef user(String email) {
        for (JsonNode row : salesforce.control("GET", "records/User", "")) {
            if (row.path("Email").asText().equals(email)) {
                return new RecordRef("User", row.path("Id").asText());
            }
        }
        throw new AssertionError("no user " + email);
    }

    @Override
    protected boolean isNotToBeContacted(RecordRef contact) {
        JsonNode row = salesforce.control("GET", "records/Contact/" + contact.id(), "");
        return row.path("HasOptedOutOfEmail").asBoolean()
                && row.path("DoNotCall").asBoolean();
    }

    @Override
    protected void namesFirst(RecordRef account, Contact contact) {
        throw new UnsupportedOperationException("an account names no contact");
    }
}
