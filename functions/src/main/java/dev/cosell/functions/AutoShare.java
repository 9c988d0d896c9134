package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import java.util.function.Supplier;

/** Shares records by rule. */
public final class AutoShare {
    private final Supplier<Connector> connector;

    public AutoShare() {
        this(App::connector);
    }

    AutoShare(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("AutoShare")
    public void run(
            @TimerTrigger(name = "timer", schedule = "%AUTO_SHARE_SCHEDULE%") String timer, ExecutionContext context) {
        context.getLogger().info(connector.get().shares().autoShare().run());
    }
}
