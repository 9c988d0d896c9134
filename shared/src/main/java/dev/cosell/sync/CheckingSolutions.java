package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at the solutions a seller entered before they are sent: the last one must stay, and an id nobody knows is most
 * likely mistyped. What a referral already names is known.
 */
final class CheckingSolutions {
    private final PairAtWork at;

    CheckingSolutions(PairAtWork at) {
        this.at = at;
    }

    /**
     * Learns what the referral names that this run read, as far as others wrote it: what the record had before may have
     * come from there, and a mistyped id is not known for having been sent.
     */
    void learn() {
        Set<String> entered = FillingIn.solutions(at.map())
                .map(field -> ids(field, Side.CRM, at.began.crm().seen()))
                .orElse(Set.of());
        at.referralRead()
                .map(referral -> Solution.of(referral).stream()
                        .filter(solution -> !entered.contains(solution.id()))
                        .toList())
                .filter(used -> !used.isEmpty())
                .ifPresent(used -> at.ports.solutions().learn(used, at.clock()));
    }

    /** Holds the solutions of a deal, and nothing else of it, if they cannot be sent as they are. */
    void holdWhatCannotGo() {
        FillingIn.solutions(at.map()).ifPresent(field -> {
            Map<String, JsonNode> now = at.now(Side.CRM);
            Set<String> here = ids(field, Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER));
            Optional<Value> before = field.on(Side.CRM, at.pair().crm().seen());
            Optional<Value> entered = field.on(Side.CRM, now);
            boolean neverHadAny = entered.filter(Value::isEmpty).isPresent()
                    && before.filter(value -> !value.isEmpty()).isEmpty();
            if (entered.isPresent() && !entered.equals(before) && !neverHadAny) {
                refusal(field, now, here).ifPresent(problem -> at.refuse(field.group(), problem));
            }
        });
    }

    /** Why the solutions of a record without referral cannot be sent, if they cannot; that there are none is not told. */
    Optional<Problem> refusal(Map<String, JsonNode> record) {
        return FillingIn.solutions(at.map()).flatMap(field -> refusal(field, record, Set.of()));
    }

    private Optional<Problem> refusal(Field field, Map<String, JsonNode> record, Set<String> here) {
        Set<String> entered = ids(field, Side.CRM, record);
        if (entered.isEmpty()) {
            return here.isEmpty() ? Optional.empty() : Optional.of(lastRemoved(field));
        }
        if (entered.size() > Solution.MOST) {
            return Optional.of(Problem.of(
                            ProblemCode.SOLUTIONS_TOO_MANY,
                            "expected at most " + Solution.MOST + " solutions, found " + entered.size())
                    .on(field.name()));
        }
        KnownSolutions known = at.ports.solutions().known();
        return known.isEmpty()
                ? Optional.empty()
                : entered.stream()
                        .filter(id -> !here.contains(id) && !known.isKnown(id))
                        .findFirst()
                        .map(id -> unknown(field, id, known));
    }

    private static Problem lastRemoved(Field field) {
        return Problem.of(
                        ProblemCode.SOLUTION_MISSING,
                        "the last solution was removed; Partner Center keeps those it has until there is another one")
                .on(field.name());
    }

    private static Problem unknown(Field field, String id, KnownSolutions known) {
        return Problem.of(
                        ProblemCode.SOLUTION_UNKNOWN,
                        "expected a solution id of this partner, found \"" + id + "\"; nearest: "
                                + String.join(", ", known.near(id)))
                .on(field.name());
    }

    private static Set<String> ids(Field field, Side side, Map<String, JsonNode> stored) {
        Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (field.on(side, stored).orElse(Value.EMPTY) instanceof Value.Items items) {
            ids.addAll(items.ids());
        }
        return ids;
    }
}
