package dev.cosell.sync;

import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Optional;

/** Names the records that a deal without a record may mean: those with its name. One call. */
final class Candidates {
    private static final int MOST = 5;

    private final PairAtWork at;

    Candidates(PairAtWork at) {
        this.at = at;
    }

    /** The problem, with candidates in its detail if it is about a record that is not there. */
    Problem named(Problem problem) {
        boolean noRecord = problem.code() == ProblemCode.ORPHAN || problem.code() == ProblemCode.RECORD_GONE;
        Optional<Field> name = at.map().field("name");
        Optional<String> wanted = name.flatMap(field -> Side.PARTNER_CENTER == side()
                        ? field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER))
                        : field.on(Side.CRM, at.now(Side.CRM)))
                .filter(value -> !value.isEmpty())
                .map(Value::toString);
        return noRecord && wanted.isPresent()
                ? with(problem, name.orElseThrow().crm().getFirst(), wanted.get())
                : problem;
    }

    /** The referral's name is the latest where it was read; a deleted record's name is what it last showed. */
    private Side side() {
        return at.freshly(Side.PARTNER_CENTER).isPresent() ? Side.PARTNER_CENTER : Side.CRM;
    }

    private Problem with(Problem problem, String column, String name) {
        List<String> ids;
        try {
            ids = at.ports.crm().findBy(at.map().table(), column, name).stream()
                    .filter(record -> !at.pair().record().equals(Optional.of(record)))
                    .map(RecordRef::id)
                    .sorted()
                    .limit(MOST)
                    .toList();
        } catch (Failure failure) {
            at.note("could not look for candidates", Optional.empty(), List.of(), Optional.of(failure.problem()));
            return problem;
        }
        return ids.isEmpty()
                ? problem
                : new Problem(
                        problem.code(),
                        problem.detail() + "; records with the same name: " + String.join(", ", ids),
                        problem.field(),
                        problem.system(),
                        problem.retryAfter(),
                        problem.outcomeUnknown());
    }
}
