package dev.cosell.store;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pair as a list shows it.
 *
 * @param problem what the pair as a whole stands on
 * @param problems that, and what holds any of its fields, each code once
 * @param answerBy when the referral expires unless somebody answers it
 * @param updatedAt when its row was last written, by the storage server's clock
 * @param label what people call it
 */
public record PairSummary(
        PairId id,
        Phase phase,
        Optional<ProblemCode> problem,
        List<ProblemCode> problems,
        Optional<String> referralId,
        Optional<RecordRef> record,
        Optional<Instant> answerBy,
        Instant updatedAt,
        Label label) {
    /** One that has no problem but what it stands on. */
    public PairSummary(
            PairId id,
            Phase phase,
            Optional<ProblemCode> problem,
            Optional<String> referralId,
            Optional<RecordRef> record,
            Optional<Instant> answerBy,
            Instant updatedAt) {
        this(id, phase, problem, problem.stream().toList(), referralId, record, answerBy, updatedAt, Label.NONE);
    }
}
