package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The net under the queues: overdue hints, parked messages, held deals. What was kept long enough is forgotten. It looks at
 * what is to be measured, too.
 */
public final class Sweep {
    private final Supplier<Connector> connector;

    public Sweep() {
        this(App::connector);
    }

    Sweep(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Sweep")
    public void run(
            @TimerTrigger(name = "timer", schedule = "%SWEEP_SCHEDULE%") String timer, ExecutionContext context) {
        Connector app = connector.get();
        each(
                context,
                List.of(
                        () -> app.nets().sweep().run(),
                        () -> app.live().goLive().release(),
                        () -> app.watching().gauges().look()));
    }

    @FunctionName("RetryHeld")
    public void retryHeld(
            @TimerTrigger(name = "timer", schedule = "%HELD_RETRY_SCHEDULE%") String timer, ExecutionContext context) {
        Connector app = connector.get();
        each(
                context,
                List.of(
                        () -> app.live().heldDeals().retryAll(),
                        () -> app.deals().ignored().tidy(),
                        () -> app.privacy().retention().run()));
    }

    /**
     * Each by itself: one that fails does not keep the others from running.
     *
     * @throws RuntimeException the first failure, with the others attached, so that the host counts the run as failed
     */
    private static void each(ExecutionContext context, List<Supplier<String>> jobs) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Supplier<String> job : jobs) {
            try {
                context.getLogger().info(job.get());
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
