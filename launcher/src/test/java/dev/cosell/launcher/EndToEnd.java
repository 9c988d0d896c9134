package dev.cosell.launcher;

import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.demo.Sides;

/**
 * What runs with each CRM: {@link WithDynamicsTest}, {@link WithSalesforceTest}. What may differ is in {@link
 * Differences}.
 */
abstract class EndToEnd {
    final CrmProduct crm;
    final RunningStack running;
    final Sides sides;

    EndToEnd(CrmProduct crm) {
        this.crm = crm;
        running = RunningStack.with(crm);
        sides = running.sides();
    }
}
