package dev.cosell.sync;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is out as a piece of work begins. Until the time of the next trial the work waits. Then exactly one piece of work
 * tries, and the others still wait; so a system that is down is not hammered. What waits comes back spread over a time
 * that grows with the outage, so that all that waited does not meet a system that has just come back at once.
 */
final class Pauses {
    private final Ports ports;
    private final SyncSettings.Timing timing;
    private final Lane lane;
    private final List<Outage> outages;
    private final List<Outage> taken = new ArrayList<>();

    Pauses(Ports ports, SyncSettings.Timing timing, String cause) {
        this.ports = ports;
        this.timing = timing;
        this.lane = Lane.of(cause);
        this.outages = Stream.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM)
                .flatMap(system -> ports.outages().current(system, lane).stream())
                .toList();
    }

    /** Of the outages that nobody may try to end yet, the one that lasts longest. */
    Optional<Outage> untried() {
        Instant now = ports.clock().instant();
        return outages.stream()
                .filter(outage -> outage.probeAt().isAfter(now))
                .max(Comparator.comparing(Outage::probeAt));
    }

    /** Takes the trial of all that is out, once; gives the outage that somebody else tries to end, if one does. */
    Optional<Outage> takeTrials() {
        if (!taken.isEmpty()) {
            return Optional.empty();
        }
        Instant next = ports.clock().instant().plus(longestTrial());
        for (Outage outage : outages) {
            if (!ports.outages().moveProbe(outage, next)) {
                taken.forEach(this::giveBack);
                taken.clear();
                return Optional.of(outage);
            }
            taken.add(outage.probedAt(next));
        }
        return Optional.empty();
    }

    /** Ends what answered; whoever turns out not to need a system leaves its trial to the next. */
    void concluded(Reached reached) {
        List<Outage> seen = taken.isEmpty() ? outages : taken;
        seen.stream().filter(outage -> reached.has(outage.system())).forEach(ports.outages()::end);
        taken.stream().filter(outage -> !reached.tried(outage.system())).forEach(this::giveBack);
    }

    /** How long to wait for the end of an outage. */
    Duration wait(Outage outage) {
        return RetryPolicy.pause(outage, ports.clock().instant(), lane, ports.random());
    }

    private void giveBack(Outage outage) {
        ports.outages().moveProbe(outage, ports.clock().instant());
    }

    private Duration longestTrial() {
        return timing.probe().compareTo(timing.longestCall()) > 0 ? timing.probe() : timing.longestCall();
    }
}
