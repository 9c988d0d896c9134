package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.DealRegistration;
import dev.cosell.referral.Referral;
import dev.cosell.referral.RegistrationFacts;
import dev.cosell.referral.RegistrationRules;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PartnerCenter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Deal registration as people ask for it: every rule is checked on the referral as it is now, then the request is kept in
 * the pair and done by a worker, once.
 */
public final class DealRegistrations {
    /** The worker needs the referral as it is now: so it is the one that may have changed. */
    private record Registration(Command command, String referralId) implements Wish {
        @Override
        public Subject subject(Pair pair) {
            return Subject.referral(referralId);
        }
    }

    private final Referrals referrals;
    private final Supplier<PartnerCenter> partnerCenter;
    private final Asking asking;

    public DealRegistrations(Referrals referrals, Supplier<PartnerCenter> partnerCenter, Asking asking) {
        this.referrals = referrals;
        this.partnerCenter = partnerCenter;
        this.asking = asking;
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
        DealRegistration registration = registration(request);
        Command command = command(request, registration);
        Pair pair = referrals.find(id);
        String referralId = pair.referralId()
                .orElseThrow(() -> refusal(List.of("expected a pair with a referral, found one that has none yet")));
        if (pair.phase() == Phase.UNSHARED) {
            throw refusal(List.of("expected the record's sync to be on, found it off"));
        }
        Referral referral = partnerCenter.get().read(referralId);
        List<String> broken = RegistrationRules.broken(
                registration,
                RegistrationFacts.of(referral, pair.microsoftReferralId().isPresent(), microsofts(pair), command.at()));
        if (!broken.isEmpty()) {
            throw refusal(broken);
        }
        asking.ask(pair, new Registration(command, referralId));
        return accepted(pair, registration);
    }

    private static Reply accepted(Pair pair, DealRegistration registration) {
        ObjectNode body = Reply.following(pair.id().value());
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
    private Command command(JsonNode request, DealRegistration registration) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.set("contract", request.get("contract"));
        details.set("solution", request.get("solution"));
        String name = "register|" + registration.document();
        String id =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return asking.command(id, Command.Kind.REGISTER, details, Asker.of(request));
    }

    private static Optional<Status> microsofts(Pair pair) {
        return Optional.ofNullable(pair.partnerCenter().seen().get("/microsoft/status"))
                .flatMap(status -> Optional.ofNullable(
                                pair.partnerCenter().seen().get("/microsoft/substatus"))
                        .flatMap(substatus -> Status.of(status.asText(""), substatus.asText(""))));
    }

    private static RuntimeException refusal(List<String> broken) {
        return Problem.of(ProblemCode.NOT_REGISTRABLE, String.join("; ", broken))
                .failure();
    }
}
