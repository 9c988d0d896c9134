package dev.cosell.store;

import java.util.List;
import java.util.Optional;

/**
 * Which parked messages are meant.
 *
 * @param queues they came from, without {@code -poison}
 * @param reason as {@link PoisonMessage#reason()} gives it; any if absent
 * @param subject as {@link dev.cosell.sync.pair.Subject#key()} gives it; any if absent
 */
public record PoisonChoice(List<String> queues, Optional<String> reason, Optional<String> subject) {
    public PoisonChoice {
        queues = List.copyOf(queues);
    }

    public static PoisonChoice allOf(List<String> queues) {
        return new PoisonChoice(queues, Optional.empty(), Optional.empty());
    }

    boolean takes(PoisonMessage message) {
        return reason.filter(wanted -> !wanted.equals(message.reason())).isEmpty()
                && subject.filter(wanted -> message.work()
                                .filter(work -> work.subject().key().equals(wanted))
                                .isEmpty())
                        .isEmpty();
    }
}
