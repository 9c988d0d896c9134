package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.SandboxDataverse;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.referral.Members;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Ports;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The engine with the adapter of Dynamics 365, on the sandbox's Dataverse. */
class CustomersOnDynamicsTest {
    private static final String MARA = "50000000-0000-4000-8000-000000000001";

    private static final String ACCOUNT = "11111111-0000-4000-8000-000000000001";

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final DynamicsCrm crm = dataverse.adapter(FieldMapFile.dynamics());
    private final World world = new World(1, World.MAP, onDynamics());

    @Test
    void s71_aNearDuplicateAccountInDynamicsIsForAPerson() {
        account("Fabrikam Incorporated", "98101");
        Pair pair = arrive();
        assertEquals(Phase.HELD, pair.phase());
        assertTrue(
                pair.problem().orElseThrow().toString().startsWith("CUS-05"),
                pair.problem().toString());
    }

    @Test
    void s81_everyContactOfAReferralIsAContactInDynamicsAndItsTeamGivesTheOwner() {
        Pair pair = arrive();
        assertEquals(Phase.IN_STEP, pair.phase());
        JsonNode record = row(pair.record().orElseThrow());
        assertEquals(MARA, record.at("/values/ownerid/id").asText());
        RecordRef account =
                new RecordRef("account", record.at("/values/customerid/id").asText());
        List<TeamMember> contacts =
                crm.customers().contacts(account).stream().map(Contact::person).toList();
        assertEquals(2, contacts.size());
        assertTrue(contacts.contains(new TeamMember("Lee", "Gu", "lee@fabrikam.com", "555 0101", "CFO")));
        assertTrue(contacts.stream().allMatch(TeamMember::isComplete));
    }

    @Test
    void s32_theCountryThatAPersonNamesIsOnTheAccountInDynamics() {
        account("Contoso", "80331");
        dataverse.control("PATCH", "records/account/" + ACCOUNT, "{\"address1_country\": \"Deutchland\"}");
        RecordRef record = opportunity("");
        world.asks(Subject.record(record), Causes.SHARE).settle();
        Pair held = world.pairOf(record);
        assertEquals(Phase.HELD, held.phase());
        Asked.country(world, held, "DE");
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(held).phase());
        assertEquals(
                "DE",
                row(new RecordRef("account", ACCOUNT))
                        .at("/values/address1_country")
                        .asText());
    }

    /** The twin of an organisation with one currency: nobody enters one, and all deals are in the organisation's. */
    @Test
    void s37_theSameDealIsSharedWithAndWithoutACurrencyOfItsOwn() {
        account("Contoso", "80331");
        String euro = "\"transactioncurrencyid\": {\"table\": \"transactioncurrency\", \"id\": "
                + "\"cc000000-0000-4000-8000-000000000978\"},";
        for (String currency : List.of("", euro)) {
            RecordRef record = opportunity(currency);
            world.asks(Subject.record(record), Causes.SHARE).settle();
            Pair pair = world.pairOf(record);
            assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
            assertEquals(
                    currency.isEmpty() ? "USD" : "EUR",
                    world.partnerCenter
                            .look(pair.referralId().orElseThrow())
                            .text(World.CURRENCY)
                            .orElseThrow());
        }
    }

    private RecordRef opportunity(String more) {
        return new RecordRef(
                "opportunity",
                dataverse
                        .control("POST", "records/opportunity", """
                                {"name": "Deal", "estimatedvalue": 5000, "estimatedclosedate": "2026-10-31",
                                 "msft_microsoftpartnercentersolutions": "SOL-7-XYZ",
                                 "customerid": {"table": "account", "id": "%s"},
                                 %s "msft_microsoftpartnercenterreferralsync": true}
                                """.formatted(ACCOUNT, more))
                        .path("id")
                        .asText());
    }

    private Pair arrive() {
        String referral = world.partnerCenter.arrives("Move to Azure", it -> {
            ObjectNode lee =
                    new TeamMember("Lee", "Gu", "lee@fabrikam.com", "555 0101", "CFO").onto(NullNode.getInstance());
            it.withObject("/customerProfile").withArray("team").add(lee);
            it.set(
                    "team",
                    JsonNodeFactory.instance
                            .arrayNode()
                            .add(new TeamMember("Mara", "L", "mara.lindqvist@fabrikam.example", "", "")
                                    .onto(NullNode.getInstance())));
        });
        world.settle();
        assertEquals(
                2,
                TeamMember.list(Members.at(world.partnerCenter.look(referral).document(), TeamMember.CUSTOMERS))
                        .size());
        return world.pairOf(referral);
    }

    private void account(String name, String postalCode) {
        dataverse.control(
                "POST",
                "records/account",
                "{\"accountid\": \"" + ACCOUNT + "\", \"name\": \"" + name + "\", \"address1_postalcode\": \""
                        + postalCode + "\", \"address1_country\": \"US\"}");
    }

    private JsonNode row(RecordRef record) {
        return dataverse.control("GET", "records/" + record.table() + "/" + record.id(), "");
    }

    private UnaryOperator<Ports> onDynamics() {
        return ports -> ports.with(crm);
    }
}
