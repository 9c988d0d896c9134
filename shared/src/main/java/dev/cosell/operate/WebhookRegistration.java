package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.partnercenter.Registration;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.FormerRegistration;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Partner Center's one webhook registration. It is never taken from another system unless that is asked for, and the
 * events somebody registered before us stay registered.
 */
public final class WebhookRegistration {
    /** Where Partner Center's callbacks arrive, below the app's public address. */
    public static final String PATH = "/api/events/partner-center";

    private static final List<String> NEEDED = List.of(
            "referral-created",
            "referral-updated",
            "related-referral-created",
            "related-referral-updated",
            "test-created");

    private final WebhookRegistrations registrations;
    private final FormerRegistration former;
    private final Optional<URI> publicUrl;

    public WebhookRegistration(WebhookRegistrations registrations, FormerRegistration former, Optional<URI> publicUrl) {
        this.registrations = registrations;
        this.former = former;
        this.publicUrl = publicUrl;
    }

    /** What is registered now, and whether it is ours. */
    public Reply show() {
        return Reply.of(200, describe(registrations.current()));
    }

    /**
     * Registers this app, adding its events to those already registered.
     *
     * @param request {@code {"takeOver": true}} to replace an address that is not ours
     * @throws dev.cosell.problem.Failure {@code REGISTRATION_FOREIGN} without it
     */
    public Reply register(JsonNode request) {
        String ours = ours();
        Optional<Registration> current = registrations.current();
        boolean foreign = current.filter(found -> !isSame(found.url(), ours)).isPresent();
        if (foreign && !request.path("takeOver").asBoolean(false)) {
            throw Problem.of(
                            ProblemCode.REGISTRATION_FOREIGN,
                            "expected " + ours + ", found "
                                    + withoutQuery(current.get().url())
                                    + "; repeat with {\"takeOver\": true} to replace it")
                    .failure();
        }
        if (foreign) {
            former.remember(current.get().url());
        }
        Set<String> events = new TreeSet<>(NEEDED);
        current.ifPresent(registered -> events.addAll(registered.events()));
        Registration done = current.isPresent()
                ? registrations.update(ours, List.copyOf(events))
                : registrations.create(ours, List.copyOf(events));
        return Reply.of(200, describe(Optional.of(done)));
    }

    private ObjectNode describe(Optional<Registration> current) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("registered", current.isPresent());
        current.ifPresent(registration -> {
            body.put("url", withoutQuery(registration.url()));
            body.put("ours", publicUrl.isPresent() && isSame(registration.url(), ours()));
            registration.events().forEach(body.withArray("events")::add);
            NEEDED.stream()
                    .filter(event -> !registration.events().contains(event))
                    .forEach(body.withArray("missing")::add);
        });
        former.url().ifPresent(url -> body.put("formerUrl", withoutQuery(url)));
        return body;
    }

    /** Partner Center may write an address in its own way. */
    private static boolean isSame(String one, String other) {
        return one.replaceFirst("/+$", "").equalsIgnoreCase(other);
    }

    /** A query may hold another system's key, which is nobody's business here. */
    private static String withoutQuery(String url) {
        return url.replaceFirst("[?#].*", "?...");
    }

    private String ours() {
        return publicUrl
                        .orElseThrow(() -> Problem.of(
                                        ProblemCode.MISCONFIGURED,
                                        "PUBLIC_URL: expected the public https address of this app, found nothing")
                                .failure())
                        .toString()
                        .replaceFirst("/+$", "")
                + PATH;
    }
}
