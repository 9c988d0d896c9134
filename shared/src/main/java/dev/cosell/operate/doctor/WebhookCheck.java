package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.operate.Reply;
import dev.cosell.operate.registration.Environment;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether Partner Center sends this app its events, all of them. */
public final class WebhookCheck implements Check {
    public static final String NAME = "webhook-registration";

    private final Supplier<Reply> registration;
    private final Environment environment;
    private final Optional<URI> publicUrl;

    /**
     * @param registration what {@code GET /api/webhook-registration} answers
     * @param publicUrl the address that Partner Center could call, whoever gave it; nothing if there is none
     */
    public WebhookCheck(Supplier<Reply> registration, Environment environment, Optional<URI> publicUrl) {
        this.registration = registration;
        this.environment = environment;
        this.publicUrl = publicUrl;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        if (environment == Environment.STAGING) {
            return List.of(Finding.notChecked(
                    NAME,
                    "staging never takes the tenant's registration: it asks Partner Center on a timer what changed"));
        }
        if (publicUrl.isEmpty()) {
            return List.of(
                    Finding.notChecked(
                            NAME,
                            "this app has no public address: it is not called by Partner Center, it compares both sides on a timer"));
        }
        JsonNode found = registration.get().body().orElseThrow();
        if (!found.path("registered").asBoolean()) {
            return List.of(failed(
                    ProblemCode.REGISTRATION_INCOMPLETE,
                    "expected a registration for " + publicUrl.get() + ", found none"));
        }
        String address = found.path("url").asText();
        if (!found.path("ours").asBoolean()) {
            return List.of(failed(
                    ProblemCode.REGISTRATION_FOREIGN,
                    "expected a registration for " + publicUrl.get() + ", found one for " + address));
        }
        List<String> missing = new ArrayList<>();
        found.path("missing").forEach(event -> missing.add(event.asText()));
        if (!missing.isEmpty()) {
            return List.of(failed(
                    ProblemCode.REGISTRATION_INCOMPLETE,
                    "expected all events at " + address + ", found none of " + String.join(", ", missing)));
        }
        return List.of(
                Finding.ok(NAME, "registered for " + address + " with every event"), delivery(found.path("delivery")));
    }

    /** Events may be registered and yet not arrive; until they do both sides are compared, so that nothing is lost. */
    private static Finding delivery(JsonNode delivery) {
        if (delivery.has("problem")) {
            return Finding.warning(
                    NAME,
                    Problem.of(
                                    ProblemCode.DELIVERY_UNPROVEN,
                                    "expected the test event to arrive, found: "
                                            + delivery.path("problem").asText())
                            .from(RemoteSystem.PARTNER_CENTER));
        }
        return delivery.has("provedAt")
                ? Finding.ok(
                        NAME,
                        "a test event arrived at " + delivery.path("provedAt").asText())
                : Finding.notChecked(
                        NAME, "no test event has arrived yet; POST /api/webhook-registration/check asks for one");
    }

    private static Finding failed(ProblemCode code, String detail) {
        return Finding.failed(NAME, Problem.of(code, detail).from(RemoteSystem.PARTNER_CENTER));
    }
}
