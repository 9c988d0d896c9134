package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.DealRegistration;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import dev.cosell.referral.RegistrationFacts;
import dev.cosell.referral.RegistrationRules;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers a won deal with Microsoft, or changes its registration, as somebody asked for: the one thing that is written
 * to a closed referral, and only to one that is won.
 *
 * <p>What is to be sent follows from what the referral shows: after a crash the same question gives nothing to send if it
 * was sent. So a deal is registered once.
 */
final class Registering {
    private static final int STALE_ROUNDS = 3;
    private static final String REGISTRATIONS = "/registrations";
    private static final String STATUS = "/registrationStatus";
    private static final String NOT_REGISTERED = "None";

    private final PairAtWork at;

    Registering(PairAtWork at) {
        this.at = at;
    }

    void registerIfAsked() {
        for (Command command : at.pair().commands()) {
            if (command.kind() == Command.Kind.REGISTER
                    && at.pair().referralId().isPresent()) {
                register(command);
            }
        }
    }

    private void register(Command command) {
        if (!at.shared()) {
            refused(command, problem(List.of("expected the record's sync to be on, found it off")));
            return;
        }
        DealRegistration registration = DealRegistration.of(command.details());
        for (int round = 0; round < STALE_ROUNDS; round++) {
            at.readReferral();
            Referral referral = at.referralRead().orElseThrow();
            List<String> broken = new ArrayList<>(RegistrationRules.broken(registration, facts(referral)));
            broken.addAll(unchangeable(registration, referral));
            if (!broken.isEmpty()) {
                refused(command, problem(broken));
                return;
            }
            Map<String, JsonNode> values = toSend(registration, referral);
            if (values.isEmpty()) {
                done(command, "the deal is registered so");
                return;
            }
            if (sent(command, values)) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, Side.PARTNER_CENTER.label() + " changed " + STALE_ROUNDS + " times")
                .failure();
    }

    private RegistrationFacts facts(Referral referral) {
        return RegistrationFacts.of(
                referral,
                at.pair().microsoftReferralId().isPresent(),
                microsofts(at.now(Side.PARTNER_CENTER)),
                at.clock());
    }

    /** Where Microsoft's half stands, as far as it was shown. */
    static Optional<Status> microsofts(Map<String, JsonNode> shown) {
        return Optional.ofNullable(shown.get("/microsoft/status"))
                .flatMap(status -> Optional.ofNullable(shown.get("/microsoft/substatus"))
                        .flatMap(substatus -> Status.of(status.asText(""), substatus.asText(""))));
    }

    /** A registration that Partner Center does not show cannot be compared, nor some members of one that it shows. */
    static List<String> unchangeable(DealRegistration registration, Referral referral) {
        Optional<JsonNode> shown = shown(referral);
        if (shown.isPresent()) {
            return registration.fixed(shown.get()).stream()
                    .map(member -> member + ": expected what the deal is registered with, found another value")
                    .toList();
        }
        return referral.text(STATUS)
                .filter(status -> !status.equals(NOT_REGISTERED))
                .map(status -> List.of("expected to see the deal's registration, found that it is " + status
                        + " but not shown: change it in Partner Center"))
                .orElse(List.of());
    }

    private static Map<String, JsonNode> toSend(DealRegistration registration, Referral referral) {
        Optional<JsonNode> shown = shown(referral);
        if (shown.isEmpty()) {
            return Map.of(REGISTRATIONS + "/-", registration.document());
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        registration
                .changes(shown.get())
                .forEach((pointer, value) -> values.put(REGISTRATIONS + "/0" + pointer, value));
        return values;
    }

    private static Optional<JsonNode> shown(Referral referral) {
        return Optional.of(Members.at(referral.document(), REGISTRATIONS + "/0"))
                .filter(JsonNode::isObject);
    }

    /** @return false if the referral was no longer as it was read */
    private boolean sent(Command command, Map<String, JsonNode> values) {
        Instant now = at.clock();
        Pending pending = new Pending(Pending.Kind.UPDATE, Side.PARTNER_CENTER, values, Map.of(), "", now, 0, now);
        Written written;
        try {
            written = at.announced(
                    pending,
                    () -> at.ports
                            .partnerCenter()
                            .patch(
                                    at.pair().referralId().orElseThrow(),
                                    at.pair().partnerCenter().version().orElseThrow(),
                                    values));
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (problem.handling() != Handling.PERSON || problem.outcomeUnknown()) {
                throw failure;
            }
            refused(command, problem);
            return true;
        }
        at.become(at.pair().change().pending(Optional.empty()).now());
        if (written instanceof Written.Done(Snapshot shown)) {
            at.readAs(Side.PARTNER_CENTER, shown);
            boolean isNew = values.containsKey(REGISTRATIONS + "/-");
            done(command, isNew ? "registered the deal" : "changed the deal's registration");
            return true;
        }
        at.unread(Side.PARTNER_CENTER);
        return false;
    }

    private void done(Command command, String did) {
        at.note(did + ", asked for by " + command.by(), Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
        end(command, Optional.empty());
    }

    private void refused(Command command, Problem problem) {
        at.note(
                "did not register the deal, asked for by " + command.by(),
                Optional.empty(),
                List.of(),
                Optional.of(problem));
        end(command, Optional.of(problem));
    }

    /** The last word on a registration stays with the pair, until there is another. */
    private void end(Command command, Optional<Problem> why) {
        Map<String, Problem> divergences = new LinkedHashMap<>(at.pair().divergences());
        divergences.remove(Warnings.REGISTRATION);
        why.ifPresent(problem -> divergences.put(Warnings.REGISTRATION, problem));
        at.become(at.pair().change().done(command).divergences(divergences).now());
    }

    private static Problem problem(List<String> broken) {
        return Problem.of(ProblemCode.NOT_REGISTRABLE, String.join("; ", broken))
                .on(Warnings.REGISTRATION);
    }
}
