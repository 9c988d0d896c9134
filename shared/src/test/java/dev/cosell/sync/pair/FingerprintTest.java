package dev.cosell.sync.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    @Test
    void aNumberHasOneFingerprintHoweverItIsWritten() {
        String five = Fingerprint.of(IntNode.valueOf(500));
        assertEquals(five, Fingerprint.of(DecimalNode.valueOf(new BigDecimal("500.00"))));
        assertEquals(five, Fingerprint.of(DecimalNode.valueOf(new BigDecimal("5E+2"))));
        assertEquals(Fingerprint.of(IntNode.valueOf(0)), Fingerprint.of(DecimalNode.valueOf(new BigDecimal("0.000"))));
        assertNotEquals(five, Fingerprint.of(IntNode.valueOf(501)));
    }

    @Test
    void anEnormousNumberCostsNoMemory() {
        assertEquals(
                16,
                Fingerprint.of(DecimalNode.valueOf(new BigDecimal("1E+999999999")))
                        .length());
    }

    @Test
    void emptyIsNotTheWordNull() {
        assertNotEquals(Fingerprint.of(NullNode.getInstance()), Fingerprint.of(TextNode.valueOf("null")));
        assertNotEquals(Fingerprint.of(NullNode.getInstance()), Fingerprint.of(TextNode.valueOf("")));
    }

    @Test
    void itIsSixteenHexadecimalDigitsAndNeverTheUnknownOne() {
        assertTrue(Fingerprint.of(BooleanNode.TRUE).matches("[0-9a-f]{16}"));
        assertNotEquals(Fingerprint.UNKNOWN, Fingerprint.of(TextNode.valueOf(Fingerprint.UNKNOWN)));
    }

    @Test
    void itStaysTheSameFromReleaseToRelease() {
        // First digits of SHA-256 of "abc", as published with the algorithm.
        assertEquals("ba7816bf8f01cfea", Fingerprint.of(TextNode.valueOf("abc")));
    }
}
