package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells of what ends, 30, 7 and 1 days before and when it has ended: each once, whichever instance sees it first. Told first
 * and noted then, so that a crash in between loses none; the same words are kept once by whoever sends them.
 */
public final class Alarms {
    private static final List<Integer> DAYS_BEFORE = List.of(0, 1, 7, 30);
    private static final int MOST = 100;
    private static final int ROUNDS = 5;

    private final KeptState row;
    private final Notices notices;
    private final InstantSource clock;

    public Alarms(KeptState row, Notices notices, InstantSource clock) {
        this.row = row;
        this.notices = notices;
        this.clock = clock;
    }

    /** @return whether somebody was told */
    boolean watch(Expiry expiry) {
        Duration left = Duration.between(clock.instant(), expiry.at());
        return DAYS_BEFORE.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst()
                .map(days -> once(
                        expiry.what() + "|" + expiry.at() + "|" + days,
                        new Notice(Notice.Kind.SIGN_IN_EXPIRES, expiry.what(), text(expiry, days), clock.instant())))
                .orElse(false);
    }

    /** Tells of something that has just happened. */
    void tell(String subject, String text) {
        notices.tell(new Notice(Notice.Kind.SIGN_IN_EXPIRES, subject, text, clock.instant()));
    }

    private static String text(Expiry expiry, int days) {
        String when = days == 0 ? "has ended" : "ends within " + (days == 1 ? "a day" : days + " days");
        return expiry.what() + " " + when + " (" + expiry.at() + "). " + expiry.how();
    }

    private boolean once(String key, Notice notice) {
        if (told(row.read()).contains(key)) {
            return false;
        }
        notices.tell(notice);
        note(key);
        return true;
    }

    /** Newest first. Where another instance is faster each time, the next look tells again. */
    private void note(String key) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = row.read();
            List<String> before = told(was);
            ObjectNode next = JsonNodeFactory.instance.objectNode();
            ArrayNode told = next.putArray("told").add(key);
            before.stream().filter(other -> !other.equals(key)).limit(MOST - 1).forEach(told::add);
            if (before.contains(key) || row.write(was, next).isPresent()) {
                return;
            }
        }
    }

    private static List<String> told(Optional<Stored<JsonNode>> row) {
        List<String> told = new ArrayList<>();
        row.ifPresent(stored -> stored.value().path("told").forEach(key -> told.add(key.asText())));
        return told;
    }
}
