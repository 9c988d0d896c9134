package dev.cosell.operate.notice;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.store.NoticeRow;
import dev.cosell.store.TableNotices;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends what waits: one message per kind and round, so that no more than nine go in five minutes. A channel that does not
 * take a message gets it again in the next round; that delays neither other notices nor anything else.
 *
 * <p>Each notice is sent at least once: after a crash between sending and remembering it is sent again, under the same id.
 */
public final class NoticeRound {
    /** A pair is stored right after its notice is kept. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** Older news are none. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private static final int MOST = 500;

    private final TableNotices rows;
    private final PairStore pairs;
    private final NoticeChannel channel;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public NoticeRound(TableNotices rows, PairStore pairs, NoticeChannel channel, InstantSource clock) {
        this.rows = rows;
        this.pairs = pairs;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Sends one round; for a timer.
     *
     * @return one line for the log, if there was anything to do
     */
    public Optional<String> run() {
        Instant now = clock.instant();
        int sent = 0;
        StringBuilder failed = new StringBuilder();
        for (Map.Entry<Notice.Kind, List<NoticeRow>> each : due(now).entrySet()) {
            NoticeMessage message = new NoticeMessage(each.getKey(), each.getValue());
            Optional<Problem> refusal = refusal(message);
            refusal.ifPresent(problem -> failed.append(" noticesFailed=")
                    .append(NoticeMessage.word(message.kind()))
                    .append(": ")
                    .append(problem));
            if (refusal.isEmpty()) {
                message.rows().forEach(row -> rows.told(row, now));
                sent += message.rows().size();
            }
        }
        rows.tidy(now.minus(NoticeOutbox.LONGEST_ONCE), MOST);
        return sent == 0 && failed.isEmpty() ? Optional.empty() : Optional.of("noticesSent=" + sent + failed);
    }

    private Optional<Problem> refusal(NoticeMessage message) {
        try {
            channel.send(message);
            return Optional.empty();
        } catch (Failure failure) {
            return Optional.of(failure.problem());
        }
    }

    private Map<Notice.Kind, List<NoticeRow>> due(Instant now) {
        Map<Notice.Kind, List<NoticeRow>> due = new EnumMap<>(Notice.Kind.class);
        for (NoticeRow row : rows.waiting(MOST)) {
            Optional<Notice.Kind> kind = kind(row);
            if (row.at().isAfter(now.minus(SETTLING))) {
                continue;
            }
            if (row.at().isBefore(now.minus(LONGEST_WAIT))
                    || kind.filter(known -> !holds(known, row)).isPresent()) {
                rows.forget(row);
            } else {
                kind.ifPresent(known ->
                        due.computeIfAbsent(known, any -> new ArrayList<>()).add(row));
            }
        }
        due.values().forEach(list -> list.sort(Comparator.comparing(NoticeRow::at)));
        return due;
    }

    /** What is not about a pair holds as it was told. */
    private boolean holds(Notice.Kind kind, NoticeRow row) {
        return pairs.read(new PairId(row.subject()))
                .map(Stored::value)
                .filter(pair -> !PairNews.holds(kind, pair))
                .isEmpty();
    }

    /** Absent for what a later version knows: that one sends it. */
    private static Optional<Notice.Kind> kind(NoticeRow row) {
        return Arrays.stream(Notice.Kind.values())
                .filter(known -> known.name().equals(row.kind()))
                .findFirst();
    }
}
