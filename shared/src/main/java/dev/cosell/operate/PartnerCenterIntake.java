package dev.cosell.operate;

import dev.cosell.partnercenter.Callback;
import dev.cosell.partnercenter.CallbackEvent;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.OtherEvents;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.util.Map;

/**
 * Takes Partner Center's callbacks: authenticates, stores the hint, answers. Nothing of an unsigned callback is used, and
 * its {@code ResourceUri} is never called: only the id at its end is taken.
 */
public final class PartnerCenterIntake {
    private final CallbackSignature signature;
    private final Inbox inbox;
    private final OtherEvents others;

    public PartnerCenterIntake(CallbackSignature signature, Inbox inbox, OtherEvents others) {
        this.signature = signature;
        this.inbox = inbox;
        this.others = others;
    }

    /**
     * Accepts a callback.
     *
     * @param headers by lower-case name
     * @param body the raw bytes that were signed
     * @return 202 once the event is safe, whatever it is about
     * @throws dev.cosell.problem.Failure {@code SIGNATURE_INVALID}, {@code TOO_LARGE}, {@code REQUEST_UNREADABLE}; or
     *     {@code STORAGE_UNAVAILABLE}, and {@code UNAVAILABLE} or {@code TIMED_OUT} if the signer's certificate cannot be
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
        if (event.aboutReferral() && event.referralId().isPresent()) {
            inbox.accept(
                    Subject.referral(event.referralId().get()), event.eventName(), event.changedAt(), Map.of(), trace);
        } else {
            others.keep(event.eventName(), headers, body);
        }
        return Reply.empty(202);
    }
}
