/**
 * The CRMs of the sandbox as their sellers and administrators see and use them, one class each behind {@link
 * dev.cosell.launcher.crm.CrmSandbox}, so that one story and one set of end-to-end tests serve all.
 */
package dev.cosell.launcher.crm;
