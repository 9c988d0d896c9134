package dev.cosell.operate.intake;

import dev.cosell.operate.Reply;
import dev.cosell.partnercenter.Callback;
import dev.cosell.partnercenter.CallbackEvent;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Takes Partner Center's callbacks: authenticates, stores the hint, answers. Nothing of an unsigned callback is used, and
 * its {@code ResourceUri} is never called: only the id at its end is taken.
 */
public final class PartnerCenterIntake {
    /**
     * Partner Center gives up long before; reconciliation has found the change by then. A younger replay is only a hint
     * that costs nothing, and cannot be told from a repetition by Partner Center itself.
     */
    static final Duration OLDEST = Duration.ofDays(7);

    private final CallbackSignature signature;
    private final Inbox inbox;
    private final List<CallbackListener> listeners;
    private final InstantSource clock;

    /**
     * @param listeners told of every genuine event, whatever it is about, once our own part of it is stored
     * @param clock the storage server's
     */
    public PartnerCenterIntake(
            CallbackSignature signature, Inbox inbox, List<CallbackListener> listeners, InstantSource clock) {
        this.signature = signature;
        this.inbox = inbox;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    /**
     * Accepts a callback.
     *
     * @param headers by lower-case name
     * @param body the raw bytes that were signed
     * @return 202 once the event is safe, whatever it is about
     * @throws dev.cosell.problem.Failure {@code SIGNATURE_INVALID}, {@code TOO_LARGE}, {@code REQUEST_UNREADABLE}, {@code
     *     EVENT_TOO_OLD}; or {@code STORAGE_UNAVAILABLE}, and {@code UNAVAILABLE} or {@code TIMED_OUT} if the signer's certificate cannot be
     *     fetched: then nothing was decided, and the sender must try again
     */
    public Reply accept(Map<String, String> headers, byte[] body, String trace) {
        if (body.length > Callback.LARGEST_BODY) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected at most " + Callback.LARGEST_BODY + " bytes, found " + body.length)
                    .failure();
        }
        signature.verify(headers, body);
        CallbackEvent event = Callback.parse(body);
        refuseOld(event);
        if (event.aboutReferral() && event.referralId().isPresent()) {
            inbox.accept(
                    Subject.referral(event.referralId().get()), event.eventName(), event.changedAt(), Map.of(), trace);
        }
        listeners.forEach(listener -> listener.heard(event, headers, body));
        return Reply.empty(202);
    }

    private void refuseOld(CallbackEvent event) {
        Instant now = clock.instant();
        event.changedAt().filter(now.minus(OLDEST)::isAfter).ifPresent(changed -> {
            throw Problem.of(
                            ProblemCode.EVENT_TOO_OLD,
                            "expected a change within " + OLDEST.toDays() + " days, found one of " + changed)
                    .failure();
        });
    }
}
