package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private static final Subject ONE = Subject.referral("referral-1");
    private static final Subject OTHER = Subject.referral("referral-2");

    private final Origins origins = new Origins();

    @Test
    void whoeverIsToldThatNothingWasWrittenDisownsWhatTheyCausedAndNothingElse() {
        Event denied = origins.noted(event(ONE), true);
        origins.noted(event(OTHER), true);
        origins.disown(denied);
        assertEquals(1, origins.byPeople(Set.of(ONE, OTHER)));
        assertEquals(0, origins.byPeople(Set.of(OTHER)));
    }

    private static Event event(Subject subject) {
        return new Event(subject, "referral-updated", Optional.empty(), Map.of());
    }
}
