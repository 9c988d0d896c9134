package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Has the deals go on that a switch held, once more is switched on: all of them, once for each such turn. It walks through
 * the lists of held deals by pages and keeps its position, so that it goes on after a crash; only the page it was at may be
 * queued again, of which the deals that were done meanwhile are left out.
 *
 * <p>It waits, with its position, as long as the deals would only wait on a queue or be held again.
 */
public final class Release {
    private static final int PAGE = 100;
    private static final int MOST_AT_A_TIME = 5000;
    /** As long as somebody waits for the answer to a turn. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** Of a timer's run. */
    private static final Duration AT_A_TIME = Duration.ofMinutes(3);

    /** Between two deals of a run, which changes that happen meanwhile go between: 5,000 fill the time to the next run. */
    private static final Duration APART = Duration.ofMillis(100);

    /** Longer than a page takes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** By then every instance heeds a turn, and what it was at before is written. */
    private static final Duration HEARD = Duration.ofMinutes(1);

    private final Switchboard board;
    private final PairDirectory directory;
    private final Inbox inbox;
    private final Outages outages;
    private final KeptState row;
    private final InstantSource clock;

    /**
     * @param row where its position is kept
     * @param clock the storage server's
     */
    public Release(
            Switchboard board,
            PairDirectory directory,
            Inbox inbox,
            Outages outages,
            KeptState row,
            InstantSource clock) {
        this.board = board;
        this.directory = directory;
        this.inbox = inbox;
        this.outages = outages;
        this.row = row;
        this.clock = clock;
    }

    /**
     * Goes on with what a turn released; for a timer.
     *
     * @return how many deals were queued
     */
    int goOn() {
        return walk(MOST_AT_A_TIME, AT_A_TIME);
    }

    /** The first deals, while somebody waits. */
    void begin() {
        walk(PAGE, AT_ONCE);
    }

    private int walk(int most, Duration time) {
        Instant end = clock.instant().plus(time);
        Switchboard.Turned turned = board.turned();
        Optional<Stored<JsonNode>> stored = row.read();
        ReleaseWalk walk = ReleaseWalk.of(stored, turned.opening());
        if (clock.instant().isBefore(walk.busyUntil())) {
            return 0;
        }
        int queued = 0;
        boolean mine = false;
        while (queued < most && clock.instant().isBefore(end) && isDue(walk, turned)) {
            walk = walk.claimed(clock.instant().plus(LEASE));
            stored = row.write(stored, walk.json());
            mine = stored.isPresent();
            if (!mine) {
                // Another instance goes on with it.
                return queued;
            }
            Page<PairSummary> page = directory.withProblem(walk.stage().code(), walk.token(), PAGE);
            int before = queued;
            for (PairSummary deal : page.items()) {
                queued += queue(deal, walk.stage(), turned, queued);
            }
            turned = board.turned();
            walk = walk.after(queued - before, page.next()).forOpening(turned.opening());
        }
        if (mine) {
            row.write(stored, walk.left().json());
        }
        return queued;
    }

    private boolean isDue(ReleaseWalk walk, Switchboard.Turned turned) {
        Switches on = turned.switches();
        boolean anySystemIsOut =
                outages.waitedFor(Lane.of(Causes.HELD_RETRY), clock.instant()).isPresent();
        boolean wouldWait = on.paused() || !on.inbound() && !on.outbound() || anySystemIsOut;
        boolean wouldBeHeld = on.mode() == Switches.Mode.OBSERVE;
        boolean tooEarly = walk.stage().isLate() && clock.instant().isBefore(heard(turned));
        return !walk.isDone() && !wouldWait && !wouldBeHeld && !tooEarly;
    }

    private int queue(PairSummary deal, ReleaseWalk.Stage stage, Switchboard.Turned turned, int before) {
        Optional<Subject> subject = subject(deal, turned.switches());
        if (subject.isEmpty() || !wasHeldByTheTurnBefore(deal, stage, turned)) {
            return 0;
        }
        inbox.accept(subject.get(), Causes.HELD_RETRY, APART.multipliedBy(before));
        return 1;
    }

    /** What was written later was decided by the switches as they are now. */
    private static boolean wasHeldByTheTurnBefore(
            PairSummary deal, ReleaseWalk.Stage stage, Switchboard.Turned turned) {
        boolean before = !deal.updatedAt().isAfter(turned.openedAt());
        return stage.isLate() ? !before && !deal.updatedAt().isAfter(heard(turned)) : before;
    }

    private static Instant heard(Switchboard.Turned turned) {
        return turned.openedAt().plus(HEARD);
    }

    /**
     * The half of a deal whose direction is on: work about the other one would wait. A deal that has none goes on with the
     * turn that switches its direction on.
     */
    static Optional<Subject> subject(PairSummary deal, Switches on) {
        return Subject.of(
                deal.record().filter(record -> on.outbound()), deal.referralId().filter(id -> on.inbound()));
    }
}
