package dev.cosell.operate.telemetry;

import dev.cosell.sync.pair.RefusedCall;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the run on this thread met and the timeline has yet to tell. A run stays on one thread. */
final class Trail {
    private static final ContextKey<Trail> KEY = ContextKey.named("cosell-trail");

    /** More than these help nobody, and an entry has to fit its row. */
    private static final int MOST = 5;

    private final List<RefusedCall> refused = new ArrayList<>();

    static Optional<Trail> current() {
        return Optional.ofNullable(Context.current().get(KEY));
    }

    Context in(Context context) {
        return context.with(KEY, this);
    }

    /** Notes a refused call; of too many the latest are kept. */
    void refused(RefusedCall call) {
        if (refused.size() == MOST) {
            refused.removeFirst();
        }
        refused.add(call);
    }

    List<RefusedCall> refused() {
        return List.copyOf(refused);
    }

    /** It is on the timeline. */
    void told() {
        refused.clear();
    }
}
