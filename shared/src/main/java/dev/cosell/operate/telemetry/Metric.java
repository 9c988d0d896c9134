package dev.cosell.operate.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** Everything that is measured, under the names by which dashboards and alerts know it; {@code docs/metrics.md} says more. */
public enum Metric {
    EVENTS(Kind.COUNTER, "cosell.events", "{event}", Named.FROM, Named.OUTCOME),
    RUNS(Kind.COUNTER, "cosell.runs", "{run}", Named.FROM, Named.OUTCOME, Named.ERROR),
    CHANGE_DURATION(Kind.DURATION, "cosell.change.duration", "s", Named.FROM),
    CALL_DURATION(
            Kind.DURATION,
            "http.client.request.duration",
            "s",
            Named.SYSTEM,
            Named.METHOD,
            Named.HOST,
            Named.STATUS,
            Named.ERROR),
    DEALS(Kind.GAUGE, "cosell.deals", "{deal}", Named.PHASE),
    WAITING(Kind.GAUGE, "cosell.queue.messages", "{message}", Named.QUEUE),
    QUEUE_AGE(Kind.GAUGE, "cosell.queue.age", "s", Named.QUEUE),
    PARKED(Kind.GAUGE, "cosell.parked.messages", "{message}", Named.QUEUE),
    DRIFT(Kind.GAUGE, "cosell.drift", "{deal}"),
    BUDGET_USED(Kind.GAUGE, "cosell.budget.used", "%", Named.SYSTEM),
    DAYS_LEFT(Kind.GAUGE, "cosell.credential.remaining", "d", Named.CREDENTIAL),
    REGISTRATION(Kind.GAUGE, "cosell.webhook.registered", "1");

    /** How it is measured. */
    public enum Kind {
        /** Counts from now on. */
        COUNTER,
        /** How long something took, as a histogram. */
        DURATION,
        /** What is true now, looked at by one instance at a time. */
        GAUGE
    }

    private final Kind kind;
    private final String id;
    private final String unit;
    private final List<AttributeKey<?>> attributes;

    Metric(Kind kind, String id, String unit, AttributeKey<?>... attributes) {
        this.kind = kind;
        this.id = id;
        this.unit = unit;
        this.attributes = List.of(attributes);
    }

    public Kind kind() {
        return kind;
    }

    /** Its name. */
    public String id() {
        return id;
    }

    /** In the notation of <a href="https://ucum.org/ucum">UCUM</a>. */
    public String unit() {
        return unit;
    }

    /** What its values are told apart by; {@code error.type} is there only where something failed. */
    public List<String> attributes() {
        return attributes.stream().map(AttributeKey::getKey).toList();
    }

    /** The attribute that a gauge's values are told apart by. */
    @SuppressWarnings("unchecked")
    AttributeKey<String> by() {
        return (AttributeKey<String>) attributes.getFirst();
    }
}
