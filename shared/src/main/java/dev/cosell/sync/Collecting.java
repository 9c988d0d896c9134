package dev.cosell.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * How edits that follow each other are collected into one write. Pure.
 *
 * <p>Partner Center's writes are the scarce ones. After one, what the seller edits waits until nobody has edited for the
 * quiet time, and never longer than {@link #LONGEST} after that write.
 */
final class Collecting {
    static final Duration LONGEST = Duration.ofSeconds(30);

    private Collecting() {}

    /**
     * Until when an edit waits.
     *
     * @param window the end of the quiet time after the last write
     * @param lastEdit when the newest event of the record came
     */
    static Instant until(Instant window, Instant lastEdit, Duration quiet) {
        Instant rest = lastEdit.plus(quiet);
        Instant last = window.minus(quiet).plus(LONGEST);
        Instant wanted = rest.isAfter(window) ? rest : window;
        return wanted.isAfter(last) ? last : wanted;
    }
}
