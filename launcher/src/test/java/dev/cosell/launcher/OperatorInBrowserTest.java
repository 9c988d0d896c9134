package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.DYNAMICS;

/** The console of an app that is connected with Dynamics 365. */
class OperatorInBrowserTest extends OperatorInBrowserContract {
    OperatorInBrowserTest() {
        super(DYNAMICS);
    }
}
