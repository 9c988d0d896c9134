package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearLabelsTest {
    @Test
    void theLabelMeantComesFirstWhateverItsCase() {
        assertEquals(
                List.of("Yes", "No", "Have not decided"),
                NearLabels.to("yess", List.of("Have not decided", "No", "Yes")));
    }

    @Test
    void noLabelsGiveNone() {
        assertEquals(List.of(), NearLabels.to("x", List.of()));
    }
}
