package dev.cosell.operate.notice;

import dev.cosell.problem.Failure;
import dev.cosell.store.NoticeRow;
import dev.cosell.store.TableNotices;
import java.time.Duration;
import java.util.Set;

/** Keeps notices in storage until {@link NoticeRound} has sent them. What nobody wants to hear of is not kept. */
public final class NoticeOutbox implements Notices {
    /** Longer than a message is tried, and than the time between two alarms of one deadline. */
    static final Duration LONGEST_ONCE = Duration.ofDays(30);

    private static final Duration A_DAY = Duration.ofDays(1);

    private final TableNotices rows;
    private final Set<Notice.Kind> wanted;
    private final Notices otherwise = new LoggedNotices();

    public NoticeOutbox(TableNotices rows, Set<Notice.Kind> wanted) {
        this.rows = rows;
        this.wanted = Set.copyOf(wanted);
    }

    /** As the interface says; while storage is away the notice goes to the log. */
    @Override
    public void tell(Notice notice) {
        try {
            keep(notice);
        } catch (Failure storageAway) {
            otherwise.tell(notice);
        }
    }

    /**
     * Keeps a notice, unless the same words about the same thing wait or were sent lately.
     *
     * @throws Failure {@code STORAGE_UNAVAILABLE}
     */
    public void keep(Notice notice) {
        if (wanted.contains(notice.kind())) {
            rows.keep(
                    NoticeRow.of(notice.kind().name(), notice.subject(), notice.text(), notice.at()),
                    once(notice.kind()));
        }
    }

    /** An alarm names its date, and is repeated by whoever finds it; what happens anew is worth a word every day. */
    private static Duration once(Notice.Kind kind) {
        return switch (kind) {
            case REFERRAL_EXPIRES, SIGN_IN_EXPIRES -> LONGEST_ONCE;
            case REFERRAL_ARRIVED,
                    MICROSOFT_ANSWERED,
                    DEAL_SHARED,
                    DEAL_HELD,
                    MESSAGE_PARKED,
                    CALLS_SHORT,
                    DRIFT_FOUND,
                    REGISTRATION_LOST -> A_DAY;
        };
    }
}
