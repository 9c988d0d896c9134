package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.json;
import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.crm.CrmProduct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A CRM that Microsoft's own connector left is taken over: told first, and no deal is doubled. */
abstract class MigrationContract extends EndToEnd {
    /** Broken off, as that connector leaves it once its column is full. */
    private static final String AUDIT = "2021-12-02 01:15 - Partner Center Referral to CRM sync succ";

    private final JsonClient functions = running.stack().functions();
    private final String batch = UUID.randomUUID().toString().substring(0, 8);

    MigrationContract(CrmProduct crm) {
        super(crm);
    }

    /** Deals as they stand before the takeover. */
    private record Left(
            String marked,
            String markedRecord,
            String unnamed,
            String unnamedRecord,
            String twice,
            Set<String> both,
            String alike,
            String alikeRecord,
            String missed,
            String gone) {}

    @Test
    void s79_aCrmLeftByMicrosoftsConnectorIsTakenOverWithoutANewDuplicate() {
        Differences.duplicatesAreAllowed(crm, sides.control(), true);
        try {
            removeOne(takenOver().both());
        } finally {
            Differences.duplicatesAreAllowed(crm, sides.control(), false);
        }
    }

    private Left takenOver() {
        switches(true);
        Left left;
        try {
            left = leave();
            assertTheRunIsRefusedWhileMicrosoftsConnectorRuns();
            start("{\"mode\":\"dryRun\",\"perMinute\":600}");
            assertTheReportTells(left);
        } finally {
            switches(false);
        }
        int records = sides.crm().records().size();
        int referrals = sides.referrals().size();

        start("{\"mode\":\"run\",\"perMinute\":600,\"flowsAreOff\":true}");
        for (String referral : List.of(left.marked(), left.unnamed(), left.missed())) {
            until("deal " + referral + " to be in step", () -> phase(referral).equals("IN_STEP"));
        }
        until("record " + left.gone() + " to be told as an orphan", () -> isOrphan(left.gone()));
        running.rest();

        assertEquals(records + 1, sides.crm().records().size(), "the one that was missed, and no duplicate");
        assertEquals(referrals, sides.referrals().size());
        assertEquals(List.of(left.markedRecord()), sides.crm().recordsOf(left.marked()));
        assertEquals("Marked " + batch, sides.crm().record(left.markedRecord()).name(), "without the mark");
        String audit = row(left.markedRecord()).at(Differences.row(crm).audit()).asText();
        assertTrue(audit.endsWith("\n" + AUDIT), () -> "the broken text as it was found, below new lines: " + audit);
        assertEquals(
                left.unnamedRecord(),
                sides.referral(left.unnamed()).path("externalReferenceId").asText(),
                "the missing back-link");
        assertEquals(left.both(), Set.copyOf(sides.crm().recordsOf(left.twice())));
        assertEquals(Optional.empty(), sides.crm().referralOf(left.alikeRecord()));

        start("{\"mode\":\"dryRun\",\"perMinute\":600}");
        start("{\"mode\":\"run\",\"perMinute\":600,\"flowsAreOff\":true}");
        assertEquals(0, functions.get("/api/backfill").at("/job/queued").asInt(), "nothing is left to do");
        assertEquals(records + 1, sides.crm().records().size());
        assertEquals(referrals, sides.referrals().size());
        return left;
    }

    private void removeOne(Set<String> records) {
        sides.control().call("DELETE", route(records.iterator().next()), "", Map.of());
    }

    private JsonNode row(String record) {
        return sides.control().get(route(record));
    }

    private String route(String record) {
        return "/_sandbox/" + Differences.row(crm).route() + record;
    }

    private Left leave() {
        String marked = referral("Marked");
        String markedRecord = record("Marked", Map.of("referralId", marked, "mark", "\u2714", "audit", AUDIT));
        names(marked, markedRecord);
        String unnamed = referral("Unnamed");
        String unnamedRecord = record("Unnamed", Map.of("referralId", unnamed, "mark", "\u2714"));
        String twice = referral("Twice");
        Set<String> both = Set.of(
                record("Twice", Map.of("referralId", twice, "mark", "\u2714")),
                record("Twice", Map.of("referralId", twice, "mark", "\u2716")));
        String alike = referral("Alike");
        String alikeRecord = record("Alike", Map.of("mark", "\u2714"));
        String missed = referral("Missed", "Adatum Shipyards " + UUID.randomUUID());
        String gone = record("Gone", Map.of("referralId", UUID.randomUUID().toString(), "mark", "\u2714"));
        return new Left(marked, markedRecord, unnamed, unnamedRecord, twice, both, alike, alikeRecord, missed, gone);
    }

