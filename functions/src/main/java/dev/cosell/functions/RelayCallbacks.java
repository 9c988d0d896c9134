package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import java.util.function.Supplier;

/** Passes Partner Center's callbacks on to other systems. */
public final class RelayCallbacks {
    private final Supplier<Connector> connector;
    private final Supplier<SettingsAwaited> otherwise;

    public RelayCallbacks() {
        this(App::connector, App::settingsAwaited);
    }

    RelayCallbacks(Supplier<Connector> connector, Supplier<SettingsAwaited> otherwise) {
        this.connector = connector;
        this.otherwise = otherwise;
    }

    @FunctionName("RelayCallbacks")
    public void work(
            @QueueTrigger(name = "message", queueName = "%RELAY_QUEUE%", connection = "COSELL_STORAGE") String message,
            ExecutionContext context) {
        Queue.relay(connector, otherwise, message, context);
    }
}
