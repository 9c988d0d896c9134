package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.json;
import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.RunningStack.Deal;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An operator's day in a real browser, with each CRM; {@code tools/console/check.mjs} is the operator, and says what is
 * promised. It switches things off and revokes sign-ins, so it has a stack of its own.
 */
abstract class OperatorInBrowserContract extends EndToEnd {
    private static final String QUEUE = "crm-updates";
    private static final String HELD = "Held for its country";
    private static final String HOSTILE =
            "<img src=x onerror=window.pwned=1>\"><script>window.pwned=2</script>{{7*7}} javascript:window.pwned=3";
    private static final String ALIKE = "Entered twice";
    private static final int MISSED_VALUE = 7321;
    private static final String LAST_PROMISE = "kept: whoever may only look sees everything and no button that acts";

    OperatorInBrowserContract(CrmProduct crm) {
        super(crm);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        RunningStack.stop(crm);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void s40_anOperatorSeesExplainsAndRepairsEverythingInTheBrowser() throws Exception {
        Browser browser = Browser.orSkip();

        String output = browser.check(json(Map.of(
                "app", running.stack().functionsUrl().toString(),
                "key", running.stack().secrets().functionKey(),
                "control", running.stack().control().base().toString(),
                "chromium", browser.chromium().toString(),
                "pictures",
                        Path.of("target/console", crm.word()).toAbsolutePath().toString(),
                "row", Differences.row(crm),
                "deals", prepared())));

        assertTrue(output.contains(LAST_PROMISE), output);
        assertEquals(
                List.of(),
                output.lines().filter(line -> !line.startsWith("kept: ")).toList());
    }

    /** Deals in every state that the operator is to meet, as other people and bad luck leave them. */
    private JsonNode prepared() {
        letPeopleDecideOfNotes();
        String held = running.opportunity(HELD, Map.of(), true);
        Deal pending = arrived("Waits for an answer");
        Deal hostile = running.arrived(sides.receive(hostile()));
        List<Deal> accepted = Stream.of(
                        "Hero quarterly renewal", "Torn between two notes", "Parked by bad luck", "Left alone")
                .map(this::arrived)
                .toList();
        accepted.forEach(deal -> sides.answerInPortal(deal.referralId(), "accept"));
        accepted.forEach(deal -> until(
                "the record to be in progress",
                () -> sides.crm().record(deal.recordId()).stage() == RecordView.Stage.ACTIVE));
        agreed(accepted.get(1));
        running.rest();

        ObjectNode deals = JsonClient.JSON.createObjectNode();
        deals.putObject("held").put("name", HELD).put("record", held);
        describe(deals.putObject("pending"), pending);
        describe(deals.putObject("hostile"), hostile);
        describe(deals.putObject("accepted"), accepted.get(0))
                .put(
                        "spelledOtherwise",
                        Differences.otherSpelling(crm, accepted.get(0).recordId()));
        describe(deals.putObject("conflict"), accepted.get(1));
        describe(deals.putObject("parked"), accepted.get(2)).put("value", MISSED_VALUE);
        describe(deals.putObject("orphan"), accepted.get(3)).put("record", orphaned(accepted.get(3)));
        missed(accepted.get(2));
        poison().sendMessage(parked(accepted.get(0), "NET-03"));
        poison().sendMessage(parked(accepted.get(0), "NET-03"));
        poison().sendMessage(HOSTILE);
        tear(accepted.get(1));
        alike(deals.putObject("alike"));
        return deals;
    }

    /** A record that looks like a referral which is still to arrive, and holds no id of it. */
    private void alike(ObjectNode node) {
        node.put("name", ALIKE)
                .put("record", running.opportunity(ALIKE, false))
                .set("arrives", running.referral(ALIKE));
    }

    private Deal arrived(String name) {
        return running.arrived(sides.receive(running.referral(name)));
    }

    private ObjectNode describe(ObjectNode node, Deal deal) {
        return node.put("name", sides.referral(deal.referralId()).path("name").asText())
                .put("referral", deal.referralId())
                .put("record", deal.recordId());
    }

    /** A referral whose every text tries to become script. */
    private JsonNode hostile() {
        ObjectNode referral = (ObjectNode) running.referral(HOSTILE);
        ((ObjectNode) referral.path("details")).put("notes", HOSTILE);
        ((ObjectNode) referral.path("customerProfile"))
                .put("name", HOSTILE)
                .putArray("team")
                .addObject()
                .put("firstName", "<b>")
                .put("lastName", "<script>window.pwned=5</script>")
                .put("email", "nobody@customer.example");
        return referral;
    }

    /** Somebody deletes the record, and makes another one; gives that one's id. */
    private String orphaned(Deal deal) {
        sides.control().call("DELETE", "/_sandbox/" + Differences.row(crm).route() + deal.recordId(), "", Map.of());
        if (!Differences.tellsOfDeletions(crm)) {
            sides.functions().send("POST", "/api/reconcile", json(Map.of()));
        }
        until(
                "the deal to be an orphan",
                () -> sides.functions()
                        .get("/api/referrals?phase=orphan&limit=200")
                        .toString()
                        .contains(deal.referralId()));
        return running.opportunity("Made anew", false);
    }

    /** The event of an edit is lost, and so was the work on the one before it. */
    private void missed(Deal deal) {
        sides.disturbEvents("webhooks", "drop", 1);
        running.editInPortal(deal, MISSED_VALUE);
        poison().sendMessage(parked(deal, "NET-02"));
    }

    private String parked(Deal deal, String problem) {
        return json(Map.of(
                        "v",
                        1,
                        "subject",
                        "pc|" + deal.referralId(),
                        "mark",
                        UUID.randomUUID().toString(),
                        "cause",
                        "referral-updated",
                        "fingerprints",
                        Map.of(),
                        "attempt",
                        39,
                        "trace",
                        "",
                        "problem",
                        Map.of("code", problem, "detail", "HTTP 503: Service unavailable"),
                        "parkedAt",
                        sides.now().toString()))
                .toString();
    }

    /** A partner who wants to be asked when both sides change the notes. */
    private void letPeopleDecideOfNotes() {
        sides.functions()
                .send(
                        "PUT",
                        "/api/field-map",
                        json(Map.of(
                                "overrides",
                                Map.of("deals", Map.of("fields", Map.of("notes", Map.of("rule", "hold")))))));
    }

    /** Both sides have the same note. */
    private void agreed(Deal deal) {
        sides.editReferral(deal.referralId(), Map.of("details", Map.of("notes", "call in May")));
        until(
                "the note in the CRM",
                () -> sides.crm().record(deal.recordId()).notes().equals("call in May"));
    }

    /** Both sides change the note before either hears of the other. */
    private void tear(Deal deal) {
        sides.disturbEvents("webhooks", "drop", 1);
        sides.editReferral(deal.referralId(), Map.of("details", Map.of("notes", "call in July")));
        sides.crm().edit(deal.recordId(), Map.of(Fact.NOTES, "call in June"));
        until(
                "the conflict to be listed",
                () -> sides.functions().get("/api/conflicts").toString().contains(deal.referralId()));
    }

    private QueueClient poison() {
        QueueClient queue = new QueueClientBuilder()
                .connectionString(running.stack().storage())
                .queueName(QUEUE + "-poison")
                .messageEncoding(QueueMessageEncoding.BASE64)
                .buildClient();
        queue.createIfNotExists();
        return queue;
    }
}
