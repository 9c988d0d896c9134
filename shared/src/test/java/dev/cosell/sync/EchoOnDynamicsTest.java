package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.crm.dynamics.SandboxDataverse;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Call;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Our own writes as Dataverse tells of them: a creation names every column of the row, not only those we wrote. For Dynamics
 * alone, see {@link dev.cosell.crm.Difference#EVENTS_NAME_NO_COLUMNS}; what holds for all is in {@link DealsOnCrmTest}.
 */
class EchoOnDynamicsTest {
    private static final TeamMember MARA = new TeamMember("Mara", "L", "mara.lindqvist@fabrikam.example", "", "");
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final DynamicsCrm crm = dataverse.adapter(MAPS);
    private final World world = new World(1, MAPS, ports -> ports.with(crm), World.WITH_LEADS);

    @Test
    void theCreationOfARecordWhoseOwnerWeNamedCostsNothingWhenItComesBack() {
        assertEquals(List.of(), callsOfTheEcho(arrives(referral -> referral.set("team", CustomersTest.list(MARA)))));
    }

    /** Whether the owner that Dynamics gave it is a seller who belongs to the referral's team takes a reading. */
    @Test
    void theCreationOfARecordThatGotItsOwnerFromDynamicsCostsOneReadingAndNoWrite() {
        assertEquals(List.of("GET"), callsOfTheEcho(arrives(referral -> {})));
        assertEquals(List.of("GET"), callsOfTheEcho(arrives(LeadTest::asLead)));
    }

    private Pair arrives(Consumer<ObjectNode> more) {
        step("Create", "opportunity");
        step("Create", "lead");
        String referral = world.partnerCenter.arrives("Move to Azure", more);
        world.settle();
        return world.pairOf(referral);
    }

    private List<String> callsOfTheEcho(Pair pair) {
        DynamicsEvent event = DynamicsEvent.parse(dataverse.events.getLast(), Map.of(), MAPS, crm.names());
        assertEquals(pair.record().orElseThrow(), event.record());
        dataverse.calls.clear();
        world.inbox.accept(Subject.record(event.record()), event.message(), Optional.empty(), event.fingerprints(), "");
        world.counting().settle();
        assertEquals(0, world.calls.of("pc.patch"));
        return dataverse.calls.stream().map(Call::method).toList();
    }

    private void step(String message, String table) {
        dataverse.control(
                "POST",
                "webhooks",
                ("{\"url\": \"https://connector.test/api/events/dynamics\", \"authentication\": \"HTTP_HEADER\", "
                                + "\"authName\": \"x\", \"authValue\": \"y\", \"message\": \"%s\", \"table\": \"%s\", "
                                + "\"filteringAttributes\": []}")
                        .formatted(message, table));
    }
}
