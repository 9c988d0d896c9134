package dev.cosell.operate.command;

import static dev.cosell.JsonText.object;
import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Desk;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PartnerCenter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registration is checked on the referral as it is, kept in the deal once, and queued. */
class DealRegistrationsTest {
    private static final PairId ID = new PairId("r-1");

    private final Desk desk = new Desk();
    private final PartnerCenter partnerCenter = mock(PartnerCenter.class);
    private final DealRegistrations registrations =
            new DealRegistrations(desk.referrals, () -> partnerCenter, desk.asking);

    @BeforeEach
    void wonDeal() {
        SideState microsofts = new SideState(
                Map.of(
                        "/microsoft/status", TextNode.valueOf("Active"),
                        "/microsoft/substatus", TextNode.valueOf("Accepted")),
                Optional.empty(),
                Optional.empty());
        desk.pairs.create(Pair.fresh(ID, NOW)
                .change()
                .referral("ref-1")
                .microsoftReferral("ref-2")
                .record(RECORD)
                .side(Side.PARTNER_CENTER, microsofts)
                .now());
        when(partnerCenter.read("ref-1")).thenReturn(new Referral(object("""
                {'id': 'ref-1', 'type': 'Shared', 'qualification': 'SalesQualified', 'status': 'Closed',
                 'substatus': 'Won', 'createdDateTime': '2025-12-01T10:00:00Z',
                 'closedDateTime': '2026-02-20T10:00:00Z', 'details': {'requirements': {'solutions': [{'id': 'SOL-1'}]}}}
                """)));
    }

    @Test
    void theSameRegistrationSentAgainIsOneAndAnotherIsASecond() {
        assertEquals(202, registrations.register(ID.value(), request()).status());
        assertEquals(
                202,
                registrations.register(ID.value(), request().put("by", "Kim")).status());
        Command kept = only();
        assertEquals(Command.Kind.REGISTER, kept.kind());
        assertEquals(Asker.UNNAMED, kept.by());
        assertEquals(
                Subject.referral("ref-1"),
                desk.queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().subject());

        ObjectNode other = request();
        other.withObject("/contract").put("value", 45000);
        registrations.register(ID.value(), other);
        assertEquals(2, commands().size());
        assertNotEquals(kept.id(), commands().getLast().id());
    }

    @Test
    void whatBreaksARuleIsRefusedAndNotKept() {
        ObjectNode request = request();
        request.withObject("/solution").put("id", "SOL-9");
        assertEquals(ProblemCode.NOT_REGISTRABLE, codeOf(() -> registrations.register(ID.value(), request)));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> registrations.register(ID.value(), object("{}"))));
        assertEquals(List.of(), commands());
        assertEquals(0, desk.queue.size(MemoryQueue.CRM_UPDATES));
    }

    private Command only() {
        assertEquals(1, commands().size());
        return commands().getFirst();
    }

    private List<Command> commands() {
        return desk.pairs.read(ID).orElseThrow().value().commands();
    }

    private static ObjectNode request() {
        return object("""
                {'contract': {'value': 50000, 'currency': 'USD', 'signDateTime': '2026-02-10',
                              'startDateTime': '2026-02-15', 'endDateTime': '2027-02-14', 'term': 'Finite'},
                 'solution': {'id': 'SOL-1', 'value': 40000, 'isDeployedOnAzure': true,
                              'primaryDeploymentOn': 'Customer', 'pricingModel': 'Other'}}
                """);
    }
}
