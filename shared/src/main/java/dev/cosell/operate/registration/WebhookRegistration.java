package dev.cosell.operate.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.operate.registration.RegistrationState.Stamp;
import dev.cosell.operate.relay.RelayTarget;
import dev.cosell.partnercenter.Registration;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Partner Center's one webhook registration, as operators see and change it. It is never taken from another system unless
 * that is asked for, what it replaces is remembered first, and the events somebody registered before us stay registered.
 */
public final class WebhookRegistration {
    private final WebhookRegistrations registrations;
    private final RegistrationRow row;
    private final Optional<CallbackAddress> address;
    private final Environment environment;
    private final InstantSource clock;

    /**
     * @param address nothing if this instance does not know its public address
     * @param clock the storage server's
     */
    public WebhookRegistration(
            WebhookRegistrations registrations,
            RegistrationRow row,
            Optional<CallbackAddress> address,
            Environment environment,
            InstantSource clock) {
        this.registrations = registrations;
        this.row = row;
        this.address = address;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Whether events come to this app, as far as is known; nothing if none are to come: in staging, or without an address.
     * Reads what is remembered, and makes no call.
     */
    public Optional<Boolean> delivers() {
        return address.filter(ours -> environment == Environment.PRODUCTION)
                .map(ours -> row.read().delivers(environment, ours));
    }

    /** What is registered now, whose it is, and what is remembered about it. */
    public Reply show() {
        return Reply.of(200, described(registrations.current(), row.read()));
    }

    /**
     * Registers this app, adding its events to those already registered.
     *
     * @param request {@code takeOver} to replace an address that is not ours; {@code keepServing} to pass all events on to
     *     that address from then on, or to the former one if it is ours already (false: to stop that)
     * @throws dev.cosell.problem.Failure {@code REGISTRATION_FOREIGN} without {@code takeOver}, {@code
     *     REGISTRATION_NOT_KEPT} if Partner Center shows another one afterwards, {@code STAGING_READS_ONLY} in staging
     */
    public Reply register(JsonNode request) {
        refuseInStaging();
        CallbackAddress ours = ours();
        Optional<Registration> current = registrations.current();
        Optional<Registration> foreign = current.filter(found -> !ours.is(found.url()));
        boolean takeOver = request.path("takeOver").asBoolean(false);
        if (foreign.isPresent() && !takeOver) {
            throw foreign(ours, foreign.get());
        }
        remember(foreign, request);
        Registration done = put(current, Standing.wanted(current, ours));
        Stamp stamp = new Stamp(environment, ours.url(), clock.instant());
        return Reply.of(200, described(Optional.of(done), row.change(state -> state.registered(stamp))));
    }

    /**
     * Gives the registration back to whom it was taken from, with the events it had.
     *
     * @param request {@code takeOver} to replace a third system's address
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND} if nothing is remembered; as {@link #register} otherwise
     */
    public Reply restore(JsonNode request) {
        refuseInStaging();
        CallbackAddress ours = ours();
        Registration former = row.read()
                .former()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NOT_FOUND,
                                "expected a former registration to give back, found none remembered")
                        .failure());
        Optional<Registration> current = registrations.current();
        Optional<Registration> third = current.filter(found -> !ours.is(found.url()))
                .filter(found -> !new CallbackAddress(former.url()).is(found.url()));
        if (third.isPresent() && !request.path("takeOver").asBoolean(false)) {
            throw foreign(ours, third.get());
        }
        // From here on the hourly check leaves it to its owner, even if we never hear that it was taken. The former one
        // is
        // forgotten only afterwards: a crash in between leaves it to be given back once more, which changes nothing.
        row.change(RegistrationState::givingBack);
        Registration done = put(current, former);
        return Reply.of(200, described(Optional.of(done), row.change(RegistrationState::givenBack)));
    }

    /** Before it is replaced: what a crash leaves behind then can still be given back. */
    private void remember(Optional<Registration> foreign, JsonNode request) {
        foreign.ifPresent(found -> row.change(state -> state.remembering(found)));
        if (request.has("keepServing")) {
            Optional<String> served = request.path("keepServing").asBoolean()
                    ? foreign.or(row.read()::former).map(Registration::url)
                    : Optional.empty();
            served.ifPresent(WebhookRegistration::checkServable);
            row.change(state -> state.serving(served));
        }
    }

    private static void checkServable(String url) {
        try {
            RelayTarget.foreign(url);
        } catch (IllegalArgumentException wrong) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "keepServing: " + wrong.getMessage())
                    .failure();
        }
    }

    /** Registers, and reads back: only what Partner Center shows afterwards counts. */
    Registration put(Optional<Registration> current, Registration wanted) {
        if (current.isPresent()) {
            registrations.update(wanted);
        } else {
            registrations.create(wanted);
        }
        Optional<Registration> shown = registrations.current();
        boolean kept = shown.filter(found -> new CallbackAddress(wanted.url()).is(found.url()))
                .filter(found -> found.events().containsAll(wanted.events()))
                .isPresent();
        if (!kept) {
            throw Problem.of(
                            ProblemCode.REGISTRATION_NOT_KEPT,
                            "expected " + CallbackAddress.withoutQuery(wanted.url()) + " for " + wanted.events()
                                    + ", found "
                                    + shown.map(found -> CallbackAddress.withoutQuery(found.url()) + " for "
                                                    + found.events())
                                            .orElse("nothing"))
                    .failure();
        }
        return shown.get();
    }

    private ObjectNode described(Optional<Registration> current, RegistrationState state) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("environment", environment.word());
        address.ifPresent(ours -> body.put("address", ours.url()));
        body.put("registered", current.isPresent());
        current.ifPresent(registration -> describe(body, registration));
        state.former().ifPresent(former -> body.put("formerUrl", CallbackAddress.withoutQuery(former.url())));
        state.served().ifPresent(url -> body.put("servedUrl", CallbackAddress.withoutQuery(url)));
        state.stamp()
                .filter(stamp ->
                        address.filter(ours -> state.wasOurs(environment, ours)).isPresent())
                .ifPresent(stamp -> body.put("oursSince", stamp.since().toString()));
        body.put("evictions", state.contest().lately(clock.instant()))
                .put("givenUp", state.contest().givenUp());
        state.checkedAt().ifPresent(at -> body.put("checkedAt", at.toString()));
        ObjectNode delivery = body.putObject("delivery");
        state.delivery()
                .test()
                .ifPresent(test -> delivery.put("askedAt", test.askedAt().toString()));
        state.delivery().provedAt().ifPresent(at -> delivery.put("provedAt", at.toString()));
        state.delivery().problem().ifPresent(why -> delivery.put("problem", why));
        return body;
    }

    private void describe(ObjectNode body, Registration registration) {
        body.put("url", CallbackAddress.withoutQuery(registration.url()))
                .put("owner", CallbackAddress.owner(registration.url()))
                .put("ours", address.filter(ours -> ours.is(registration.url())).isPresent());
        registration.events().forEach(body.withArray("events")::add);
        Standing.missing(registration).forEach(body.withArray("missing")::add);
    }

    private void refuseInStaging() {
        if (environment == Environment.STAGING) {
            throw Problem.of(
                            ProblemCode.STAGING_READS_ONLY,
                            "expected an instance of production, found one of staging: the tenant has one registration,"
                                    + " and its events are production's")
                    .failure();
        }
    }

    private static RuntimeException foreign(CallbackAddress ours, Registration found) {
        return Problem.of(
                        ProblemCode.REGISTRATION_FOREIGN,
                        "expected " + ours.url() + ", found " + CallbackAddress.withoutQuery(found.url()) + " of "
                                + CallbackAddress.owner(found.url())
                                + "; repeat with {\"takeOver\": true} to replace it")
                .failure();
    }

    private CallbackAddress ours() {
        return address.orElseThrow(() -> Problem.of(
                        ProblemCode.MISCONFIGURED,
                        "PUBLIC_URL: expected the public https address of this app, found nothing")
                .failure());
    }
}
