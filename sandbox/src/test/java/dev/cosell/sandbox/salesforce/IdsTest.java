package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Record ids. */
class IdsTest {
    @ParameterizedTest
    @CsvSource({
        "001R00000033I6A, 001R00000033I6AIAU",
        "003q000000KvQ1t, 003q000000KvQ1tAAF",
        "a00D0000008pQRA, a00D0000008pQRAIA2"
    })
    void theCheckTellsUpperFromLowerCase(String fifteen, String eighteen) {
        assertEquals(Optional.of(eighteen), Ids.parse(fifteen));
        assertEquals(Optional.of(eighteen), Ids.parse(eighteen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "001R", "001R00000033I6AIAV", "001R00000033I6A!", "001R00000033I6AIA"})
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), Ids.parse(text));
    }

    @Test
    void eachNumberHasAnIdOfItsOwn() {
        assertNotEquals(Ids.mint("006", 61), Ids.mint("006", 62));
        assertEquals(Optional.of(Ids.mint("006", 1)), Ids.parse(Ids.mint("006", 1)));
        assertEquals("006", Ids.prefix(Ids.mint("006", 1)));
    }
}
