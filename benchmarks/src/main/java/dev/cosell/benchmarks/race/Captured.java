package dev.cosell.benchmarks.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Partner Center's events that were kept from the contender. */
final class Captured {
    private final Duration patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** @param patience how long the next event may take */
    Captured(Duration patience) {
        this.patience = patience;
    }

    void add(Event event) {
        events.add(event);
    }

    void clear() {
        events.clear();
    }

    /**
     * Takes so many events of each of these referrals. Events of others are dropped: they may be late echoes of what a
     * contender wrote.
     *
     * @throws IllegalStateException if they do not come
     */
    List<Event> take(int each, List<String> referrals) {
        Map<String, Integer> missing = new HashMap<>();
        referrals.forEach(referral -> missing.put(referral, each));
        List<Event> taken = new ArrayList<>();
        while (!missing.isEmpty()) {
            Event event = next().orElseThrow(() -> new IllegalStateException("expected " + each + " events of each of "
                    + referrals.size() + " referrals, found that some did not come; of these so many: " + missing));
            String referral = event.referral();
            if (missing.containsKey(referral)) {
                taken.add(event);
                missing.computeIfPresent(referral, (id, left) -> left == 1 ? null : left - 1);
            }
        }
        return taken;
    }

    private Optional<Event> next() {
        try {
            return Optional.ofNullable(events.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
