package dev.cosell.operate.relay;

import dev.cosell.operate.intake.CallbackListener;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.partnercenter.CallbackEvent;
import dev.cosell.store.RelayMessage;
import dev.cosell.store.RelayQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queues every callback for those who want it, one short write however many they are: Partner Center's answer waits for
 * nobody. What another instance passed on to us goes no further, so that two of them cannot send an event in circles.
 */
public final class Relay implements CallbackListener {
    private static final List<String> SIGNED_WITH = List.of(
            "authorization", "x-ms-signature", "x-ms-certificate-url", "x-ms-signature-algorithm", "content-type");

    private final RelayTargets targets;
    private final RelayQueue queue;
    private final Notices notices;
    private final InstantSource clock;

    public Relay(RelayTargets targets, RelayQueue queue, Notices notices, InstantSource clock) {
        this.targets = targets;
        this.queue = queue;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public void heard(CallbackEvent event, Map<String, String> headers, byte[] body) {
        if (headers.containsKey(RELAYED) || targets.all().isEmpty()) {
            return;
        }
        Map<String, String> signed = new HashMap<>(headers);
        signed.keySet().retainAll(SIGNED_WITH);
        RelayMessage message = new RelayMessage(event.eventName(), Map.copyOf(signed), body, List.of(), 0);
        if (!queue.send(message, Duration.ZERO)) {
            notices.tell(new Notice(
                    Notice.Kind.MESSAGE_PARKED,
                    "relay",
                    "A callback (" + event.eventName() + ") of " + body.length
                            + " bytes is too large to be passed on. It was taken here; the relay's targets do not get it.",
                    clock.instant()));
        }
    }
}
