package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.demo.Sides;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The one stack of all tests with a CRM, started by the first that asks. */
final class RunningStack {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Coming to rest takes longer than all the rest, so deals come to rest together. */
    private static final int READY_TOGETHER = 12;

    /**
     * What the platform says of an app whose people sign in: a key must do there what it does without. And first loads get
     * on without waiting for a whole minute.
     */
    private static final Map<String, String> SETTINGS =
            Map.of("WEBSITE_AUTH_ENABLED", "True", "BACKFILL_SCHEDULE", "*/5 * * * * *");

    private static final Map<CrmProduct, RunningStack> RUNNING = new EnumMap<>(CrmProduct.class);

    private final Stack stack;
    private final Sides sides;
    private final Deque<Deal> ready = new ArrayDeque<>();

    private RunningStack(CrmProduct crm) {
        Path logs = Path.of("target/end-to-end-logs", crm.word()).toAbsolutePath();
        stack = Stack.start(Project.current(), Ports.free(), logs, crm, SETTINGS, line -> {});
        sides = new Sides(stack);
    }

    static synchronized RunningStack with(CrmProduct crm) {
        return RUNNING.computeIfAbsent(crm, RunningStack::new);
    }

    static synchronized void stop(CrmProduct crm) {
        Optional.ofNullable(RUNNING.remove(crm)).ifPresent(running -> running.stack.close());
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

    /** A deal that was accepted, stands on both sides, and is at rest; nobody else uses it. */
    Deal acceptedDeal() {
        if (ready.isEmpty()) {
            getReady();
        }
        return ready.pop();
    }

    private void getReady() {
        List<String> referrals = IntStream.range(0, READY_TOGETHER)
                .mapToObj(number -> sides.receive(referral("Accepted deal " + UUID.randomUUID())))
                .toList();
        referrals.forEach(referral -> ready.push(arrived(referral)));
        ready.forEach(deal -> sides.answerInPortal(deal.referralId(), "accept"));
        ready.forEach(deal -> until(
                "the record to be in progress",
                () -> sides.crm().record(deal.recordId()).stage() == RecordView.Stage.ACTIVE));
        rest();
    }

    Deal arrived(String referralId) {
        until(
                "a record for the referral",
                () -> !sides.crm().recordsOf(referralId).isEmpty());
        return new Deal(referralId, sides.crm().recordsOf(referralId).getFirst());
    }

    /** An opportunity that a seller enters, and shares or not; gives its id. */
    String opportunity(String name, boolean shared) {
        return opportunity(name, Map.of("country", "US"), shared);
    }

    /** The same for a customer with this address. */
    String opportunity(String name, Map<String, ?> address, boolean shared) {
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
                        shared)));
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

    /** Calls since a moment by which a system was read. */
    long reads(Instant since, String system) {
        return calls(since, system, true);
    }

    /** Calls since a moment that wrote to a system. */
    long writes(Instant since, String system) {
        return calls(since, system, false);
    }

    private long calls(Instant since, String system, boolean reading) {
        return sides.calls(since).stream()
                .filter(call -> call.path("system").asText().equals(system))
                .filter(call -> call.path("method").asText().equals("GET") == reading)
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
