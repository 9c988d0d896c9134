package dev.cosell.operate.backfill;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to become of a referral or a record. */
public enum Verdict {
    /** It has a pair already. */
    PAIRED,
    /** Exactly one record and one referral belong together by what they name: they become a pair. */
    LINK,
    /** Nothing belongs to it: the other half is made. */
    CREATE,
    /** Several records may be meant, or one that nothing but its name speaks for: a person decides. */
    AMBIGUOUS,
    /** It is over, or policy or its own switch keeps it out. */
    LEFT_ALONE,
    /** It names a half that is not there. */
    ORPHANED,
    /** A system would not show what is needed to tell. */
    UNREADABLE,
    /** A record of which another finding tells. */
    NAMED;

    /** Whether a run queues it. An orphan is queued so that people see it among the orphans. */
    boolean isQueued() {
        return switch (this) {
            case LINK, CREATE, ORPHANED -> true;
            case PAIRED, AMBIGUOUS, LEFT_ALONE, UNREADABLE, NAMED -> false;
        };
    }

    /** Whether it took calls to find out, as a rule: the rate is about these. */
    boolean takesCalls() {
        return switch (this) {
            case LINK, CREATE, AMBIGUOUS, ORPHANED, UNREADABLE -> true;
            case PAIRED, LEFT_ALONE, NAMED -> false;
        };
    }

    /** Whether people are told of it by itself. */
    boolean isTold() {
        return this != NAMED;
    }

    /** In lower case with hyphens, as callers see it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Verdict> of(String word) {
        return Arrays.stream(values())
                .filter(Verdict::isTold)
                .filter(verdict -> verdict.word().equals(word))
                .findFirst();
    }
}
