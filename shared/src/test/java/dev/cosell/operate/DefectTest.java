package dev.cosell.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DefectTest {
    @Test
    void aDefectIsToldByClassAndPlaceOnOneLine() {
        String told =
                Defect.describe(new IllegalStateException("Ada\nByron", new ArithmeticException("ada@contoso.com")));

        assertTrue(told.startsWith("java.lang.IllegalStateException at dev.cosell.operate.DefectTest."), told);
        assertTrue(told.contains("; caused by java.lang.ArithmeticException at "), told);
        assertEquals(1, told.lines().count());
        assertFalse(told.contains("Ada") || told.contains("ada@"), told);
    }

    @Test
    void anEndlessChainOfCausesIsCut() {
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));

        assertEquals(3, Defect.describe(first).split("; caused by ").length);
    }
}
