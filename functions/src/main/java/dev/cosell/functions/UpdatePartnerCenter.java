package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.cosell.Connector;
import java.util.function.Supplier;

/** Brings Partner Center in step after a hint from the CRM. */
public final class UpdatePartnerCenter {
    private final Supplier<Connector> connector;

    public UpdatePartnerCenter() {
        this(App::connector);
    }

    UpdatePartnerCenter(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("UpdatePartnerCenter")
    public void work(
            @QueueTrigger(name = "message", queueName = "%PARTNER_CENTER_UPDATES_QUEUE%", connection = "COSELL_STORAGE")
                    String message,
            ExecutionContext context) {
        String outcome = connector.get().worker().work(message);
        context.getLogger().info(outcome);
    }
}
