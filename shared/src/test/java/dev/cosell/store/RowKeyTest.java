package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class RowKeyTest {
    @Property(tries = 200)
    void everyKeyIsOneThatStorageTakes(@ForAll @StringLength(max = 300) String text) {
        assertTrue(RowKey.of(text).matches("[A-Za-z0-9_.:|~-]{0,200}"));
    }

    @Property(tries = 200)
    void differentTextsHaveDifferentKeys(
            @ForAll @StringLength(max = 3) String one, @ForAll @StringLength(max = 3) String other) {
        assertEquals(one.equals(other), RowKey.of(one).equals(RowKey.of(other)));
    }

    @Example
    void ordinaryIdsStayReadable() {
        assertEquals("pc|7b2e-41", RowKey.of("pc|7b2e-41"));
        assertEquals("crm|opportunity~2F7b2e", RowKey.of("crm|opportunity/7b2e"));
    }

    @Example
    void longTextsDifferBeyondWhereTheirKeyIsCut() {
        assertNotEquals(RowKey.of("x".repeat(1000) + "a"), RowKey.of("x".repeat(1000) + "b"));
    }

    @Example
    void endlessTextsAreRefused() {
        Failure refused = assertThrows(Failure.class, () -> RowKey.of("x".repeat(4097)));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
    }
}
