package dev.cosell.sync.port;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Where events come in: an event becomes a mark on a hint and a message, and nothing else. */
public final class Inbox {
    private final Hints hints;
    private final WorkQueue queue;
    private final Supplier<String> marks;

    public Inbox(Hints hints, WorkQueue queue) {
        this(hints, queue, () -> UUID.randomUUID().toString());
    }

    public Inbox(Hints hints, WorkQueue queue, Supplier<String> marks) {
        this.hints = hints;
        this.queue = queue;
        this.marks = marks;
    }

    /**
     * Accepts an event. When this returns, the event survives any crash; the sender may be answered 2xx.
     *
     * <p>The mark lands before the message: the other way round the message could be worked off, and the pair settled,
     * before the mark says that there was something to do.
     *
     * @param stamp when the source says it changed, if the event tells
     * @param fingerprints of the columns the event named, if it named any
     * @throws dev.cosell.problem.Failure with {@code STORAGE_UNAVAILABLE}: nothing was promised, the sender must retry
     */
    public void accept(
            Subject subject, String cause, Optional<Instant> stamp, Map<String, String> fingerprints, String trace) {
        accept(new Work(subject, marks.get(), cause, stamp, fingerprints, 0, trace), Duration.ZERO);
    }

    private void accept(Work work, Duration delay) {
        if (Causes.asksMore(work.cause())) {
            hints.request(work.subject(), work.mark(), work.cause());
        } else {
            hints.mark(work.subject(), work.mark());
        }
        queue.send(work, delay);
    }

    /** Accepts a request of our own that carries no evidence, for instance a requeued message. */
    public void accept(Subject subject, String cause) {
        accept(subject, cause, Duration.ZERO);
    }

    /** As {@link #accept(Subject, String)}, to be worked on after a while: so that many requests come one by one. */
    public void accept(Subject subject, String cause, Duration delay) {
        accept(new Work(subject, marks.get(), cause, Optional.empty(), Map.of(), 0, ""), delay);
    }
}
