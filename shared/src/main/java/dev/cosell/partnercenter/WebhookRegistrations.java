package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The webhook registration API of Partner Center; one call each, members read in any case.
 *
 * <p>There is one registration per tenant and no way to delete it, so whoever updates it takes the events away from
 * whoever had them: look at {@link #current()} first.
 */
public final class WebhookRegistrations {
    /** Where the API is, unless a setting says otherwise. */
    public static final URI DEFAULT_BASE = URI.create("https://api.partnercenter.microsoft.com/webhooks/v1");

    /** The audience of its tokens, another one than that of the Referrals API. */
    public static final String DEFAULT_SCOPE = "https://api.partnercenter.microsoft.com/.default";

    private final AuthorizedCalls calls;
    private final URI registration;

    /** @param base without a slash at its end */
    public WebhookRegistrations(Transport transport, TokenSource tokens, URI base, InstantSource clock) {
        this.calls = new AuthorizedCalls(transport, tokens, clock);
        this.registration = URI.create(base + "/registration");
    }

    /** Names of all events there are to register for. */
    public List<String> events() {
        Answer answer = calls.get(URI.create(registration + "/events"));
        return texts(successful(answer, false));
    }

    /** The registration, whoever made it. */
    public Optional<Registration> current() {
        Answer answer = calls.get(registration);
        return answer.status() == 404 ? Optional.empty() : Optional.of(registration(successful(answer, false)));
    }

    /**
     * Registers where nothing is registered.
     *
     * @throws dev.cosell.problem.Failure with {@code MOVED_ON} if something is
     */
    public Registration create(Registration wanted) {
        return registration(successful(calls.send("POST", registration, Map.of(), body(wanted)), true));
    }

    /**
     * Replaces the registration.
     *
     * @throws dev.cosell.problem.Failure with {@code NOT_FOUND} if nothing is registered
     */
    public Registration update(Registration wanted) {
        return registration(successful(calls.send("PUT", registration, Map.of(), body(wanted)), true));
    }

    /**
     * Makes Partner Center send a {@code test-created} event, at most twice a minute; it must be registered for.
     *
     * @return the correlation id to ask {@link #validation} with
     */
    public String createValidationEvent() {
        JsonNode answer = successful(calls.post(URI.create(registration + "/validationEvents")), true);
        // Documented as an object, by the API's own definition as a plain string.
        String id = answer.isTextual()
                ? answer.asText()
                : Referral.textOf(answer, "/correlationId").orElse("");
        if (!ReferralIds.isId(id)) {
            throw AuthorizedCalls.unreadable("a correlation id", Quoted.of(id));
        }
        return id;
    }

    /** How that event fared; nothing if Partner Center does not know it (any more: it forgets after 7 days). */
    public Optional<ValidationResult> validation(String correlationId) {
        Answer answer = calls.get(URI.create(registration + "/validationEvents/" + ReferralIds.checked(correlationId)));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode result = successful(answer, false);
        List<ValidationResult.Attempt> attempts = new ArrayList<>();
        Members.at(result, "/results").forEach(attempt -> attempts.add(attempt(attempt)));
        return Optional.of(new ValidationResult(
                Referral.textOf(result, "/partnerId"),
                Referral.textOf(result, "/status").orElse(""),
                List.copyOf(attempts)));
    }

    private JsonNode successful(Answer answer, boolean writing) {
        if (!answer.ok()) {
            throw calls.refused(answer, writing, ProblemCode.NOT_FOUND);
        }
        return AuthorizedCalls.json(answer);
    }

    private static ObjectNode body(Registration wanted) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("WebhookUrl", wanted.url());
        wanted.events().forEach(body.putArray("WebhookEvents")::add);
        return body.put("SignatureTokenToMsSignatureHeader", wanted.signatureInOwnHeader());
    }

    private static Registration registration(JsonNode document) {
        String url = Referral.textOf(document, "/webhookUrl")
                .orElseThrow(() -> AuthorizedCalls.unreadable("a registration with a webhookUrl", "none"));
        // One of the clients in the field sends the flag as a text.
        boolean inOwnHeader =
                Members.at(document, "/signatureTokenToMsSignatureHeader").asBoolean(false);
        return new Registration(url, texts(Members.at(document, "/webhookEvents")), inOwnHeader);
    }

    private static ValidationResult.Attempt attempt(JsonNode attempt) {
        return new ValidationResult.Attempt(
                Referral.textOf(attempt, "/responseCode").orElse(""),
                Referral.textOf(attempt, "/responseMessage").orElse(""),
                Referral.textOf(attempt, "/dateTimeUtc").flatMap(WebhookRegistrations::instant));
    }

    private static List<String> texts(JsonNode list) {
        if (!list.isArray()) {
            throw AuthorizedCalls.unreadable(
                    "a list of event names", list.getNodeType().toString());
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    /** The webhook API writes UTC with or without saying so. */
    private static Optional<Instant> instant(String text) {
        return Referral.parseInstant(text).or(() -> {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException unreadable) {
                return Optional.empty();
            }
        });
    }
}
