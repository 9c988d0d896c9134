package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What cannot be worked off is kept where people see it. */
abstract class NobodysBusinessContract extends EndToEnd {
    private static final String QUEUE = "crm-updates";

    private final JsonClient functions;

    NobodysBusinessContract(CrmProduct crm) {
        super(crm);
        functions = running.stack().functions();
    }

    @Test
    void anEventOfAnUnknownReferralIsListedAsOrphan() {
        String id = UUID.randomUUID().toString();
        running.stack()
                .control()
                .send(
                        "POST",
                        "/_sandbox/partner-center/callbacks",
                        RunningStack.json(Map.of(
                                "url",
                                functions.base() + "/api/events/partner-center",
                                "signer",
                                "dispatch",
                                "body",
                                Map.of(
                                        "EventName",
                                        "referral-updated",
                                        "ResourceUri",
                                        "https://localhost/engagements/v1/referrals/" + id,
                                        "ResourceName",
                                        "referral",
                                        "AuditUri",
                                        "",
                                        "ResourceChangeUtcDate",
                                        "2026-11-22T10:00:00.0000000+00:00"))));

        until("the orphan to be listed", () -> orphans().contains(id));
    }

    @Test
    void aRequestForAnUnknownRecordIsRefusedAndLeavesNothing() {
        String id = Differences.unknownRecord(crm);

        JsonAnswer answer = functions.call("POST", "/api/co-sell-referrals", RunningStack.json(Map.of("recordId", id)));

        assertEquals(404, answer.status());
        assertFalse(orphans().contains(id));
    }

    @Test
    void aMessageThatNobodyCanReadIsKeptWholeAndCanBeDiscarded() {
        String text = "no message of ours " + UUID.randomUUID();
        queue().sendMessage(text);

        until("the message to be parked", () -> poison().toString().contains(text));
        JsonNode parked = null;
        for (JsonNode item : poison()) {
            if (item.toString().contains(text)) {
                parked = item;
            }
        }
        JsonNode gone = functions.send(
                "POST",
                "/api/poison/discard",
                RunningStack.json(
                        Map.of("queue", QUEUE, "id", parked.path("id").asText(), "reason", "a test made it")));

        assertEquals(1, gone.path("discarded").asInt());
        assertTrue(!poison().toString().contains(text), () -> poison().toString());
    }

    private QueueClient queue() {
        return new QueueClientBuilder()
                .connectionString(running.stack().storage())
                .queueName(QUEUE)
                .messageEncoding(QueueMessageEncoding.BASE64)
                .buildClient();
    }

    private JsonNode poison() {
        return functions.get("/api/poison?queue=" + QUEUE).path("items");
    }

    private String orphans() {
        return functions.get("/api/referrals?phase=orphan&limit=200").toString();
    }
}
