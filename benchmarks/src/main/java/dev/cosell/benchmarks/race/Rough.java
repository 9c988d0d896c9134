package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rough times: each deal is changed four times within a second and new ones come in, while both systems refuse calls and do some
 * of which they say that they did not, and events come doubled, late and out of order. Half-way through the contender's
 * process is killed and started again. What is wrong in the end?
 */
final class Rough {
    private static final int CHANGES_EACH = 4;
    /** Before the process is killed, and after it. */
    private static final int HALVES = 2;

    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(250);
    private static final double REFUSED = 0.15;
    private static final double LOST_ANSWERS = 0.05;
    private static final double EVENTS_TOUCHED = 0.2;
    private static final long LATE_MILLIS = 3000;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    /** Each run is refused the same calls, as far as calls come in the same order. */
    private static final int SEED = 1;
    /** Whose deals are not right by then is not waited for any longer. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * What is wrong in the end.
     *
     * @param of how many deals
     * @param lost without a record
     * @param doubled with more than one
     * @param outOfStep with another amount than the referral
     * @param waited since calls were refused no longer: until all was right, or as long as was waited for that
     */
    record Wrong(int of, int lost, int doubled, int outOfStep, Duration waited) {
        boolean isAllRight() {
            return lost + doubled + outOfStep == 0;
        }
    }

    private final Stage stage;
    private final Load load;

    Rough(Stage stage, Load load) {
        this.stage = stage;
        this.load = load;
    }

    /** @param deals of which as many are there before, and half as many come in */
    Wrong run(int deals) {
        List<String> all = new ArrayList<>(load.bringIn(0, deals));
        refuse();
        int coming = Math.max(HALVES, deals / 2);
        change(all, coming, 0);
        stage.crash();
        change(all, coming, 1);
        load.pauseForRest();
        stage.heal();
        return inTheEnd(all);
    }

    private void refuse() {
        stage.fault(
                Map.of("effect", "status", "status", TOO_MANY, "retryAfter", 1, "probability", REFUSED, "seed", SEED));
        stage.fault(Map.of(
                "effect", "statusAfterCommit", "status", UNAVAILABLE, "probability", LOST_ANSWERS, "seed", SEED));
        stage.eventFault(Map.of("effect", "duplicate", "probability", EVENTS_TOUCHED, "seed", SEED));
        stage.eventFault(
                Map.of("effect", "reorder", "millis", LATE_MILLIS, "probability", EVENTS_TOUCHED, "seed", SEED));
    }

    /** One half of the deals, one after the other, and one half of the new ones among them. */
    private void change(List<String> all, int coming, int half) {
        int old = all.size() - half * (coming / HALVES);
        for (int i = half; i < old; i += HALVES) {
            for (int change = 0; change < CHANGES_EACH; change++) {
                load.change(all.get(i));
                Load.pause(BETWEEN_CHANGES);
            }
        }
        all.addAll(load.receive(all.size(), coming / HALVES));
    }

    /** Waits for whoever is still at it, or may take up again what the killed process was at. */
    private Wrong inTheEnd(List<String> deals) {
        long start = System.nanoTime();
        Optional<Wrong> last = Optional.empty();
        boolean over = false;
        while (!over) {
            load.pauseForRest();
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            last = Optional.of(wrong(stage, deals, waited));
            over = last.get().isAllRight()
                    || waited.compareTo(LIMIT) > 0
                    || stage.isQuietFor(stage.contender().takesUpWithin());
        }
        return last.orElseThrow();
    }

    /** What is wrong with deals now. */
    static Wrong wrong(Stage stage, List<String> deals, Duration waited) {
        Map<String, List<JsonNode>> records = stage.recordsByReferral();
        Map<String, Long> amounts = stage.amountsByReferral();
        int lost = 0;
        int doubled = 0;
        int outOfStep = 0;
        for (String referral : deals) {
            List<JsonNode> own = records.getOrDefault(referral, List.of());
            if (own.isEmpty()) {
                lost++;
            } else if (own.size() > 1) {
                doubled++;
            } else if (own.getFirst().path("estimatedvalue").asLong() != amounts.get(referral)) {
                outOfStep++;
            }
        }
        return new Wrong(deals.size(), lost, doubled, outOfStep, waited);
    }
}
