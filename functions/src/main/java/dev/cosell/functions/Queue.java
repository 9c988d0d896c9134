package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.function.Supplier;

/**
 * Carries a queue message to the worker. What is thrown reaches the host, which gives the message again, five times in
 * all, and then parks it.
 */
final class Queue {
    private Queue() {}

    static void work(
            Supplier<Connector> connector,
            Supplier<SettingsAwaited> otherwise,
            String message,
            ExecutionContext context) {
        Connector ready;
        try {
            ready = connector.get();
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.MISCONFIGURED) {
                throw failure;
            }
            context.getLogger().warning(otherwise.get().putOff(message, failure.problem()));
            return;
        }
        context.getLogger().info(ready.worker().work(message));
    }
}
