package dev.cosell.operate.work;

import dev.cosell.store.Page;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Subject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What lies on the poison list with a reason: queued again it would only be parked again. What the host gave up
 * without a reason is not among them: storage may have been away, and then another try is all it needs.
 */
public final class ParkedForAReason implements Supplier<Set<Subject>> {
    private static final int PAGE = 1000;

    private final PoisonMessages poison;
    private final QueueNames queues;

    public ParkedForAReason(PoisonMessages poison, QueueNames queues) {
        this.poison = poison;
        this.queues = queues;
    }

    @Override
    public Set<Subject> get() {
        Set<Subject> subjects = new HashSet<>();
        for (String queue : queues.all()) {
            Optional<String> token = Optional.empty();
            do {
                Page<PoisonMessage> page = poison.list(queue, token, PAGE);
                page.items().stream()
                        .filter(message -> message.problem().isPresent())
                        .flatMap(message -> message.work().stream())
                        .forEach(work -> subjects.add(work.subject()));
                token = page.next();
            } while (token.isPresent());
        }
        return subjects;
    }
}
