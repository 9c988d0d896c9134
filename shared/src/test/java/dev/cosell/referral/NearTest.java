package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearTest {
    @Test
    void theLabelMeantComesFirstWhateverItsCase() {
        assertEquals(
                List.of("Yes", "No", "Have not decided"), Near.to("yess", List.of("Have not decided", "No", "Yes")));
    }

    @Test
    void twoLettersSwappedAreOneSlip() {
        assertEquals(1, EditDistance.between("Sapin", "Spain"));
        assertEquals(" Did you mean \"notes\"?", Near.hint("ntoes", List.of("name", "notes")));
    }

    @Test
    void noLabelsGiveNone() {
        assertEquals(List.of(), Near.to("x", List.of()));
    }
}
