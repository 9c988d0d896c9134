package dev.cosell.sync;

import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes the row of a referral that no pair owns yet, with what a person decided about its record in it. The row is there
 * before the referral is claimed: whatever event comes next, its worker finds the decision and makes no record of its own.
 */
public final class Introduction {
    private final FieldMaps maps;
    private final Claims claims;
    private final PairStore pairs;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Introduction(FieldMaps maps, Claims claims, PairStore pairs, InstantSource clock) {
        this.maps = maps;
        this.claims = claims;
        this.pairs = pairs;
        this.clock = clock;
    }

    /**
     * Keeps a decision for a referral.
     *
     * @throws dev.cosell.problem.Failure {@code NOT_POSSIBLE} if the referral has a record by now, or belongs to another
     *     deal; {@code STORAGE_UNAVAILABLE} if the row changed meanwhile
     */
    public void introduce(String referralId, Command command) {
        Subject referral = Subject.referral(referralId);
        PairId id = Newcomers.began(maps, referral);
        Optional<String> owner = claims.owner(Claim.of(referral)).filter(other -> !other.equals(id.value()));
        if (owner.isPresent()) {
            throw refused("found that it belongs to deal " + owner.get());
        }
        Stored<Pair> row = pairs.create(Newcomers.fresh(id, maps, clock.instant())
                .change()
                .command(command)
                .now());
        Pair pair = row.value();
        if (pair.record().isPresent()) {
            throw refused("found that it has " + pair.record().get());
        }
        boolean kept = pair.commands().stream().anyMatch(command::asksTheSame);
        if (!kept
                && pairs.replace(row, pair.change().command(command).now(), List.of())
                        .isEmpty()) {
            throw Problem.of(
                            ProblemCode.STORAGE_UNAVAILABLE,
                            "expected to store the decision, found the deal changed meanwhile")
                    .failure();
        }
    }

    private static RuntimeException refused(String found) {
        return Problem.of(ProblemCode.NOT_POSSIBLE, "expected a referral without a record, " + found)
                .failure();
    }
}
