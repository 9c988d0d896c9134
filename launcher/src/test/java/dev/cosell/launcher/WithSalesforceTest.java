package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.SALESFORCE;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything that is tested end to end, with Salesforce for the CRM. */
class WithSalesforceTest {
    @Nested
    class BothWaysTest extends BothWays {
        BothWaysTest() {
            super(SALESFORCE);
        }
    }

    @Nested
    class FaultsTest extends Faults {
        FaultsTest() {
            super(SALESFORCE);
        }
    }

    @Nested
    class StorageAwayTest extends StorageAway {
        StorageAwayTest() {
            super(SALESFORCE);
        }
    }

    @Nested
    class NobodysBusinessTest extends NobodysBusiness {
        NobodysBusinessTest() {
            super(SALESFORCE);
        }
    }

    @Nested
    class UnwelcomeCallersTest extends UnwelcomeCallers {
        UnwelcomeCallersTest() {
            super(SALESFORCE);
        }
    }

    @Nested
    class ConfigurationTest extends Configuration {
        ConfigurationTest() {
            super(SALESFORCE);
        }
    }

    @AfterAll
    static void nothingIsLeftRunning() {
        RunningStack.stop(SALESFORCE);
    }
}
