package dev.cosell.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Several lines of work in one virtual time. Exactly one goes on at any moment, and only the caller decides which: so the
 * same decisions always give the same history, however many processors there are.
 *
 * <p>Each is a virtual thread, because the engine under test is ordinary blocking code that can be interrupted only at its
 * steps.
 */
final class Strands {
    /** One of them, between two of its steps. */
    static final class Strand {
        private final String name;
        private final int slot;
        private final Semaphore turn = new Semaphore(0);
        private Instant restsUntil = Instant.MIN;
        private boolean over;

        private Strand(String name, int slot) {
            this.name = name;
            this.slot = slot;
        }

        String name() {
            return name;
        }

        /** Which of the workers it is; two at a time never share a number. */
        int slot() {
            return slot;
        }

        Instant restsUntil() {
            return restsUntil;
        }
    }

    private final Semaphore callersTurn = new Semaphore(0);
    private final List<Strand> resting = new ArrayList<>();
    private Optional<Strand> running = Optional.empty();
    private Optional<Throwable> thrown = Optional.empty();
    private boolean ending;

    /** Begins a line of work, which goes on until it first rests, or to its end. */
    void begin(String name, int slot, Runnable work) {
        Strand strand = new Strand(name, slot);
        Thread.ofVirtual().name(name).start(() -> {
            strand.turn.acquireUninterruptibly();
            try {
                work.run();
            } catch (Throwable any) {
                thrown = Optional.of(any);
            }
            strand.over = true;
            callersTurn.release();
        });
        goOn(strand);
    }

    /** Lets one that rests go on, until it rests again or ends. */
    void resume(Strand strand) {
        resting.remove(strand);
        goOn(strand);
    }

    private void goOn(Strand strand) {
        Optional<Strand> before = running;
        running = Optional.of(strand);
        strand.turn.release();
        callersTurn.acquireUninterruptibly();
        running = before;
        if (!strand.over) {
            resting.add(strand);
        }
        thrown.ifPresent(any -> {
            thrown = Optional.empty();
            throw new IllegalStateException(strand.name + " ended by an exception nobody expected", any);
        });
    }

    /** Called by the one that is running: gives the turn back, and comes here again once it is resumed. */
    void rest(Instant until) {
        Strand strand = running.orElseThrow();
        strand.restsUntil = until;
        callersTurn.release();
        strand.turn.acquireUninterruptibly();
        if (ending) {
            throw new World.Crash();
        }
    }

    Optional<Strand> running() {
        return running;
    }

    List<Strand> resting() {
        return List.copyOf(resting);
    }

    /** Ends those that still rest, as if their process died. */
    void endAll() {
        ending = true;
        List.copyOf(resting).forEach(this::resume);
    }
}