    private void assertTheRunIsRefusedWhileMicrosoftsConnectorRuns() {
        Differences.microsoftsFlows(crm, sides.control(), true);
        JsonAnswer refused = functions.call("POST", "/api/backfill", json(Map.of("mode", "run")));
        assertEquals(409, refused.status(), refused.body()::toString);
        assertEquals("DOC-04", refused.body().at("/error/code").asText());
        Differences.microsoftsFlows(crm, sides.control(), false);
    }

    private void assertTheReportTells(Left left) {
        Map<String, JsonNode> found = findings();
        assertEquals("link", verdict(found, "pc|" + left.marked()));
        assertEquals("link", verdict(found, "pc|" + left.unnamed()));
        assertEquals("ambiguous", verdict(found, "pc|" + left.twice()));
        assertEquals("ambiguous", verdict(found, "pc|" + left.alike()));
        assertEquals("create", verdict(found, "pc|" + left.missed()));
        assertTrue(
                found.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().endsWith("/" + left.gone())
                                && verdict(found, entry.getKey()).equals("orphaned")),
                found.keySet()::toString);
        assertTrue(
                found.get("pc|" + left.marked())
                        .path("differences")
                        .valueStream()
                        .anyMatch(difference -> difference.path("crm").asText().startsWith("\u2714")),
                "the mark is told before it is taken off");
        assertTrue(functions
                .call("GET", "/api/backfill/findings.csv", "", Map.of())
                .body()
                .asText()
                .startsWith("\uFEFF\"verdict\""));
    }

    // --- Both sides ---

    private String referral(String name) {
        return referral(name, name + " " + batch + " customer");
    }

    /** For a customer of this name: one that is to be made must not look like another one. */
    private String referral(String name, String customer) {
        ObjectNode referral = (ObjectNode) running.referral(name + " " + batch);
        referral.withObject("/customerProfile").put("name", customer);
        referral.put("status", "Active").put("substatus", "Accepted");
        return sides.receive(referral);
    }

    private String record(String name, Map<String, String> leavings) {
        String record = running.opportunity(name + " " + batch, false);
        sides.control()
                .send(
                        "POST",
                        "/_sandbox/" + crm.word() + "/records/opportunity/" + record + "/microsofts-connector",
                        json(leavings));
        return record;
    }

    private void names(String referral, String record) {
        sides.editReferral(referral, Map.of("externalReferenceId", record));
    }

    // --- The operator ---

    private void switches(boolean paused) {
        functions.send("POST", "/api/switches", json(Map.of("paused", paused)));
    }

    private void start(String request) {
        JsonAnswer answer =
                functions.call("POST", "/api/backfill", request, Map.of("Content-Type", "application/json"));
        assertEquals(202, answer.status(), answer.body()::toString);
        until(
                "the backfill to be done",
                () -> functions.get("/api/backfill").at("/job/state").asText().equals("done"));
    }

    private Map<String, JsonNode> findings() {
        Map<String, JsonNode> found = new HashMap<>();
        List<String> next = new ArrayList<>(List.of(""));
        while (!next.isEmpty()) {
            JsonNode page = functions.get("/api/backfill/findings" + next.removeFirst());
            page.path("items").forEach(item -> found.put(item.path("subject").asText(), item));
            if (page.has("next")) {
                next.add("?next=" + page.path("next").asText());
            }
        }
        return found;
    }

    private static String verdict(Map<String, JsonNode> found, String subject) {
        return Optional.ofNullable(found.get(subject))
                .map(item -> item.path("verdict").asText())
                .orElse("not found");
    }

    private boolean isOrphan(String record) {
        return functions
                .get("/api/referrals?phase=ORPHAN&limit=200")
                .path("items")
                .valueStream()
                .anyMatch(pair -> pair.path("record").asText().endsWith("/" + record));
    }

    private String phase(String referral) {
        JsonAnswer answer = functions.call("GET", "/api/referrals/" + referral, "", Map.of());
        return answer.body().path("phase").asText();
    }
}
