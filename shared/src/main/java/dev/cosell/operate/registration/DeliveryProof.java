package dev.cosell.operate.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.intake.CallbackListener;
import dev.cosell.operate.registration.RegistrationState.Delivery;
import dev.cosell.operate.registration.RegistrationState.Test;
import dev.cosell.partnercenter.CallbackEvent;
import dev.cosell.partnercenter.ValidationResult;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Proves that callbacks arrive: asks Partner Center for a test event and sees whether it comes. A registration that is ours
 * proves nothing yet: a gateway may swallow the callbacks, or Partner Center not send any.
 *
 * <p>What arrives is kept in a row of its own, so that the callback's answer waits for nobody.
 */
public final class DeliveryProof implements CallbackListener {
    /** Partner Center tries ten times, at intervals nobody documents. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final WebhookRegistrations registrations;
    private final RegistrationRow row;
    private final KeptState arrival;
    private final InstantSource clock;

    /**
     * @param arrival where the last test event that came is kept
     * @param clock the storage server's
     */
    public DeliveryProof(
            WebhookRegistrations registrations, RegistrationRow row, KeptState arrival, InstantSource clock) {
        this.registrations = registrations;
        this.row = row;
        this.arrival = arrival;
        this.clock = clock;
    }

    /** Only what Partner Center sent us itself proves anything; what another instance passed on came to that one. */
    @Override
    public void heard(CallbackEvent event, Map<String, String> headers, byte[] body) {
        if (!headers.containsKey(CallbackListener.RELAYED)) {
            event.testId().ifPresent(this::arrived);
        }
    }

    private void arrived(String id) {
        Optional<Stored<JsonNode>> before = arrival.read();
        // Whoever else writes at the same moment heard of a test too; at most one of them is ours, and asked for again.
        arrival.write(
                before,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("at", clock.instant().toString()));
    }

    /**
     * Asks Partner Center for a test event.
     *
     * @throws dev.cosell.problem.Failure as Partner Center refuses it; {@code THROTTLED} above two a minute
     */
    void ask() {
        Test asked = new Test(registrations.createValidationEvent(), clock.instant());
        row.change(state -> state.delivering(state.delivery().testedBy(asked)));
    }

    /**
     * Judges the test that is open, if one is.
     *
     * @return what is known now
     * @throws dev.cosell.problem.Failure if Partner Center has to be asked, and does not answer
     */
    RegistrationState judge(RegistrationState state) {
        Delivery known = state.delivery();
        return known.test()
                .filter(test -> known.open())
                .flatMap(test -> judged(test, known))
                .map(judged -> row.change(now -> now.delivery().equals(known) ? now.delivering(judged) : now))
                .orElse(state);
    }

    /** Nothing as long as the test may still come. */
    private Optional<Delivery> judged(Test test, Delivery known) {
        Optional<Instant> came = arrivalOf(test.id());
        if (came.isPresent()) {
            return came.map(known::proved);
        }
        Instant now = clock.instant();
        if (now.isBefore(test.askedAt().plus(PATIENCE))) {
            return Optional.empty();
        }
        Optional<ValidationResult> result = registrations.validation(test.id());
        boolean delivered = result.filter(ValidationResult::delivered).isPresent();
        return Optional.of(delivered ? known.proved(now) : known.failed(undelivered(test, result)));
    }

    private Optional<Instant> arrivalOf(String id) {
        return arrival.read()
                .map(Stored::value)
                .filter(last -> last.path("id").asText().equalsIgnoreCase(id))
                .map(last -> Instant.parse(last.path("at").asText()));
    }

    private static String undelivered(Test test, Optional<ValidationResult> result) {
        String attempts = result.map(ValidationResult::attempts).stream()
                .flatMap(list -> list.stream())
                .map(ValidationResult.Attempt::responseCode)
                .distinct()
                .collect(Collectors.joining(", "));
        return "expected the test event " + test.id() + " within " + PATIENCE.toMinutes() + " minutes, found "
                + (attempts.isEmpty() ? "no attempt to deliver it" : "that Partner Center was answered " + attempts);
    }
}
