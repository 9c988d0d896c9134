package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.SALESFORCE;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything that is tested end to end, with Salesforce for the CRM. */
class WithSalesforceTest {
    @Nested
    class BothWays extends BothWaysContract {
        BothWays() {
            super(SALESFORCE);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(SALESFORCE);
        }
    }

    @Nested
    class StorageAway extends StorageAwayContract {
        StorageAway() {
            super(SALESFORCE);
        }
    }

    @Nested
    class NobodysBusiness extends NobodysBusinessContract {
        NobodysBusiness() {
            super(SALESFORCE);
        }
    }

    @Nested
    class UnwelcomeCallers extends UnwelcomeCallersContract {
        UnwelcomeCallers() {
            super(SALESFORCE);
        }
    }

    @Nested
    class Migration extends MigrationContract {
        Migration() {
            super(SALESFORCE);
        }
    }

    @Nested
    class Configuration extends ConfigurationContract {
        Configuration() {
            super(SALESFORCE);
        }
    }

    @Nested
    class OperatorCommands extends OperatorCommandsContract {
        OperatorCommands() {
            super(SALESFORCE);
        }
    }

    @AfterAll
    static void nothingIsLeftRunning() {
        RunningStack.stop(SALESFORCE);
    }
}
