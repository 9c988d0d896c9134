package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Hints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Hints} promises. */
public abstract class HintsContract {
    private static final Subject SUBJECT = Subject.referral("ref-1");
    private static final Subject OTHER = Subject.record(new RecordRef("opportunity", "rec-1"));
    private static final PairId PAIR = new PairId("pair-1");

    private Hints hints;

    /** New and empty. */
    protected abstract Hints hints();

    @BeforeEach
    void fresh() {
        hints = hints();
    }

    @Test
    void anUnmarkedSubjectHasNoHint() {
        assertEquals(Optional.empty(), hints.read(SUBJECT));
    }

    @Test
    void aMarkIsReadBack() {
        hints.mark(SUBJECT, "m1");

        Hint hint = hints.read(SUBJECT).orElseThrow();
        assertEquals(SUBJECT, hint.subject());
        assertEquals("m1", hint.mark());
        assertEquals(Optional.empty(), hint.pair());
        assertEquals(Optional.empty(), hints.read(OTHER));
    }

    @Test
    void theNewestMarkWins() {
        hints.mark(SUBJECT, "m1");
        Hint first = read();
        hints.mark(SUBJECT, "m2");

        assertEquals("m2", read().mark());
        assertNotEquals(first.version(), read().version());
        assertTrue(!read().markedAt().isBefore(first.markedAt()));
    }

    @Test
    void markingKeepsThePairAndBindingKeepsTheMark() {
        hints.mark(SUBJECT, "m1");
        hints.bind(SUBJECT, PAIR);
        assertEquals("m1", read().mark());

        hints.mark(SUBJECT, "m2");
        assertEquals(Optional.of(PAIR), read().pair());
    }

    @Test
    void aRequestIsAMarkAndIsRememberedUntilThereIsANewerOneOrItIsWaived() {
        hints.request(SUBJECT, "m1", "share");
        assertEquals("m1", read().mark());
        assertEquals(Optional.of(new Hint.Request("m1", "share")), read().request());

        hints.mark(SUBJECT, "m2");
        assertEquals("m2", read().mark());
        assertEquals(Optional.of(new Hint.Request("m1", "share")), read().request());

        hints.request(SUBJECT, "m3", "sync-now-forced");
        assertEquals(Optional.of(new Hint.Request("m3", "sync-now-forced")), read().request());

        hints.waive(SUBJECT);
        assertEquals(Optional.empty(), read().request());
        assertEquals("m3", read().mark());
    }

    @Test
    void whenTheNextTryIsDueIsReadBackAndListed() {
        Instant until = Instant.parse("2026-03-01T10:00:00Z");
        hints.mark(SUBJECT, "m1");
        assertEquals(Optional.empty(), read().notBefore());
        hints.postpone(SUBJECT, until);

        assertEquals("m1", read().mark());
        assertEquals(Optional.of(until), read().notBefore());
        assertEquals(
                List.of(read()),
                hints.markedBetween(Instant.EPOCH, read().markedAt().plusSeconds(1), 10));
    }

    @Test
    void aPairBoundBeforeTheFirstMarkIsRemembered() {
        hints.bind(SUBJECT, PAIR);
        assertEquals(Optional.empty(), hints.read(SUBJECT));

        hints.mark(SUBJECT, "m1");
        assertEquals(Optional.of(PAIR), read().pair());
    }

    @Test
    void aDroppedHintIsGoneAndMayBeDroppedAgain() {
        hints.mark(SUBJECT, "m1");
        Hint hint = read();
        assertTrue(hints.drop(hint));
        assertTrue(hints.drop(hint));

        assertEquals(Optional.empty(), hints.read(SUBJECT));
    }

    @Test
    void aHintThatWasMarkedAgainIsNotDropped() {
        hints.mark(SUBJECT, "m1");
        Hint old = read();
        hints.mark(SUBJECT, "m2");
        assertTrue(hints.drop(old));

        assertEquals("m2", read().mark());
    }

    @Test
    void aHintThatWasOnlyPutOffMeanwhileIsDropped() {
        hints.mark(SUBJECT, "m1");
        Hint old = read();
        hints.postpone(SUBJECT, Instant.parse("2026-03-02T09:00:00Z"));

        assertTrue(hints.drop(old));
        assertEquals(Optional.empty(), hints.read(SUBJECT));
    }

    @Test
    void whoDropsAHintLearnsThatItWasBoundMeanwhile() {
        hints.mark(SUBJECT, "m1");
        Hint old = read();
        hints.bind(SUBJECT, PAIR);

        assertFalse(hints.drop(old));
        assertEquals(Optional.of(PAIR), read().pair());
    }

    @Test
    void theSweepFindsWhatWasMarkedInItsWindow() {
        hints.mark(SUBJECT, "m1");
        hints.mark(OTHER, "m2");
        hints.bind(Subject.referral("never-marked"), PAIR);
        Instant first = read().markedAt();
        Instant end = hints.read(OTHER).orElseThrow().markedAt().plus(Duration.ofMillis(1));

        assertEquals(
                List.of("m1", "m2"),
                hints.markedBetween(first, end, 10).stream()
                        .map(Hint::mark)
                        .sorted()
                        .toList());
        assertEquals(1, hints.markedBetween(first, end, 1).size());
        assertEquals(List.of(), hints.markedBetween(first.minusSeconds(60), first, 10));
        assertEquals(List.of(), hints.markedBetween(end, end.plusSeconds(60), 10));
    }

    @ParameterizedTest
    @MethodSource("dev.cosell.store.HostileIds#all")
    void anyIdCanBeASubject(String id) {
        Subject subject = Subject.record(new RecordRef("opportunity", id));
        hints.mark(subject, "m1");
        hints.mark(Subject.record(new RecordRef("opportunity", id + "x")), "m2");

        Hint hint = hints.read(subject).orElseThrow();
        assertEquals("m1", hint.mark());
        assertTrue(hints.markedBetween(hint.markedAt(), hint.markedAt().plusSeconds(1), 10).stream()
                .anyMatch(found -> found.subject().equals(subject)));
        hints.drop(hint);
        assertEquals(Optional.empty(), hints.read(subject));
    }

    private Hint read() {
        return hints.read(SUBJECT).orElseThrow();
    }
}
