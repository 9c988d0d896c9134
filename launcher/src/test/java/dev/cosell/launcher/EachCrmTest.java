package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No CRM is promised less than another. */
class EachCrmTest {
    @Test
    void s01_whatIsTestedWithOneIsTestedWithAll() {
        assertEquals(promises(WithDynamicsTest.class), promises(WithSalesforceTest.class));
    }

    private static Set<String> promises(Class<?> tests) {
        return Arrays.stream(tests.getDeclaredClasses())
                .map(nested -> nested.getSuperclass().getName())
                .collect(Collectors.toSet());
    }
}
