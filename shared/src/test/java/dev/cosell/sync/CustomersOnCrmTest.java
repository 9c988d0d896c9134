package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Value;
import dev.cosell.referral.Members;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Contact;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts, contacts and owners that the engine finds and makes in each CRM, on the CRM's sandbox. */
@ParameterizedClass
@EnumSource(CrmProduct.class)
class CustomersOnCrmTest {
    private static final String MARA = "mara.lindqvist@fabrikam.example";

    private final LocalCrm crm;
    private final World world;

    /** Countries are texts here, as people write them. */
    CustomersOnCrmTest(CrmProduct product) {
        crm = LocalCrm.simple(product);
        world = new World(1, crm.map(), ports -> ports.with(crm.crm()));
    }

    @Test
    void s71_aNearDuplicateAccountIsForAPerson() {
        crm.account("Fabrikam Incorporated", "98101", "US");
        Pair pair = arrive();
        assertEquals(Phase.HELD, pair.phase());
        assertTrue(
                pair.problem().orElseThrow().toString().startsWith("CUS-05"),
                pair.problem().toString());
    }

    @Test
    void s81_everyContactOfAReferralIsAContactAndItsTeamGivesTheOwner() {
        Pair pair = arrive();
        assertEquals(Phase.IN_STEP, pair.phase());
        RecordRef record = pair.record().orElseThrow();
        assertEquals(crm.user(MARA), crm.held(record, crm.column("sellers")));
        RecordRef account = crm.crm()
                .customers()
                .accountRef(crm.held(record, crm.map().customerLookup().orElseThrow()));
        List<TeamMember> contacts = crm.crm().customers().contacts(account).stream()
                .map(Contact::person)
                .toList();
        assertEquals(2, contacts.size());
        assertTrue(contacts.contains(new TeamMember("Lee", "Gu", "lee@fabrikam.com", "555 0101", "CFO")));
        assertTrue(contacts.stream().allMatch(TeamMember::isComplete));
    }

    @Test
    void s32_theCountryThatAPersonNamesIsOnTheAccount() {
        RecordRef account = crm.account("Contoso", "80331", "Deutchland");
        RecordRef record = crm.valid("Deal", account, Optional.empty());
        crm.turns(record, true);
        world.asks(Subject.record(record), Causes.SHARE).settle();
        Pair held = world.pairOf(record);
        assertEquals(Phase.HELD, held.phase());
        Asked.country(world, held, "DE");
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(held).phase());
        assertEquals(Optional.of(new Value.Text("DE")), crm.shows(record, "customerCountry"));
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
                            .add(new TeamMember("Mara", "L", MARA, "", "").onto(NullNode.getInstance())));
        });
        world.settle();
        assertEquals(
                2,
                TeamMember.list(Members.at(world.partnerCenter.look(referral).document(), TeamMember.CUSTOMERS))
                        .size());
        return world.pairOf(referral);
    }
}
