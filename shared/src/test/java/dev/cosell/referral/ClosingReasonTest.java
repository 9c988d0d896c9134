package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosingReasonTest {
    @Test
    void partnerCentersReasonsAreSentInPartnerCentersWords() {
        assertEquals(Optional.of("Customer didn't respond"), read(" customer DIDNT\nrespond "));
        assertEquals(Optional.of("Test referral"), ClosingReason.read(Status.ERROR, "test-referral"));
    }

    @Test
    void anyOtherReasonIsSentAsItIsOnOneLine() {
        assertEquals(Optional.of("They moved to Mars"), read("They moved\r\n to Mars\u0000"));
        assertEquals(Optional.of("budget"), ClosingReason.read(Status.WON, "budget"));
    }

    @Test
    void noTextAndTooMuchOfItAreNoReason() {
        assertEquals(Optional.empty(), read(" \t"));
        assertEquals(Optional.empty(), read("x".repeat(ClosingReason.LONGEST + 1)));
        assertEquals(Optional.of("x".repeat(ClosingReason.LONGEST)), read("x".repeat(ClosingReason.LONGEST)));
    }

    @Test
    void whatNeedsNoReasonHasNone() {
        assertEquals(List.of(), ClosingReason.of(Status.WON));
        assertEquals(8, ClosingReason.of(Status.DECLINED).size());
        assertEquals(9, ClosingReason.of(Status.ERROR).size());
    }

    private static Optional<String> read(String text) {
        return ClosingReason.read(Status.LOST, text);
    }
}
