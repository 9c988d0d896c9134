package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.Stack;
import dev.cosell.launcher.crm.CrmSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both systems as people see and use them: raw documents and edits in the portal, the CRM, the sandbox's books. */
public final class Sides {
    private static final String PORTAL = "/_sandbox/partner-center/";
    /** Edits are collected for six seconds after a write to Partner Center. */
    private static final Duration LONGER_THAN_A_WAIT = Duration.ofSeconds(9);

    private final JsonClient control;
    private final JsonClient functions;
    private final CrmSandbox crm;

    public Sides(Stack stack) {
        this.control = stack.control();
        this.functions = stack.functions();
        this.crm = stack.crm();
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

    /** The CRM, as its sellers see and use it. */
    public CrmSandbox crm() {
        return crm;
    }

    // --- The sandbox's books ---

    public Instant now() {
        return Instant.parse(control.get("/_sandbox/clock").path("now").asText());
    }

    /** Calls to the two systems since a moment; sign-in is not one of them. */
    public List<JsonNode> calls(Instant since) {
        return list(control.get("/_sandbox/calls?since=" + since).path("calls")).stream()
                .filter(call -> List.of("partnerCenter", crm.system())
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

    /** Members as a JSON object. */
    public static JsonNode json(Map<String, ?> members) {
        return JsonClient.JSON.valueToTree(members);
    }
}
