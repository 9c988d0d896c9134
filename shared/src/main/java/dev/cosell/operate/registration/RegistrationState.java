package dev.cosell.operate.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.partnercenter.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered about the registration.
 *
 * @param stamp that we registered, as what, and for which address; only what it covers is repaired by itself
 * @param contest whether other systems take it from us
 * @param former what was registered before us, to be given back
 * @param served a foreign address that gets all events from us since we have the registration
 * @param delivery whether events arrive, as tests of it came out
 * @param checkedAt when the registration was last looked at
 */
record RegistrationState(
        Optional<Stamp> stamp,
        Contest contest,
        Optional<Registration> former,
        Optional<String> served,
        Delivery delivery,
        Optional<Instant> checkedAt) {
    static final RegistrationState NEW = new RegistrationState(
            Optional.empty(), Contest.NONE, Optional.empty(), Optional.empty(), Delivery.UNTESTED, Optional.empty());

    /**
     * Whose registration it was when we made it.
     *
     * @param url the callback address
     */
    record Stamp(Environment environment, String url, Instant since) {}

    /**
     * The quarrel about the registration, if there is one.
     *
     * @param lost whether our events go elsewhere or nowhere, as far as is known
     * @param evictions when it was taken from us within the last day
     * @param givenUp whether that was too often, so that it is left to people
     */
    record Contest(boolean lost, List<Instant> evictions, boolean givenUp) {
        static final Contest NONE = new Contest(false, List.of(), false);

        /** So often within a day is no accident: somebody else registers again and again, as we would. */
        static final int MOST_EVICTIONS = 3;

        private static final Duration DAY = Duration.ofDays(1);

        /** Counted once, however often it is looked at, and also if we crash before it is put right. */
        Contest taken(Instant now) {
            if (lost) {
                return this;
            }
            List<Instant> lately = new ArrayList<>(
                    evictions.stream().filter(now.minus(DAY)::isBefore).toList());
            lately.add(now);
            return new Contest(true, List.copyOf(lately), lately.size() >= MOST_EVICTIONS);
        }

        /** It went without anybody's taking it. */
        Contest gone() {
            return new Contest(true, evictions, givenUp);
        }

        Contest back() {
            return new Contest(false, evictions, false);
        }

        /** How many of them are less than a day ago. */
        long lately(Instant now) {
            return evictions.stream().filter(now.minus(DAY)::isBefore).count();
        }
    }

    /**
     * How tests of the delivery came out.
     *
     * @param test the latest one
     * @param open whether its outcome is not known yet
     * @param provedAt when a test event last arrived
     * @param problem why the latest one counts as not delivered
     */
    record Delivery(Optional<Test> test, boolean open, Optional<Instant> provedAt, Optional<String> problem) {
        static final Delivery UNTESTED = new Delivery(Optional.empty(), false, Optional.empty(), Optional.empty());

        /** What was known stays known until the new test has an outcome. */
        Delivery testedBy(Test next) {
            return new Delivery(Optional.of(next), true, provedAt, problem);
        }

        Delivery proved(Instant at) {
            return new Delivery(test, false, Optional.of(at), Optional.empty());
        }

        Delivery failed(String why) {
            return new Delivery(test, false, provedAt, Optional.of(why));
        }
    }

    /**
     * A test event that was asked for.
     *
     * @param id Partner Center's correlation id
     */
    record Test(String id, Instant askedAt) {}

    /** Whether the registration at this address was made by this environment, and not given back since. */
    boolean wasOurs(Environment environment, CallbackAddress address) {
        return stamp.filter(made -> made.environment() == environment && address.is(made.url()))
                .isPresent();
    }

    /** Whether events come to us, as far as is known. */
    boolean delivers(Environment environment, CallbackAddress address) {
        return wasOurs(environment, address)
                && !contest.lost()
                && delivery.problem().isEmpty();
    }

    RegistrationState checked(Instant now) {
        return new RegistrationState(stamp, contest, former, served, delivery, Optional.of(now));
    }

    /** Our address is registered, by our own doing or by somebody's who knows it. */
    RegistrationState ours(Environment environment, CallbackAddress address, Instant now) {
        Stamp made = stamp.filter(known -> wasOurs(environment, address))
                .orElseGet(() -> new Stamp(environment, address.url(), now));
        return new RegistrationState(Optional.of(made), contest.back(), former, served, delivery, checkedAt);
    }

    /** Somebody asked for it: what was before does not count any more. */
    RegistrationState registered(Stamp made) {
        return new RegistrationState(Optional.of(made), Contest.NONE, former, served, Delivery.UNTESTED, checkedAt);
    }

    /** Keeps what is about to be replaced, in place of what was kept before. */
    RegistrationState remembering(Registration foreign) {
        return new RegistrationState(stamp, contest, Optional.of(foreign), served, delivery, checkedAt);
    }

    RegistrationState serving(Optional<String> address) {
        return new RegistrationState(stamp, contest, former, address, delivery, checkedAt);
    }

    /** Another system has taken it. */
    RegistrationState taken(Registration by, Instant now) {
        return new RegistrationState(stamp, contest.taken(now), Optional.of(by), served, delivery, checkedAt);
    }

    /** Nobody has it, or not all of it. */
    RegistrationState astray() {
        return new RegistrationState(stamp, contest.gone(), former, served, delivery, checkedAt);
    }

    /** It is about to be given back: whatever comes of that, it is not taken again by itself. Who gets it is still known. */
    RegistrationState givingBack() {
        return new RegistrationState(Optional.empty(), Contest.NONE, former, served, delivery, checkedAt);
    }

    /** It was given back: nothing of it is ours any more. */
    RegistrationState givenBack() {
        return new RegistrationState(
                Optional.empty(), Contest.NONE, Optional.empty(), Optional.empty(), Delivery.UNTESTED, checkedAt);
    }

    RegistrationState delivering(Delivery known) {
        return new RegistrationState(stamp, contest, former, served, known, checkedAt);
    }

    // --- As JSON ---

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        stamp.ifPresent(made -> json.putObject("stamp")
                .put("environment", made.environment().word())
                .put("url", made.url())
                .put("since", made.since().toString()));
        json.put("lost", contest.lost()).put("givenUp", contest.givenUp());
        ArrayNode taken = json.putArray("evictions");
        contest.evictions().forEach(at -> taken.add(at.toString()));
        former.ifPresent(before -> {
            ObjectNode kept = json.putObject("former")
                    .put("url", before.url())
                    .put("signatureInOwnHeader", before.signatureInOwnHeader());
            before.events().forEach(kept.putArray("events")::add);
        });
        served.ifPresent(address -> json.put("served", address));
        ObjectNode proof = json.putObject("delivery").put("open", delivery.open());
        delivery.test()
                .ifPresent(test ->
                        proof.put("id", test.id()).put("askedAt", test.askedAt().toString()));
        delivery.provedAt().ifPresent(at -> proof.put("provedAt", at.toString()));
        delivery.problem().ifPresent(why -> proof.put("problem", why));
        checkedAt.ifPresent(at -> json.put("checkedAt", at.toString()));
        return json;
    }

    static RegistrationState of(JsonNode json) {
        List<Instant> evictions = new ArrayList<>();
        json.path("evictions").forEach(at -> evictions.add(Instant.parse(at.asText())));
        return new RegistrationState(
                member(json, "stamp").flatMap(RegistrationState::stamp),
                new Contest(
                        json.path("lost").asBoolean(),
                        List.copyOf(evictions),
                        json.path("givenUp").asBoolean()),
                member(json, "former").map(RegistrationState::former),
                text(json, "served"),
                delivery(json.path("delivery")),
                instant(json, "checkedAt"));
    }

    /** An environment that this version does not know is not this instance's: then nothing is repaired. */
    private static Optional<Stamp> stamp(JsonNode json) {
        return Environment.named(json.path("environment").asText())
                .map(environment -> new Stamp(
                        environment,
                        json.path("url").asText(),
                        Instant.parse(json.path("since").asText())));
    }

    private static Registration former(JsonNode json) {
        List<String> events = new ArrayList<>();
        json.path("events").forEach(event -> events.add(event.asText()));
        return new Registration(
                json.path("url").asText(),
                List.copyOf(events),
                json.path("signatureInOwnHeader").asBoolean());
    }

    private static Delivery delivery(JsonNode json) {
        Optional<Test> test = text(json, "id")
                .map(id -> new Test(id, Instant.parse(json.path("askedAt").asText())));
        return new Delivery(test, json.path("open").asBoolean(), instant(json, "provedAt"), text(json, "problem"));
    }

    private static Optional<JsonNode> member(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return member(json, name).map(JsonNode::asText);
    }

    private static Optional<Instant> instant(JsonNode json, String name) {
        return text(json, name).map(Instant::parse);
    }
}
