package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import java.util.function.Supplier;

/** Brings the CRM in step after a hint from Partner Center. */
public final class UpdateCrm {
    private final Supplier<Connector> connector;
    private final Supplier<SettingsAwaited> otherwise;

    public UpdateCrm() {
        this(App::connector, App::settingsAwaited);
    }

    UpdateCrm(Supplier<Connector> connector, Supplier<SettingsAwaited> otherwise) {
        this.connector = connector;
        this.otherwise = otherwise;
    }

    @FunctionName("UpdateCrm")
    public void work(
            @QueueTrigger(name = "message", queueName = "%CRM_UPDATES_QUEUE%", connection = "COSELL_STORAGE")
                    String message,
            ExecutionContext context) {
        Queue.work(connector, otherwise, message, context);
    }
}
