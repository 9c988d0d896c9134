package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import java.util.function.Supplier;

/** Brings Partner Center in step after a hint from the CRM. */
public final class UpdatePartnerCenter {
    private final Supplier<Connector> connector;
    private final Supplier<SettingsAwaited> otherwise;

    public UpdatePartnerCenter() {
        this(App::connector, App::settingsAwaited);
    }

    UpdatePartnerCenter(Supplier<Connector> connector, Supplier<SettingsAwaited> otherwise) {
        this.connector = connector;
        this.otherwise = otherwise;
    }

    @FunctionName("UpdatePartnerCenter")
    public void work(
            @QueueTrigger(name = "message", queueName = "%PARTNER_CENTER_UPDATES_QUEUE%", connection = "COSELL_STORAGE")
                    String message,
            ExecutionContext context) {
        Queue.work(connector, otherwise, message, context);
    }
}
