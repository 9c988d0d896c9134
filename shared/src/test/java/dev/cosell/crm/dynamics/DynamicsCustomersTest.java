package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.CustomersContract;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Customers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Accounts, contacts and users of Dynamics 365. */
class DynamicsCustomersTest extends CustomersContract {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();
    private static final String MARA = "50000000-0000-4000-8000-000000000001";
    private static final String CONNECTOR = "a0000000-0000-4000-8000-000000000001";

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final DynamicsCrm crm = dataverse.adapter(
            MAPS,
            new CustomerSettings.Columns(
                    Optional.of("accountnumber"), Optional.of("telephone1"), Optional.of("websiteurl")));

    @Override
    protected FieldMap map() {
        return MAPS.deals();
    }

    @Override
    protected Customers customers() {
        return crm.customers();
    }

    /** Mara Lindqvist of the sandbox's seed. */
    @Override
    protected RecordRef user(String email) {
        return new RecordRef("systemuser", MARA);
    }

    @Override
    protected void namesFirst(RecordRef account, Contact contact) {
        dataverse.control(
                "PATCH",
                "records/account/" + account.id(),
                "{\"primarycontactid\": {\"table\": \"contact\", \"id\": \""
                        + contact.ref().id() + "\"}}");
    }

    @Override
    protected boolean isNotToBeContacted(RecordRef contact) {
        JsonNode values =
                dataverse.control("GET", "records/contact/" + contact.id(), "").path("values");
        return values.path("donotemail").asBoolean()
                && values.path("donotphone").asBoolean();
    }

    @Test
    void anAccountThatIsNoLongerInUseIsNoCandidate() {
        Customer contoso = new Customer("Contoso", "", "", Map.of());
        RecordRef account =
                customers().createAccount("11111111-0000-4000-8000-000000000001", contoso, CustomerKeys.NONE);
        dataverse.control("PATCH", "records/account/" + account.id(), "{\"statecode\": 1, \"statuscode\": 2}");
        assertEquals(List.of(), customers().candidates(contoso, CustomerKeys.NONE));
    }

    @Test
    void anAccountIsShownWithTheAddressPeopleOpenItAt() {
        RecordRef account = customers()
                .createAccount(
                        "11111111-0000-4000-8000-000000000001",
                        new Customer("Contoso", "", "", Map.of()),
                        CustomerKeys.NONE);
        assertEquals(
                "https://fabrikam.crm.dynamics.test/main.aspx?pagetype=entityrecord&etn=account&id=" + account.id(),
                customers()
                        .account(account.id())
                        .map(Account::link)
                        .orElseThrow()
                        .toString());
    }

    @Test
    void theConnectorsOwnUserIsNoSeller() {
        Snapshot mine = crm.read(owned(new RecordRef("systemuser", MARA)));
        assertEquals(
                new Value.People(List.of(
                        new TeamMember("Mara", "Lindqvist", "mara.lindqvist@fabrikam.example", "+1 425 555 0101", ""))),
                sellers(mine));
        assertEquals(new Value.People(List.of()), sellers(crm.read(owned(new RecordRef("systemuser", CONNECTOR)))));
        assertFalse(customers()
                .users(List.of("cosell-connector@fabrikam.example"))
                .containsKey("cosell-connector@fabrikam.example"));
    }

    @Test
    void s07_noCallOfTheCrmIsMadeInASellersName() {
        crm.read(owned(new RecordRef("systemuser", MARA)));
        customers().users(List.of("mara.lindqvist@fabrikam.example"));
        assertFalse(dataverse.calls.isEmpty());
        dataverse.calls.forEach(call -> {
            assertEquals("Bearer fixed", call.headers().get("Authorization"));
            assertFalse(call.headers().containsKey("CallerObjectId"));
            assertFalse(call.headers().containsKey("MSCRMCallerID"));
        });
    }

    /** What a single-currency organisation has: no currency on the record, one for the whole organisation. */
    @Test
    void s37_aRecordWithoutCurrencyIsInTheOrganisationsOwn() {
        Snapshot record = crm.read(made("{\"name\": \"Deal\", \"transactioncurrencyid\": null}"));
        assertEquals("USD", record.values().get("transactioncurrencyid").asText());
    }

    private RecordRef owned(RecordRef user) {
        return made("{\"name\": \"Deal\", \"ownerid\": {\"table\": \"systemuser\", \"id\": \"" + user.id() + "\"}}");
    }

    private RecordRef made(String columns) {
        return new RecordRef(
                "opportunity",
                dataverse
                        .control("POST", "records/opportunity", columns)
                        .path("id")
                        .asText());
    }

    private static Value sellers(Snapshot record) {
        return MAPS.deals()
                .field("sellers")
                .orElseThrow()
                .on(Side.CRM, record.values())
                .orElseThrow();
    }
}
