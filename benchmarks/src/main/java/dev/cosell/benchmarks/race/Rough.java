package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rough times: two changes each of a quarter of the deals, and as many new ones. Each event comes three times and in any
 * order, while both systems refuse calls, and do some of which they say that they did not. What is wrong in the end?
 */
final class Rough {
    private static final int SHARE = 4;
    private static final int COPIES = 3;
    private static final double REFUSED = 0.15;
    private static final double LOST_ANSWERS = 0.05;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    /** Each run is refused the same calls, as far as calls come in the same order. */
    private static final int SEED = 1;

    /**
     * What is wrong in the end.
     *
     * @param of how many deals
     * @param lost without a record
     * @param doubled with more than one
     * @param outOfStep with another amount than the referral
     * @param untaken events that were not taken however often they were sent
     */
    record Wrong(int of, int lost, int doubled, int outOfStep, int untaken) {}

    private final Stage stage;
    private final Load load;

    Rough(Stage stage, Load load) {
        this.stage = stage;
        this.load = load;
    }

    /** @param deals of which a quarter is touched */
    Wrong run(int deals) {
        int count = Math.max(1, deals / SHARE);
        List<String> all = new ArrayList<>(load.bringIn(0, count));
        List<Event> events = new ArrayList<>();
        for (int change = 0; change < 2; change++) {
            List<String> changed = List.copyOf(all);
            events.addAll(stage.capture(1, () -> {
                changed.forEach(load::change);
                return changed;
            }));
        }
        events.addAll(stage.capture(2, () -> {
            List<String> received = load.receive(count, count);
            all.addAll(received);
            return received;
        }));
        refuse();
        int untaken = load.post(inAnyOrder(events)).untaken();
        load.awaitRest();
        stage.heal();
        load.awaitLongRest();
        return wrong(all, untaken);
    }

    private void refuse() {
        stage.fault(
                Map.of("effect", "status", "status", TOO_MANY, "retryAfter", 1, "probability", REFUSED, "seed", SEED));
        stage.fault(Map.of(
                "effect", "statusAfterCommit", "status", UNAVAILABLE, "probability", LOST_ANSWERS, "seed", SEED));
    }

    private static List<Event> inAnyOrder(List<Event> events) {
        List<Event> sent = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            sent.addAll(events);
        }
        Collections.shuffle(sent, new Random(SEED));
        return sent;
    }

    private Wrong wrong(List<String> deals, int untaken) {
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
        return new Wrong(deals.size(), lost, doubled, outOfStep, untaken);
    }
}
