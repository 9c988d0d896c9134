package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.DealRegistration;
import dev.cosell.referral.Referral;
import dev.cosell.referral.RegistrationFacts;
import dev.cosell.referral.RegistrationRules;
import dev.cosell.referral.Status;
import dev.cosell.sync.Causes;
import dev.cosell.sync.Command;
import dev.cosell.sync.Inbox;
import dev.cosell.sync.Pair;
import dev.cosell.sync.PairStore;
import dev.cosell.sync.PartnerCenter;
import dev.cosell.sync.Phase;
import dev.cosell.sync.Stored;
import dev.cosell.sync.Subject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Deal registration as people ask for it: every rule is checked on the referral as it is now, then the request is kept in
 * the pair and done by a worker, once.
 */
public final class DealRegistrations {
    private static final int TRIES = 10;
    private static final int LONGEST_NAME = 100;
    private static final String SOMEBODY = "an operator";

    private final Referrals referrals;
    private final PairStore pairs;
    private final Supplier<PartnerCenter> partnerCenter;
    private final Inbox inbox;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public DealRegistrations(
            Referrals referrals,
            PairStore pairs,
            Supplier<PartnerCenter> partnerCenter,
            Inbox inbox,
            InstantSource clock) {
        this.referrals = referrals;
        this.pairs = pairs;
        this.partnerCenter = partnerCenter;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Takes a registration, or a change of one. One call: the referral is read.
     *
     * @param id of the pair, the referral or the record
     * @param request {@code {"contract": {...}, "solution": {...}, "by": "..."}}, see {@link DealRegistration#of}
     * @return 202 with where to follow, and remarks on what could not be checked
     * @throws dev.cosell.problem.Failure {@code NOT_REGISTRABLE} naming every rule that is broken; {@code
     *     REQUEST_UNREADABLE}, {@code NOT_FOUND}, and what reading the referral gives
     */
    public Reply register(String id, JsonNode request) {
        String by = by(request);
        DealRegistration registration = registration(request);
        Pair pair = referrals.find(id);
        String referralId = pair.referralId()
                .orElseThrow(() -> refusal(List.of("expected a pair with a referral, found one that has none yet")));
        if (pair.phase() == Phase.UNSHARED) {
            throw refusal(List.of("expected the record's sync to be on, found it off"));
        }
        Referral referral = partnerCenter.get().read(referralId);
        List<String> broken = RegistrationRules.broken(
                registration,
                RegistrationFacts.of(
                        referral, pair.microsoftReferralId().isPresent(), microsofts(pair), clock.instant()));
        if (!broken.isEmpty()) {
            throw refusal(broken);
        }
        keep(pair, command(request, registration, by));
        inbox.accept(Subject.referral(referralId), Causes.ASKED);
        return accepted(pair, registration);
    }

    private static Reply accepted(Pair pair, DealRegistration registration) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("accepted", true).put("follow", "/api/referrals/" + pair.id().value());
        List<String> remarks = RegistrationRules.remarks(registration);
        if (!remarks.isEmpty()) {
            ArrayNode array = body.putArray("remarks");
            remarks.forEach(array::add);
        }
        return Reply.of(202, body);
    }

    private static DealRegistration registration(JsonNode request) {
        if (!request.path("contract").isObject() || !request.path("solution").isObject()) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected {\"contract\": {...}, \"solution\": {...}}, found "
                                    + (request.has("contract") || request.has("solution")
                                            ? "one of them missing or no object"
                                            : "neither"))
                    .failure();
        }
        return DealRegistration.of(request);
    }

    /** The same request, sent again while it waits, is one request. */
    private Command command(JsonNode request, DealRegistration registration, String by) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.set("contract", request.get("contract"));
        details.set("solution", request.get("solution"));
        String name = "register|" + registration.document();
        return new Command(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
                Command.Kind.REGISTER,
                details,
                by,
                clock.instant());
    }

    /** Somebody else may store the pair at the same time. */
    private void keep(Pair found, Command command) {
        for (int i = 0; i < TRIES; i++) {
            Stored<Pair> row = pairs.read(found.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.NOT_FOUND, "expected pair " + found.id() + ", found that it is gone")
                            .failure());
            Pair next = row.value().change().command(command).now();
            if (pairs.replace(row, next, List.of()).isPresent()) {
                return;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the request, found the pair changed " + TRIES + " times meanwhile")
                .failure();
    }

    private static Optional<Status> microsofts(Pair pair) {
        return Optional.ofNullable(pair.partnerCenter().seen().get("/microsoft/status"))
                .flatMap(status -> Optional.ofNullable(
                                pair.partnerCenter().seen().get("/microsoft/substatus"))
                        .flatMap(substatus -> Status.of(status.asText(""), substatus.asText(""))));
    }

    private static String by(JsonNode request) {
        JsonNode given = request.path("by");
        if (given.isMissingNode()) {
            return SOMEBODY;
        }
        String name = given.asText("").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (!given.isTextual() || name.isEmpty() || name.length() > LONGEST_NAME) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected by to be a name of 1 to " + LONGEST_NAME + " characters, found "
                                    + (given.isTextual() ? name.length() + " characters" : "no text"))
                    .failure();
        }
        return name;
    }

    private static RuntimeException refusal(List<String> broken) {
        return Problem.of(ProblemCode.NOT_REGISTRABLE, String.join("; ", broken))
                .failure();
    }
}
