package dev.cosell.operate.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.store.StoredForm;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwitchesSideBySideTest {
    private static final Switches SAMPLE =
            new Switches(true, false, true, false, Switches.Mode.PILOT, Set.of("ada@example.com"));

    @Test
    void s17_theSwitchesAreReadInEveryFormTheyEverHad() {
        StoredForm.isNewest("switches", SAMPLE.json());
        StoredForm.all("switches").forEach(form -> assertEquals(SAMPLE, Switches.read(form)));
    }
}
