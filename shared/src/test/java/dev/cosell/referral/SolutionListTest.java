package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a known solution. */
class SolutionListTest {
    @Test
    void nothingIsUnknownToAnEmptyList() {
        assertTrue(SolutionList.EMPTY.isEmpty());
        assertTrue(SolutionList.EMPTY.isKnown("SOL-12345-ABC"));
        assertEquals(List.of(), SolutionList.EMPTY.near("SOL-12345-ABC"));
    }

    @Test
    void onceSomebodyGaveAListEverythingElseIsUnknown() {
        SolutionList list = new SolutionList(List.of("SOL-12345-ABC"), List.of("SOL-90001-NWC"));
        assertTrue(list.isKnown(" sol-12345-abc "));
        assertFalse(list.isKnown("SOL-90001-NWC"));
        assertFalse(list.isKnown("SOL-55555-QQQ"));
    }

    @Test
    void whatWasOnlyLearnedMakesANewIdUnknownIfItLooksMistyped() {
        SolutionList learned = new SolutionList(List.of(), List.of("SOL-12345-ABC"));
        assertFalse(learned.isKnown("SOL-12354-ABC"));
        assertTrue(learned.isKnown("SOL-55555-QQQ"));
        assertTrue(new SolutionList(List.of(), List.of("SOL-1")).isKnown("SOL-2"));
    }

    @Test
    void theNearestComeFirstAndAreThreeAtMost() {
        SolutionList list = new SolutionList(List.of("SOL-1", "SOL-12", "SOL-123", "OTHER"), List.of());
        assertEquals(List.of("SOL-12", "SOL-123", "SOL-1"), list.near("sol-12x"));
    }

    @Test
    void idsAreReadHoweverPeopleSeparateThem() {
        assertEquals(
                List.of("SOL-1", "SOL-2", "SOL-3", "SOL-4", "SOL-5"),
                Solution.ids(" SOL-1;SOL-2, SOL-3\r\n\nSOL-4 | SOL-5; "));
        assertEquals(List.of(), Solution.ids(" "));
    }
}
