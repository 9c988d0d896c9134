package dev.cosell.launcher;

import static dev.cosell.launcher.crm.CrmProduct.SALESFORCE;

/** The console of an app that is connected with Salesforce. */
class OperatorInBrowserWithSalesforceTest extends OperatorInBrowserContract {
    OperatorInBrowserWithSalesforceTest() {
        super(SALESFORCE);
    }
}
