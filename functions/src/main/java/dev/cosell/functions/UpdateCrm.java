package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import dev.cosell.Connector;
import java.util.function.Supplier;

/** Brings the CRM in step after a hint from Partner Center. */
public final class UpdateCrm {
    private final Supplier<Connector> connector;

    public UpdateCrm() {
        this(App::connector);
    }

    UpdateCrm(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("UpdateCrm")
    public void work(
            @QueueTrigger(name = "message", queueName = "%CRM_UPDATES_QUEUE%", connection = "COSELL_STORAGE")
                    String message,
            ExecutionContext context) {
        String outcome = connector.get().worker().work(message);
        context.getLogger().info(outcome);
    }
}
