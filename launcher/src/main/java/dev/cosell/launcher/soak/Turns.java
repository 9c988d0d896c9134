package dev.cosell.launcher.soak;

import dev.cosell.launcher.soak.Edit.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn a field is. The connector holds what goes back and forth four times within ten minutes, for no two people work
 * like that; so these do not either.
 */
final class Turns {
    private static final Duration LEAST = Duration.ofMinutes(6);

    private record Place(String deal, Field field) {}

    private record Turn(Side side, Instant since) {}

    private final Map<Place, Turn> turns = new HashMap<>();

    boolean allow(Deal deal, Field field, Side side) {
        return of(deal, field)
                .filter(turn -> turn.side() != side && !isOld(turn))
                .isEmpty();
    }

    /** Whether both sides may edit now. */
    boolean allowBoth(Deal deal, Field field) {
        return of(deal, field).filter(turn -> !isOld(turn)).isEmpty();
    }

    void took(Deal deal, Field field, Side side) {
        turns.compute(
                new Place(deal.name(), field),
                (place, turn) -> turn != null && turn.side() == side ? turn : new Turn(side, Instant.now()));
    }

    private Optional<Turn> of(Deal deal, Field field) {
        return Optional.ofNullable(turns.get(new Place(deal.name(), field)));
    }

    private static boolean isOld(Turn turn) {
        return turn.since().isBefore(Instant.now().minus(LEAST));
    }
}
