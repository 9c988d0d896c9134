package dev.cosell.sync;

import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at a pair again at an instant although nothing may have happened.
 *
 * <p>The pair says when ({@link Deadlines#wakeAt}), and a delayed message that names the instant waits for it. Only the
 * message that names the instant the pair says counts: one for a date that has changed since is dropped without a trace,
 * so that messages do not multiply. When it is time the hint is marked anew, as for any event: what comes after cannot
 * tell a wake-up from an event, and a mark that an event has left unsettled is settled along with it. The mark is a new
 * one each time the message comes; an old one, put back over a newer event's, would hide that event.
 *
 * <p>The message is sent before the pair says so: a crash in between leaves a message that nobody waits for.
 */
final class WakeUps {
    /** The longest a storage queue hides a message; later dates take several. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Ports ports;

    WakeUps(Ports ports) {
        this.ports = ports;
    }

    /** Whether a message waits for an instant. The work it leads to has the same cause, but names none. */
    static boolean isOne(Work work) {
        return work.cause().equals(Causes.WAKE_UP) && work.stamp().isPresent();
    }

    /** Has a pair looked at again at an instant. The caller stores that instant in the pair. */
    void order(Pair pair, Instant instant, String trace) {
        Optional<Subject> subject =
                pair.referralId().map(Subject::referral).or(() -> pair.record().map(Subject::record));
        subject.ifPresent(whose -> send(
                new Work(whose, Causes.WAKE_UP, Causes.WAKE_UP, Optional.of(instant), Map.of(), 0, trace), instant));
    }

    /**
     * What a message that waited leads to.
     *
     * @param work does the work of an event
     */
    Outcome ring(Work timer, Function<Work, Outcome> work) {
        Instant instant = timer.stamp().orElseThrow();
        Optional<Hint> hint = ports.hints().read(timer.subject());
        Optional<Pair> pair = pair(timer.subject(), hint);
        boolean wanted = pair.filter(found -> found.deadlines().wakeAt().equals(Optional.of(instant)))
                .isPresent();
        if (!wanted) {
            return leftOpen(instant, hint, pair)
                    .map(mark -> work.apply(marked(timer, mark)))
                    .orElseGet(() -> new Outcome.Skipped("nobody waits for " + instant + " any more"));
        }
        if (ports.clock().instant().isBefore(instant)) {
            return new Outcome.Later(send(timer, instant), "waits for " + instant);
        }
        String mark = marks(instant) + Newcomers.mark(ports);
        ports.hints().mark(timer.subject(), mark);
        return work.apply(marked(timer, mark));
    }

    /**
     * The mark that the same message left when it came before and was not worked off, if it is still the newest: others
     * have looked at the pair since, so that nobody waits for the instant, but none of them settles that mark.
     */
    private static Optional<String> leftOpen(Instant instant, Optional<Hint> hint, Optional<Pair> pair) {
        return hint.filter(found -> found.mark().startsWith(marks(instant)))
                .filter(found -> pair.filter(row -> !row.hasSettled(found.subject(), found.mark()))
                        .isPresent())
                .map(Hint::mark);
    }

    /** How the marks of an instant begin. */
    private static String marks(Instant instant) {
        return Causes.WAKE_UP + " " + instant + " ";
    }

    private static Work marked(Work timer, String mark) {
        return new Work(timer.subject(), mark, timer.cause(), Optional.empty(), Map.of(), 0, timer.trace());
    }

    private Optional<Pair> pair(Subject subject, Optional<Hint> hint) {
        return hint.flatMap(Hint::pair)
                .or(() -> ports.claims().owner(Claim.of(subject)).map(PairId::new))
                .flatMap(ports.pairs()::read)
                .map(Stored::value);
    }

    /** @return after how long it comes; whole seconds, and not before its time if that can be */
    private Duration send(Work timer, Instant instant) {
        Duration left = Duration.between(ports.clock().instant(), instant).plusMillis(999);
        Duration delay = Duration.ofSeconds(Math.clamp(left.toSeconds(), 0, LONGEST.toSeconds()));
        ports.queue().send(timer, delay);
        return delay;
    }
}
