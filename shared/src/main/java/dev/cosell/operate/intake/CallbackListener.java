package dev.cosell.operate.intake;

import dev.cosell.partnercenter.CallbackEvent;
import java.util.Map;

/** Hears of Partner Center's callbacks, once they are proved genuine and safe with us. */
public interface CallbackListener {
    /** Header of a callback that another instance passed on to us: Partner Center itself sent it elsewhere. */
    String RELAYED = "x-cosell-relayed";

    /**
     * Takes note of a callback; makes no remote call, because Partner Center waits for its answer.
     *
     * @param headers by lower-case name
     * @param body the raw bytes that were signed
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE} if it could not be noted: Partner Center sends it again
     */
    void heard(CallbackEvent event, Map<String, String> headers, byte[] body);
}
