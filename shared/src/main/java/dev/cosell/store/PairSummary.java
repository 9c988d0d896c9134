package dev.cosell.store;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.PairId;
import dev.cosell.sync.Phase;
import dev.cosell.sync.RecordRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A pair as a list shows it.
 *
 * @param problem what the pair as a whole stands on
 * @param answerBy when the referral expires unless somebody answers it
 * @param updatedAt when its row was last written, by the storage server's clock
 */
public record PairSummary(
        PairId id,
        Phase phase,
        Optional<ProblemCode> problem,
        Optional<String> referralId,
        Optional<RecordRef> record,
        Optional<Instant> answerBy,
        Instant updatedAt) {}
