package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both systems as people see and use them: raw documents, edits in the portal, edits in the CRM. */
public final class Sides {
    private static final String PORTAL = "/_sandbox/partner-center/";
    private static final String CRM = "/_sandbox/dynamics/";
    /** Edits are collected for six seconds after a write to Partner Center. */
    private static final Duration LONGER_THAN_A_WAIT = Duration.ofSeconds(9);

    private static final String REFERRAL_ID = "msft_microsoftpartnercenterreferralidentifier";

    private final JsonClient control;
    private final JsonClient functions;

    public Sides(Stack stack) {
        this.control = stack.control();
        this.functions = stack.functions();
    }

    // --- Partner Center ---

    /** A referral comes in; gives its id. */
    public String receive(JsonNode referral) {
        return control.send("POST", PORTAL + "referrals", referral).path("id").asText();
    }

    /** A colleague edits in the portal. */
    public void editReferral(String id, Map<String, ?> members) {
        control.send("POST", PORTAL + "referrals/" + id + "/edit", json(members));
    }

    /** A colleague accepts, declines, wins or loses in the portal. */
    public void answerInPortal(String id, String action) {
        control.send("POST", PORTAL + "referrals/" + id + "/" + action, json(Map.of()));
    }

    /** Microsoft's seller accepts, declines, wins or loses. */
    public void microsoft(String referralId, String action, Map<String, ?> members) {
        control.send("POST", PORTAL + "microsoft/" + referralId + "/" + action, json(members));
    }

    public JsonNode referral(String id) {
        return control.get(PORTAL + "referrals/" + id);
    }

    /** Every referral, Microsoft's halves too. */
    public List<JsonNode> referrals() {
        return list(control.get(PORTAL + "referrals"));
    }

    // --- The CRM ---

    /** A seller makes a record; gives its id. */
    public String create(String table, JsonNode columns) {
        return control.send("POST", CRM + "records/" + table, columns)
                .path("id")
                .asText();
    }

    /** A seller edits a record. */
    public void edit(String table, String id, Map<String, ?> columns) {
        control.send("PATCH", CRM + "records/" + table + "/" + id, json(columns));
    }

    /** A seller edits an opportunity, which may be refused. */
    public JsonAnswer tryEdit(String id, Map<String, ?> columns) {
        return control.call("PATCH", CRM + "records/opportunity/" + id, json(columns));
    }

    /** A seller closes an opportunity as won. */
    public void win(String id) {
        control.send(
                "POST",
                CRM + "as/mara.lindqvist@fabrikam.example/api/data/v9.2/WinOpportunity",
                json(Map.of(
                        "Status",
                        3,
                        "OpportunityClose",
                        Map.of("subject", "Won", "opportunityid@odata.bind", "/opportunities(" + id + ")"))));
    }

    /** A seller qualifies a lead, which makes an opportunity of it. */
    public void qualify(String leadId) {
        control.send(
                "POST",
                CRM + "as/mara.lindqvist@fabrikam.example/api/data/v9.2/leads(" + leadId
                        + ")/Microsoft.Dynamics.CRM.QualifyLead",
                json(Map.of("CreateAccount", true, "CreateContact", true, "CreateOpportunity", true, "Status", 3)));
    }

    /** Columns of one opportunity. */
    public JsonNode opportunity(String id) {
        return control.get(CRM + "records/opportunity/" + id).path("values");
    }

    /** Rows of a table, each {@code {"id", "version", "values"}}. */
    public List<JsonNode> rows(String table) {
        return list(control.get(CRM + "records/" + table));
    }

    /** Ids of the opportunities that hold a referral's id; one, if all is well. */
    public List<String> recordsOf(String referralId) {
        return rows("opportunity").stream()
                .filter(row -> row.at("/values/" + REFERRAL_ID).asText().equals(referralId))
                .map(row -> row.path("id").asText())
                .toList();
    }

    /** Ids of the leads that hold a referral's id. */
    public List<String> leadsOf(String referralId) {
        return rows("lead").stream()
                .filter(row -> row.at("/values/" + REFERRAL_ID).asText().equals(referralId))
                .map(row -> row.path("id").asText())
                .toList();
    }

    /** The referral id that a record holds, if it holds one. */
    public Optional<String> referralOf(String recordId) {
        return Optional.of(opportunity(recordId).path(REFERRAL_ID).asText(""))
                .filter(id -> !id.isBlank() && !id.equals("null"));
    }

    // --- The sandbox's books ---

    public Instant now() {
        return Instant.parse(control.get("/_sandbox/clock").path("now").asText());
    }

    /** Calls to the two systems since a moment; sign-in is not one of them. */
    public List<JsonNode> calls(Instant since) {
        return list(control.get("/_sandbox/calls?since=" + since).path("calls")).stream()
                .filter(call -> List.of("partnerCenter", "dynamics")
                        .contains(call.path("system").asText()))
                .toList();
    }

    /** Webhooks sent so far by one of the systems. */
    public List<JsonNode> deliveries(String service) {
        return list(control.get("/_sandbox/deliveries?service=" + service));
    }

    /** Lets a system's next webhooks arrive wrongly: {@code duplicate}, {@code delay}, {@code reorder} or {@code drop}. */
    public void disturbEvents(String service, String effect, int count) {
        control.send(
                "POST",
                "/_sandbox/event-faults",
                json(Map.of("service", service, "effect", effect, "count", count, "millis", 1500)));
    }

    /** Lets calls to a system fail; members as the sandbox's README names them. */
    public void disturbCalls(Map<String, ?> fault) {
        control.send("POST", "/_sandbox/faults", json(fault));
    }

    public JsonClient control() {
        return control;
    }

    public JsonClient functions() {
        return functions;
    }

    /**
     * Nothing is on its way any more: no webhook, and neither system was called for longer than an edit may have to wait.
     * How many messages lie on the queues does not tell: reminders lie there for days.
     */
    public boolean isQuiet() {
        return nothingUnderway() && calls(now().minus(LONGER_THAN_A_WAIT)).isEmpty() && nothingUnderway();
    }

    private boolean nothingUnderway() {
        return control.get("/_sandbox/deliveries?state=PENDING").isEmpty();
    }

    private static List<JsonNode> list(JsonNode nodes) {
        List<JsonNode> list = new ArrayList<>();
        nodes.forEach(list::add);
        return list;
    }

    static JsonNode json(Map<String, ?> members) {
        return JsonClient.JSON.valueToTree(members);
    }
}
