package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.DYNAMICS;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything that is tested end to end, with Dynamics 365 for the CRM. */
class WithDynamicsTest {
    @Nested
    class BothWaysTest extends BothWays {
        BothWaysTest() {
            super(DYNAMICS);
        }
    }

    @Nested
    class FaultsTest extends Faults {
        FaultsTest() {
            super(DYNAMICS);
        }
    }

    @Nested
    class StorageAwayTest extends StorageAway {
        StorageAwayTest() {
            super(DYNAMICS);
        }
    }

    @Nested
    class NobodysBusinessTest extends NobodysBusiness {
        NobodysBusinessTest() {
            super(DYNAMICS);
        }
    }

    @Nested
    class UnwelcomeCallersTest extends UnwelcomeCallers {
        UnwelcomeCallersTest() {
            super(DYNAMICS);
        }
    }

    @Nested
    class ConfigurationTest extends Configuration {
        ConfigurationTest() {
            super(DYNAMICS);
        }
    }

    @AfterAll
    static void nothingIsLeftRunning() {
        RunningStack.stop(DYNAMICS);
    }
}
