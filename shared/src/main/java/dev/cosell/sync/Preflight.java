package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.check.Validator;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.Command;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks a deal before anything is sent for it. What is wrong holds it: all of it at once, each under its own name. */
final class Preflight {
    private final PairAtWork at;
    private final Validator validator;

    Preflight(PairAtWork at) {
        this(at, at.map());
    }

    /** @param map of the table that is meant, where the pair has no record yet */
    Preflight(PairAtWork at, FieldMap map) {
        this.at = at;
        this.validator = new Validator(map, at.ports.solutions().known());
    }

    /** @throws Failure if no referral can be made from the record; the pair then holds every reason */
    void toShare(Map<String, JsonNode> record) {
        hold(validator.toShare(record));
    }

    /** @throws Failure if no record can be made from the referral; the pair then holds every reason */
    void toReceive(Map<String, JsonNode> referral) {
        boolean chosen = at.asked(Command.Kind.CUSTOMER).isPresent();
        hold(validator.toReceive(referral, at.ports.crm().currencies()).stream()
                .filter(problem -> problem.code() != ProblemCode.CUSTOMER_MISSING || !chosen)
                .toList());
    }

    /** What held a deal before it was made holds it no longer: it is not wanted any more. */
    void notWanted() {
        if (!at.pair().linked()) {
            at.become(at.pair().change().held(Map.of()).now());
        }
    }

    /**
     * Whether Microsoft can be asked in for this record. If not, only that request is held.
     */
    boolean mayAskMicrosoft(Map<String, JsonNode> record) {
        Map<String, Problem> problems = named(validator.toShare(record, at.consent()));
        boolean first = true;
        for (Map.Entry<String, Problem> problem : problems.entrySet()) {
            // Never the name of a group: a field that stands against asking may well go on crossing.
            at.refuse(first ? Linking.HELP : Linking.HELP + "." + problem.getKey(), problem.getValue());
            first = false;
        }
        return problems.isEmpty();
    }

    /** Holds solutions that nobody knows instead of sending them; those Partner Center shows already are its own matter. */
    void checkSolutions(Merge.Result merged) {
        for (Merge.Move move : merged.movesTo(Side.PARTNER_CENTER)) {
            for (Field field : at.map().groups().get(move.group())) {
                if (field.type() == ValueType.SOLUTIONS) {
                    Set<String> added = ids(field, move.values());
                    added.removeAll(ids(field, at.now(Side.PARTNER_CENTER)));
                    validator.solutions(added).stream()
                            .findFirst()
                            .ifPresent(problem -> at.refuse(move.group(), problem));
                }
            }
        }
    }

    private void hold(List<Problem> problems) {
        at.become(at.pair().change().held(named(problems)).now());
        // The first is noted with the pair's being held.
        problems.stream()
                .skip(1)
                .forEach(problem -> at.note("held", Optional.empty(), List.of(), Optional.of(problem)));
        if (!problems.isEmpty()) {
            throw problems.getFirst().failure();
        }
    }

    private static Map<String, Problem> named(List<Problem> problems) {
        Map<String, Problem> named = new LinkedHashMap<>();
        for (Problem problem : problems) {
            String name = problem.field().orElse(problem.code().code());
            String free = name;
            for (int i = 2; named.containsKey(free); i++) {
                free = name + "." + i;
            }
            named.put(free, problem);
        }
        return named;
    }

    private static Set<String> ids(Field field, Map<String, JsonNode> stored) {
        return field.on(Side.PARTNER_CENTER, stored).orElse(Value.EMPTY) instanceof Value.Items items
                ? new TreeSet<>(items.ids())
                : new TreeSet<>();
    }
}
