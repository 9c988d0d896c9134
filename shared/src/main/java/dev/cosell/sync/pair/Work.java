package dev.cosell.sync.pair;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One queue message: which subject, and why. Never a payload.
 *
 * @param mark the mark its event put on the hint
 * @param cause the event's name, for people
 * @param stamp when the source says it changed; an echo is recognised by it
 * @param fingerprints of the columns an event named, by column; an echo is recognised by them
 * @param attempt how often work without a pair was tried; a pair counts its own failures
 * @param trace where in a trace it goes on, as W3C trace context writes it ({@code traceparent}); anything else begins one
 */
public record Work(
        Subject subject,
        String mark,
        String cause,
        Optional<Instant> stamp,
        Map<String, String> fingerprints,
        int attempt,
        String trace) {
    /** The same work once more, after a failure that no pair could count. */
    public Work nextAttempt() {
        return new Work(subject, mark, cause, stamp, fingerprints, attempt + 1, trace);
    }

    /** The same work as a part of another trace. */
    public Work in(String otherTrace) {
        return new Work(subject, mark, cause, stamp, fingerprints, attempt, otherTrace);
    }
}
