package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the calls of the last 24 hours against the organisation's limit; begins anew after a restart. */
final class ApiUsage {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Organization organization;
    private final Deque<Instant> calls = new ArrayDeque<>();

    /** Calls by others, which count too. */
    private int others;

    ApiUsage(Organization organization) {
        this.organization = organization;
    }

    /** @throws Refusal REQUEST_LIMIT_EXCEEDED if none is left; a refused call does not count */
    void count() {
        if (used() >= allowed()) {
            throw Refusal.of(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
        calls.addLast(organization.now());
    }

    void others(int number) {
        others = number;
    }

    /** As the header {@code Sforce-Limit-Info} has it. */
    String header() {
        return "api-usage=%d/%d".formatted(used(), allowed());
    }

    ObjectNode limits() {
        ObjectNode limits = Json.object();
        limits.putObject("DailyApiRequests").put("Max", allowed()).put("Remaining", Math.max(0, allowed() - used()));
        return limits;
    }

    private int used() {
        Instant since = organization.now().minus(WINDOW);
        while (!calls.isEmpty() && calls.getFirst().isBefore(since)) {
            calls.removeFirst();
        }
        return calls.size() + others;
    }

    private int allowed() {
        return organization.settings().apiRequestsPerDay();
    }
}
