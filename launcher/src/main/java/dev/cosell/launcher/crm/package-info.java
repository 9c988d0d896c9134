/**
 * The CRMs of the sandbox, and CSV files in place of one, as their sellers and administrators see and use them, one class each
 * behind {@link dev.cosell.launcher.crm.CrmSandbox}, so that one story serves all.
 */
package dev.cosell.launcher.crm;
