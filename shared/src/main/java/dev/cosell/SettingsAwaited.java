package dev.cosell;

import dev.cosell.problem.Problem;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.RelayQueue;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of queue messages as long as settings are wrong: they are put off.
 *
 * <p>If the trigger failed instead, the host would try each message five times within a minute and then park it, so that
 * one wrong setting would empty the queues into the poison queues, and somebody would have to bring everything back.
 */
public final class SettingsAwaited {
    static final Duration PUT_OFF = Duration.ofMinutes(2);

    private final WorkQueue queue;
    private final RelayQueue relay;

    /**
     * Needs the storage settings only, which the host needs as well to give us any message.
     *
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if those are wrong
     */
    public SettingsAwaited(Function<String, Optional<String>> source) {
        this(storage(source), Settings.queueNames(source), Settings.relayQueue(source));
    }

    private SettingsAwaited(Storage storage, QueueNames names, String relay) {
        this(new QueueWork(storage, names), new RelayQueue(storage, relay));
    }

    SettingsAwaited(WorkQueue queue, RelayQueue relay) {
        this.queue = queue;
        this.relay = relay;
    }

    /**
     * Queues the message's work again with a delay; it may be deleted then.
     *
     * @return one line for the log
     * @throws dev.cosell.problem.Failure {@code MESSAGE_UNREADABLE} or {@code STORAGE_UNAVAILABLE}
     */
    public String putOff(String message, Problem why) {
        Work work = WorkCodec.decode(message);
        queue.send(work, PUT_OFF);
        return "outcome=later delayMillis=" + PUT_OFF.toMillis() + " problem=" + why;
    }

    /** The same for a callback that is to be passed on. */
    public String putOffRelay(String message, Problem why) {
        relay.send(RelayQueue.decode(message), PUT_OFF);
        return "relay=later delayMillis=" + PUT_OFF.toMillis() + " problem=" + why;
    }

    private static Storage storage(Function<String, Optional<String>> source) {
        StorageConnection connection = StorageConnection.resolve(Setting.COSELL_STORAGE.name(), source);
        Foundation.loadTransportFirst();
        return new Storage(connection, Storage.Options.standard());
    }
}
