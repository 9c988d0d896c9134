package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.demo.Sides;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The one stack of all tests, started by the first that asks; its own shutdown hook stops it. */
final class RunningStack {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningStack only;

    private final Stack stack;
    private final Sides sides;

    private RunningStack() {
        Path logs = Path.of("target/end-to-end-logs").toAbsolutePath();
        stack = Stack.start(Project.current(), Ports.free(), logs, line -> {});
        sides = new Sides(stack);
    }

    static synchronized RunningStack get() {
        if (only == null) {
            only = new RunningStack();
        }
        return only;
    }

    Stack stack() {
        return stack;
    }

    Sides sides() {
        return sides;
    }

    /** A deal on both sides. */
    record Deal(String referralId, String recordId) {}

    /** A referral as Partner Center documents it. */
    JsonNode referral(String name) {
        return JsonClient.JSON.valueToTree(Map.of(
                "name",
                name,
                "type",
                "Shared",
                "qualification",
                "SalesQualified",
                "customerProfile",
                Map.of("name", name + " customer", "address", Map.of("country", "US", "postalCode", "98052")),
                "details",
                Map.of(
                        "notes",
                        "first",
                        "dealValue",
                        1000,
                        "currency",
                        "USD",
                        "closingDateTime",
                        "2027-03-31T00:00:00.0000000Z",
                        "requirements",
                        Map.of("solutions", List.of(Map.of("id", "SOL-1", "name", "One"))))));
    }

    /** A deal that was accepted, stands on both sides, and is at rest. */
    Deal acceptedDeal(String name) {
        Deal deal = arrived(sides.receive(referral(name + " " + UUID.randomUUID())));
        sides.answerInPortal(deal.referralId(), "accept");
        until(
                "the record to be in progress",
                () -> sides.crm().record(deal.recordId()).stage() == RecordView.Stage.ACTIVE);
        rest();
        return deal;
    }

    Deal arrived(String referralId) {
        until(
                "a record for the referral",
                () -> !sides.crm().recordsOf(referralId).isEmpty());
        return new Deal(referralId, sides.crm().recordsOf(referralId).getFirst());
    }

    /** An opportunity that a seller shares; gives its id. */
    String sharedOpportunity(String name) {
        return sharedOpportunityOf(name, Map.of("country", "US"));
    }

    /** The same for a customer with this address. */
    String sharedOpportunityOf(String name, Map<String, ?> address) {
        return sides.crm()
                .enter(json(Map.of(
                        "name",
                        name,
                        "customer",
                        name + " customer",
                        "address",
                        address,
                        "value",
                        500,
                        "currency",
                        "USD",
                        "closeDate",
                        "2027-05-01",
                        "solutions",
                        "SOL-1",
                        "shared",
                        true)));
    }

    int valueInPartnerCenter(Deal deal) {
        return sides.referral(deal.referralId()).at("/details/dealValue").asInt();
    }

    int valueInCrm(Deal deal) {
        return sides.crm().record(deal.recordId()).wholeValue();
    }

    void editInCrm(Deal deal, int value) {
        sides.crm().edit(deal.recordId(), Map.of(Fact.VALUE, value));
    }

    void editInPortal(Deal deal, int value) {
        sides.editReferral(deal.referralId(), Map.of("details", Map.of("dealValue", value)));
    }

    /** Calls of a verb to a system since a moment. */
    long calls(Instant since, String system, String method) {
        return sides.calls(since).stream()
                .filter(call -> call.path("system").asText().equals(system))
                .filter(call -> call.path("method").asText().equals(method))
                .count();
    }

    void rest() {
        until("everything to come to rest", sides::isQuiet);
    }

    static void until(String what, BooleanSupplier condition) {
        Waiting.until(PATIENCE, what, condition);
    }

    static JsonNode json(Map<String, ?> members) {
        return JsonClient.JSON.valueToTree(members);
    }
}
