package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.function.Function;

/** A function behind a queue. What nobody can read is refused by that name, so that the host parks it; all else is worked off. */
final class QueueMessages implements Target {
    /**
     * A good message.
     *
     * @param sent what its sender does before: without a hint, a message is nobody's
     */
    record Sample(JsonNode message, Runnable sent) {}

    private final DeployedFunction function;
    private final Function<Dice, Sample> samples;
    private final Promises promises;

    QueueMessages(DeployedFunction function, Function<Dice, Sample> samples, Promises promises) {
        this.function = function;
        this.samples = samples;
        this.promises = promises;
    }

    @Override
    public String name() {
        return "queue " + function.name();
    }

    @Override
    public int weight() {
        return 15;
    }

    @Override
    public Trial trial(Dice dice) {
        Sample sample = samples.apply(dice);
        String message = new Mutation(dice).json(sample.message());
        return new Trial(() -> message, () -> {
            sample.sent().run();
            work(message);
        });
    }

    private void work(String message) {
        Invocation invocation = new Invocation(function.name());
        try {
            function.work(message, invocation);
        } catch (Failure refused) {
            if (refused.problem().code() != ProblemCode.MESSAGE_UNREADABLE) {
                throw refused;
            }
        }
        promises.checkLog(invocation);
    }
}
