package dev.cosell.operate.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ClosingReason;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What can be asked for a deal as it stands, so that people are offered nothing that would be refused. It decides nothing:
 * each request is checked again when it comes.
 */
public final class PossibleActions {
    private static final Set<ProblemCode> CUSTOMER = Set.of(
            ProblemCode.CUSTOMER_MISSING,
            ProblemCode.CUSTOMER_AMBIGUOUS,
            ProblemCode.CUSTOMER_SIMILAR,
            ProblemCode.CUSTOMER_NOT_FOUND);
    private static final Set<ProblemCode> APPROVAL = Set.of(ProblemCode.APPROVAL_AWAITED, ProblemCode.APPROVAL_REFUSED);

    private PossibleActions() {}

    /** Each as {@code {"action", "reasons"}}: the last part of its route, and the reasons to choose from if it wants one. */
    public static List<ObjectNode> of(Pair pair) {
        List<ObjectNode> possible = new ArrayList<>();
        if (Subject.of(pair.record(), pair.referralId()).isPresent()) {
            possible.add(action("sync"));
        }
        moves(pair).map(PossibleActions::move).forEach(possible::add);
        closing(pair).map(PossibleActions::action).forEach(possible::add);
        mending(pair).map(PossibleActions::action).forEach(possible::add);
        answers(pair).map(PossibleActions::action).forEach(possible::add);
        return possible;
    }

    /** Legal next steps of the referral; none while another one is waited for. */
    private static Stream<Command.Kind> moves(Pair pair) {
        boolean waits = pair.commands().stream().anyMatch(command -> isMove(command.kind()));
        if (pair.referralId().isEmpty() || pair.phase() == Phase.UNSHARED || pair.phase() == Phase.ORPHAN || waits) {
            return Stream.empty();
        }
        Set<Status> next = Milestones.of(pair.partnerCenter().seen())
                .status()
                .map(Status::next)
                .orElse(Set.of());
        return Arrays.stream(Command.Kind.values())
                .filter(kind -> kind.move().filter(next::contains).isPresent());
    }

    private static boolean isMove(Command.Kind kind) {
        return kind.move().isPresent() || kind == Command.Kind.CANCEL_CLOSE || kind == Command.Kind.CLOSE_NOW;
    }

    private static Stream<String> closing(Pair pair) {
        return pair.deadlines().closeAt().isPresent() && pair.referralId().isPresent()
                ? Stream.of("cancel-close", "close-now")
                : Stream.empty();
    }

    private static Stream<String> mending(Pair pair) {
        if (pair.phase() != Phase.ORPHAN) {
            return Stream.empty();
        }
        boolean nothingIsLeft = stands(pair, Set.of(ProblemCode.RECORD_GONE))
                && pair.referralId().isEmpty();
        return Stream.of(
                        pair.referralId().map(referral -> "link").stream(),
                        Stream.of("create"),
                        nothingIsLeft ? Stream.<String>empty() : Stream.of("clear"))
                .flatMap(actions -> actions);
    }

    private static Stream<String> answers(Pair pair) {
        boolean undecided = stands(pair, APPROVAL) && pair.record().isPresent();
        return Stream.of(
                        undecided ? Stream.of("approve", "reject") : Stream.<String>empty(),
                        stands(pair, CUSTOMER) && pair.record().isEmpty()
                                ? Stream.of("customer")
                                : Stream.<String>empty(),
                        stands(pair, Set.of(ProblemCode.COUNTRY_UNKNOWN))
                                        && pair.record().isPresent()
                                ? Stream.of("country")
                                : Stream.<String>empty())
                .flatMap(actions -> actions);
    }

    private static boolean stands(Pair pair, Set<ProblemCode> codes) {
        return Stream.concat(pair.problem().stream(), pair.held().values().stream())
                .map(Problem::code)
                .anyMatch(codes::contains);
    }

    private static ObjectNode move(Command.Kind kind) {
        ObjectNode node = action(kind.name().toLowerCase(Locale.ROOT));
        List<String> reasons =
                kind.move().map(ClosingReason::of).map(List::copyOf).orElse(List.of());
        if (!reasons.isEmpty()) {
            ArrayNode given = node.putArray("reasons");
            reasons.forEach(given::add);
        }
        return node;
    }

    private static ObjectNode action(String name) {
        return JsonNodeFactory.instance.objectNode().put("action", name);
    }
}
