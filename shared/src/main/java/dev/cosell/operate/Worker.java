package dev.cosell.operate;

import dev.cosell.store.WorkCodec;
import dev.cosell.sync.Outcome;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.Work;
import java.util.function.Supplier;

/** Works off queue messages. */
public final class Worker {
    private final Supplier<SyncEngine> engine;

    /** @param engine made on first use, because it reads the CRM's metadata */
    public Worker(Supplier<SyncEngine> engine) {
        this.engine = engine;
    }

    /**
     * Works off one message.
     *
     * @param message as the queue trigger gives it
     * @return what came of it, one line for the log, without personal data
     * @throws dev.cosell.problem.Failure if the message cannot be read (the host then moves it, whole, to the poison
     *     queue after its last attempt), or if storage is away (it comes back)
     */
    public String work(String message) {
        Work work = WorkCodec.decode(message);
        Outcome outcome = engine.get().work(work);
        return "subject=" + work.subject().key() + " cause=" + work.cause() + " " + line(outcome);
    }

    private static String line(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Synced synced -> "outcome=synced pair=" + synced.pair() + " writes=" + synced.writes();
            case Outcome.Skipped skipped -> "outcome=skipped why=\"" + skipped.why() + "\"";
            case Outcome.Held held ->
                "outcome=held problem=" + held.problem().code().code()
                        + held.pair().map(pair -> " pair=" + pair).orElse("");
            case Outcome.Later later ->
                "outcome=later delayMillis=" + later.delay().toMillis();
            case Outcome.Parked parked ->
                "outcome=parked problem=" + parked.problem().code().code();
        };
    }
}
