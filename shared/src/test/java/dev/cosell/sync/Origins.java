package dev.cosell.sync;

import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who caused which event: people, or a write of the connector's own. The message about an event names it in its trace. */
final class Origins {
    /** @param ours whether a write of the connector's own caused it */
    record Origin(Event event, boolean ours) {}

    private final Map<String, Origin> origins = new HashMap<>();

    /** Takes note of an event; gives it with its name. */
    Event noted(Event event, boolean ours) {
        Event named = event.in("event " + (origins.size() + 1));
        origins.put(named.trace(), new Origin(named, ours));
        return named;
    }

    /** An event counts as nobody's: whoever caused it was told that nothing was written. */
    void disown(Event event) {
        origins.put(event.trace(), new Origin(event, false));
    }

    /** How many events of some rows people caused. */
    long byPeople(Set<Subject> rows) {
        return origins.values().stream()
                .filter(origin -> !origin.ours() && rows.contains(origin.event().subject()))
                .count();
    }

    /** The event a message is about, if it is about one: a reminder, or what was asked for, is not. */
    Optional<Origin> of(Work work) {
        return Optional.ofNullable(origins.get(work.trace()))
                .filter(origin -> origin.event().cause().equals(work.cause())
                        && origin.event().subject().equals(work.subject()));
    }
}
