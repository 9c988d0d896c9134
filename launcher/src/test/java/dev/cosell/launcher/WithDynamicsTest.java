package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.DYNAMICS;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything that is tested end to end, with Dynamics 365 for the CRM. */
class WithDynamicsTest {
    @Nested
    class BothWays extends BothWaysContract {
        BothWays() {
            super(DYNAMICS);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(DYNAMICS);
        }
    }

    @Nested
    class StorageAway extends StorageAwayContract {
        StorageAway() {
            super(DYNAMICS);
        }
    }

    @Nested
    class NobodysBusiness extends NobodysBusinessContract {
        NobodysBusiness() {
            super(DYNAMICS);
        }
    }

    @Nested
    class UnwelcomeCallers extends UnwelcomeCallersContract {
        UnwelcomeCallers() {
            super(DYNAMICS);
        }
    }

    @Nested
    class Migration extends MigrationContract {
        Migration() {
            super(DYNAMICS);
        }
    }

    @Nested
    class Configuration extends ConfigurationContract {
        Configuration() {
            super(DYNAMICS);
        }
    }

    @Nested
    class OperatorCommands extends OperatorCommandsContract {
        OperatorCommands() {
            super(DYNAMICS);
        }
    }

    @AfterAll
    static void nothingIsLeftRunning() {
        RunningStack.stop(DYNAMICS);
    }
}
