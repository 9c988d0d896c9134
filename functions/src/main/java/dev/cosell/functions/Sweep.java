package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import java.util.function.Supplier;

/**
 * The net under the queues: overdue hints, parked messages, held deals, old records of what was ignored. It looks at what is
 * to be measured, too.
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
        context.getLogger().info(connector.get().nets().sweep().run());
        context.getLogger().info(connector.get().live().goLive().release());
        context.getLogger().info(connector.get().watching().gauges().look());
    }

    @FunctionName("RetryHeld")
    public void retryHeld(
            @TimerTrigger(name = "timer", schedule = "%HELD_RETRY_SCHEDULE%") String timer, ExecutionContext context) {
        context.getLogger().info(connector.get().live().heldDeals().retryAll());
        context.getLogger().info(connector.get().deals().ignored().tidy());
    }
}
