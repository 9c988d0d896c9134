package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.crm.salesforce.LocalSalesforce;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a duplicate rule refuses is for a person, who is told what was found. On Salesforce alone: the sandbox's Dataverse has no
 * such rules; that its refusal is understood is in {@code WebApiErrorTest}.
 */
class DuplicatesOnSalesforceTest {
    private final LocalSalesforce crm = LocalSalesforce.international();
    private final World world = new World(1, crm.map(), ports -> ports.with(crm.crm()));

    @Test
    void aRecordThatIsRefusedIsLinkedToTheOneThatIsThere() {
        RecordRef there = crm.valid("Move to Azure");
        crm.refusesDuplicates("Opportunity", "Name");
        Pair held = arrives();
        assertHeldFor(there, held);
        assertEquals(1, crm.rows("Opportunity"));

        Asked.link(world, held, there.id().substring(0, 15));
        world.settle();

        Pair linked = world.again(held);
        assertEquals(Optional.of(there), linked.record());
        assertEquals(Phase.IN_STEP, linked.phase(), () -> linked.problem().toString());
        assertEquals(1, crm.rows("Opportunity"));
    }

    @Test
    void anAccountThatIsRefusedIsTheOneAPersonNames() {
        RecordRef there = crm.account("Fabrikam Holdings", "98101", "US");
        crm.refusesDuplicates("Account", "BillingPostalCode");
        Pair held = arrives();
        assertHeldFor(there, held);

        Asked.customer(world, held, there.id());
        world.settle();

        Pair linked = world.again(held);
        assertEquals(Phase.IN_STEP, linked.phase(), () -> linked.problem().toString());
        assertEquals(there.id(), crm.held(linked.record().orElseThrow(), "AccountId"));
        assertEquals(1, crm.accounts());
    }

    private Pair arrives() {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        return world.pairOf(referral);
    }

    private static void assertHeldFor(RecordRef there, Pair pair) {
        Problem problem = pair.problem().orElseThrow();
        assertEquals(List.of(Phase.HELD, ProblemCode.DUPLICATE_REFUSED), List.of(pair.phase(), problem.code()));
        assertTrue(problem.detail().contains(there.id()), problem.detail());
    }
}
