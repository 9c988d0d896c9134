package dev.cosell.benchmarks;

import dev.cosell.benchmarks.scale.Message;
import dev.cosell.operate.doctor.DealChange;
import dev.cosell.problem.RemoteSystem;
import java.util.ArrayList;
import java.util.List;

/** What the changes of a deal's life lead to, as it was counted: one message per event, each change as often as it happens. */
final class DealsMessages {
    private DealsMessages() {}

    static List<Message> counted(List<SyncCost> costs) {
        List<Message> messages = new ArrayList<>();
        for (DealChange change : DealChange.values()) {
            SyncCost cost = costs.stream()
                    .filter(each -> each.change().equals(change.measuredAs()))
                    .findFirst()
                    .orElseThrow();
            for (int time = 0; time < change.times(); time++) {
                messages.addAll(messages(cost));
            }
        }
        return messages;
    }

    private static List<Message> messages(SyncCost cost) {
        List<Message> messages = new ArrayList<>();
        for (Installation.Step step : cost.steps()) {
            messages.add(Message.counted(
                    step.transactions(),
                    step.calls().stream()
                            .map(call -> call.system() == RemoteSystem.CRM)
                            .toList(),
                    messages.size() + 1 == cost.steps().size()));
        }
        return messages;
    }
}
