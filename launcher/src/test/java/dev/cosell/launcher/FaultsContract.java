package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.launcher.RunningStack.Deal;
import dev.cosell.launcher.crm.CrmProduct;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is lost and nothing is done twice, whatever the other systems do. */
abstract class FaultsContract extends EndToEnd {
    /** Whatever changes something; other calls are GET. */
    private static final String WRITES = "PATCH|POST";

    FaultsContract(CrmProduct crm) {
        super(crm);
    }

    @AfterEach
    void nothingStaysDisturbed() {
        sides.control().call("DELETE", "/_sandbox/faults", "", Map.of());
    }

    @Test
    void aThrottledWriteArrivesAfterTheTimeAskedFor() {
        Deal deal = running.acceptedDeal();
        disturbPatch(deal, Map.of("effect", "status", "status", 429, "retryAfter", 2));

        running.editInCrm(deal, 2100);

        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2100);
    }

    @Test
    void aServerErrorIsTriedAgain() {
        Deal deal = running.acceptedDeal();
        running.rest();
        sides.disturbCalls(Map.of(
                "system", sides.crm().system(), "method", WRITES, "effect", "status", "status", 503, "count", 2));

        running.editInPortal(deal, 2200);

        until("the value to cross", () -> running.valueInCrm(deal) == 2200);
    }

    @Test
    void anErrorAfterTheRecordWasMadeDoesNotMakeASecond() {
        running.rest();
        sides.disturbCalls(
                Map.of("system", sides.crm().system(), "method", WRITES, "effect", "statusAfterCommit", "status", 500));

        Deal deal = running.arrived(sides.receive(running.referral("After commit " + UUID.randomUUID())));
        running.rest();

        assertEquals(1, sides.crm().recordsOf(deal.referralId()).size());
    }

    @Test
    void anErrorAfterTheWriteWasDoneChangesNothingTwice() {
        Deal deal = running.acceptedDeal();
        disturbPatch(deal, Map.of("effect", "statusAfterCommit", "status", 500));

        running.editInCrm(deal, 2300);
        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2300);
        running.rest();

        assertEquals(2300, running.valueInCrm(deal));
    }

    @Test
    void anEditThatSlipsInBetweenSurvives() {
        Deal deal = running.acceptedDeal();
        disturbPatch(deal, Map.of("effect", "latency", "millis", 1500));

        running.editInCrm(deal, 2400);
        // The fault is gone from the list as soon as the write waits in it: now its condition becomes untrue.
        until(
                "the write to be under way",
                () -> sides.control().get("/_sandbox/faults").isEmpty());
        sides.editReferral(deal.referralId(), Map.of("details", Map.of("notes", "slipped in")));

        until(
                "both edits on both sides",
                () -> running.valueInPartnerCenter(deal) == 2400
                        && sides.crm().record(deal.recordId()).notes().equals("slipped in"));
    }

    @Test
    void anExpiredTokenIsReplaced() {
        Deal deal = running.acceptedDeal();
        expireTokens();
        sides.crm().expireSessions();

        running.editInCrm(deal, 2500);

        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2500);
    }

    @Test
    void aRefusedSignInPausesTheSystemAndWorkGoesOnWhenItIsRight() {
        Deal deal = running.acceptedDeal();
        sides.disturbCalls(Map.of(
                "system",
                "login",
                "method",
                "POST",
                "effect",
                "status",
                "status",
                400,
                "count",
                100,
                "body",
                Map.of("error", "invalid_grant", "error_description", "AADSTS700082: The refresh token has expired.")));
        expireTokens();

        running.editInCrm(deal, 2700);
        until(
                "the app to say that a system is out",
                () -> running.stack()
                                .functionsWithoutKey()
                                .call("GET", "/api/health", "", Map.of())
                                .status()
                        == 503);
        sides.control().call("DELETE", "/_sandbox/faults", "", Map.of());

        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2700);
        running.rest();
        assertEquals(2700, running.valueInCrm(deal));
    }

    @Test
    void twoEventsOfOneDealAtTheSameTimeAgreeInTheEnd() {
        Deal deal = running.acceptedDeal();

        CompletableFuture<Void> portal = CompletableFuture.runAsync(() -> running.editInPortal(deal, 2600));
        CompletableFuture<Void> crm = CompletableFuture.runAsync(() -> running.editInCrm(deal, 2601));
        CompletableFuture.allOf(portal, crm).join();

        until(
                "both sides to show the same value",
                () -> sides.isQuiet() && running.valueInCrm(deal) == running.valueInPartnerCenter(deal));
    }

    /** Of Partner Center's sign-in. */
    private void expireTokens() {
        sides.control().call("POST", "/_sandbox/login/expire-tokens", "{}", Map.of());
    }

    /** Disturbs the writes of one referral, so that no other deal's is taken for it. */
    private void disturbPatch(Deal deal, Map<String, ?> effect) {
        Map<String, Object> fault = new HashMap<>(effect);
        fault.putAll(Map.of("system", "partnerCenter", "method", "PATCH", "path", deal.referralId()));
        sides.disturbCalls(fault);
    }
}
