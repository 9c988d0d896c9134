package dev.cosell.operate.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.operate.TestStorage;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Referrals that expire are found in the index, however many there are and whatever became of others. */
class ExpiryWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final TestStorage local = new TestStorage();
    private final TablePairs pairs = new TablePairs(local.storage());
    private final List<Notice> told = new ArrayList<>();
    private final ExpiryWatch watch = new ExpiryWatch(new PairDirectory(local.storage()), told::add, () -> NOW);

    @Test
    void s76_whatExpiresSoonIsToldWithItsAlarmAndNothingElse() {
        expires("r-1", Duration.ofDays(1));
        expires("r-3", Duration.ofDays(3));
        expires("r-7", Duration.ofDays(7).minusHours(1));
        expires("r-8", Duration.ofDays(8));
        expires("r-past", Duration.ofHours(-1));
        pairs.create(pair("r-never", Optional.empty()));

        watch.run();

        assertEquals(List.of("r-1", "r-3", "r-7"), subjects());
        assertTrue(text("r-1")
                .endsWith("expires at 2026-03-03T09:00:00Z unless somebody accepts or declines it: 1 day or less."));
        assertTrue(text("r-3").endsWith(": 3 days or less."), text("r-3"));
        assertTrue(text("r-7").endsWith(": 7 days or less."), text("r-7"));
    }

    @Test
    void s76_whatWasAnsweredIsNotToldAnyMore() {
        Stored<Pair> row = expires("r-1", Duration.ofDays(1));
        pairs.replace(row, pair("r-1", Optional.empty()), List.of()).orElseThrow();

        watch.run();

        assertEquals(List.of(), subjects());
    }

    private Stored<Pair> expires(String id, Duration in) {
        return pairs.create(pair(id, Optional.of(NOW.plus(in))));
    }

    private static Pair pair(String id, Optional<Instant> answerBy) {
        return Pair.fresh(new PairId(id), NOW)
                .change()
                .referral(id.substring(2))
                .phase(Phase.IN_STEP)
                .deadlines(Deadlines.NONE.answerBy(answerBy))
                .now();
    }

    private List<String> subjects() {
        return told.stream().map(Notice::subject).sorted().toList();
    }

    private String text(String subject) {
        return told.stream()
                .filter(notice -> notice.subject().equals(subject))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
