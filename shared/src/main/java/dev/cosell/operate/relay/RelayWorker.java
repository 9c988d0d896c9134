package dev.cosell.operate.relay;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.operate.intake.CallbackListener;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.RelayMessage;
import dev.cosell.store.RelayQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Passes a queued callback on. Whoever does not take it is tried again with growing waits, the others are not bothered again;
 * in the end it is parked, as is what waits for an address that is no target any more. Order is not kept, and after a crash
 * a target may get a callback twice, as from Partner Center.
 *
 * <p>Of a target's answer only the status counts: nothing of it is kept, and no redirect is followed.
 */
public final class RelayWorker {
    /** Tries, the first included; the waits between them add up to about three hours. */
    static final int MOST_ATTEMPTS = 12;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RelayTargets targets;
    private final RelayQueue queue;
    private final Transport transport;
    private final Notices notices;
    private final InstantSource clock;

    /** @param transport that counts nowhere, follows no redirect, and limits the size of answers */
    public RelayWorker(
            RelayTargets targets, RelayQueue queue, Transport transport, Notices notices, InstantSource clock) {
        this.targets = targets;
        this.queue = queue;
        this.transport = transport;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Works off a message.
     *
     * @return one line for the log, with the targets' hosts only
     * @throws Failure {@code MESSAGE_UNREADABLE} or {@code STORAGE_UNAVAILABLE}
     */
    public String work(String text) {
        RelayMessage message = RelayQueue.decode(text);
        List<RelayTarget> due = targets.due(message);
        List<String> missing = targets.missing(message);
        List<RelayTarget> failed = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (RelayTarget target : due) {
            Optional<String> refusal = send(message, target);
            refusal.ifPresent(why -> failed.add(target));
            outcomes.add(target.host() + "=" + refusal.orElse("taken"));
        }
        String line = "relay=" + message.event() + " attempt=" + message.attempt() + " " + outcomes;
        if (due.isEmpty() || !missing.isEmpty()) {
            line += parkedWithoutTarget(message.only(missing));
        }
        return failed.isEmpty() ? line : line + goOn(message, failed);
    }

    static Duration waitAfter(int attempt) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 10));
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private String goOn(RelayMessage message, List<RelayTarget> failed) {
        RelayMessage next =
                message.againFor(failed.stream().map(RelayTarget::id).distinct().toList());
        Duration wait = waitAfter(message.attempt());
        if (next.attempt() < MOST_ATTEMPTS && queue.send(next, wait)) {
            return " again=" + wait;
        }
        String hosts = failed.stream().map(RelayTarget::host).distinct().collect(Collectors.joining(", "));
        return parked(
                next,
                "Callbacks could not be passed on to " + hosts
                        + " and are parked. Put that system right, then requeue them: POST /api/relay/requeue.");
    }

    private String parkedWithoutTarget(RelayMessage message) {
        return parked(
                message,
                "Callbacks wait for an address that is no target any more, and are parked. Name it in RELAY_URLS again, then"
                        + " requeue them: POST /api/relay/requeue. Or forget them: POST /api/relay/discard.");
    }

    private String parked(RelayMessage message, String why) {
        queue.park(message);
        notices.tell(new Notice(Notice.Kind.MESSAGE_PARKED, "relay", why, clock.instant()));
        return " parked";
    }

    /** @return why the target did not take it */
    private Optional<String> send(RelayMessage message, RelayTarget target) {
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.putIfAbsent("content-type", "application/json");
        headers.put(CallbackListener.RELAYED, "1");
        try {
            // Nobody's quota: the system only names whose event it is.
            Answer answer = transport.send(
                    new Call(RemoteSystem.PARTNER_CENTER, "POST", target.address(), headers, message.body(), TIMEOUT));
            return answer.ok() ? Optional.empty() : Optional.of("HTTP " + answer.status());
        } catch (Failure failure) {
            return Optional.of(failure.problem().code().code());
        }
    }
}
