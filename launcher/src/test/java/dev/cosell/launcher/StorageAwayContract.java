package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.launcher.RunningStack.Deal;
import dev.cosell.launcher.crm.CrmProduct;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without storage nothing can be kept, so nothing is accepted; afterwards everything arrives. */
abstract class StorageAwayContract extends EndToEnd {
    StorageAwayContract(CrmProduct crm) {
        super(crm);
    }

    @Test
    void anEventIsRefusedWhileStorageIsAwayAndArrivesWhenItIsBack() {
        Deal known = running.acceptedDeal();
        running.stack().stopAzurite();
        String referralId;
        try {
            referralId = sides.receive(running.referral("While storage was away"));
            RunningStack.until("the webhook to be refused", () -> firstStatus(referralId) > 0);
            assertEquals(503, firstStatus(referralId));
        } finally {
            running.stack().startAzurite();
        }

        Deal deal = running.arrived(referralId);
        running.rest();
        assertEquals(1, sides.crm().recordsOf(deal.referralId()).size());
        assertTrue(sides.crm().recordsOf(known.referralId()).contains(known.recordId()));
    }

    private int firstStatus(String referralId) {
        return sides.control()
                .call("GET", "/_sandbox/deliveries?service=webhooks&subject=" + referralId, "", Map.of())
                .body()
                .at("/0/attempts/0/status")
                .asInt(0);
    }
}
