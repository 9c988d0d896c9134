package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class AuditTextTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:59Z");

    @Test
    void theNewestLineComesFirst() {
        String text = AuditText.with(AuditText.with("", NOON, "first", 1000), NOON.plusSeconds(60), "second", 1000);
        assertEquals("2026-11-22 12:01 - second\n2026-11-22 12:00 - first", text);
    }

    @Test
    void aMessageIsOneLine() {
        assertEquals("2026-11-22 12:00 - one two", AuditText.with("", NOON, "one\r\ntwo\n", 1000));
    }

    @Test
    void theOldestLineLeavesTheRing() {
        String text = "";
        for (int i = 0; i <= AuditText.LINES; i++) {
            text = AuditText.with(text, NOON.plus(i, ChronoUnit.MINUTES), "line " + i + ".", 100_000);
        }
        assertEquals(AuditText.LINES, text.lines().count());
        assertTrue(text.contains("line 1."));
        assertFalse(text.contains("line 0."));
    }

    @Test
    void aFullColumnLosesWholeLines() {
        String text = AuditText.with("2026-11-22 11:59 - an older line", NOON, "new", 40);
        assertEquals("2026-11-22 12:00 - new", text);
    }

    @Test
    void aCutNeverSplitsACharacter() {
        assertEquals("ab\u2026", AuditText.cut("ab\uD83D\uDE80cd", 4));
    }

    @Property(tries = 300)
    void theColumnsLengthIsNeverExceeded(
            @ForAll String earlier, @ForAll String message, @ForAll @IntRange(min = 1, max = 300) int maxLength) {
        assertTrue(AuditText.with(earlier, NOON, message, maxLength).length() <= maxLength);
    }
}
