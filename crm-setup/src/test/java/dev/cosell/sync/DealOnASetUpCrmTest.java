package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.operate.doctor.State;
import dev.cosell.setup.dynamics.SetUpDynamics;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A CRM that the command set up, and nothing else, works: with the role that was made, and by the events it sends. */
class DealOnASetUpCrmTest {
    private final SetUpDynamics crm = new SetUpDynamics();

    @Test
    void s14_theDoctorFindsColumnsAndRightsInOrder() {
        assertTrue(
                crm.doctor().stream().allMatch(finding -> finding.state() == State.OK),
                () -> crm.doctor().toString());
    }

    @Test
    void aDealCrossesBothWays() {
        World world = new World(1, FieldMapFile.dynamics(), ports -> ports.with(crm.adapter()), World.WITH_LEADS);
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        Pair pair = world.pairOf(referral);
        RecordRef record = pair.record().orElseThrow();
        assertEquals(referral, crm.column(record, "msft_microsoftpartnercenterreferralidentifier"));

        crm.sellerWrites(record, "description", "We have met.");
        List<DynamicsEvent> events = crm.events();
        assertEquals(
                List.of("Update"), events.stream().map(DynamicsEvent::message).toList());
        events.forEach(event -> world.inbox.accept(
                Subject.record(event.record()), event.message(), Optional.empty(), event.fingerprints(), ""));
        world.settle();

        assertEquals("We have met.", world.note(world.again(pair)));
        assertEquals(List.of(), world.violations());
    }
}
