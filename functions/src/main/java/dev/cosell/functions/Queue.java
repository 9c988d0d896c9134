package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.function.Function;
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
        work(
                connector,
                ready -> ready.worker().work(message),
                why -> otherwise.get().putOff(message, why),
                context);
    }

    /** The same for a callback that is to be passed on. */
    static void relay(
            Supplier<Connector> connector,
            Supplier<SettingsAwaited> otherwise,
            String message,
            ExecutionContext context) {
        work(
                connector,
                ready -> ready.webhook().relayWorker().work(message),
                why -> otherwise.get().putOffRelay(message, why),
                context);
    }

    /** Both give a line for the log. */
    private static void work(
            Supplier<Connector> connector,
            Function<Connector, String> work,
            Function<Problem, String> putOff,
            ExecutionContext context) {
        Connector ready;
        try {
            ready = connector.get();
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.MISCONFIGURED) {
                throw failure;
            }
            context.getLogger().warning(putOff.apply(failure.problem()));
            return;
        }
        context.getLogger().info(work.apply(ready));
    }
}
