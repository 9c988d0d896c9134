/**
 * Salesforce through its REST API: opportunities, leads, accounts, contacts, the solutions of a deal, and what its describe
 * calls say about them.
 *
 * <p>Two things differ from a CRM that was made for this. Salesforce chooses the ids of records, so a new record goes by
 * its external id until it is there. And it has no general ETag: what stands in for it, and what that leaves open, is told
 * at {@link dev.cosell.crm.salesforce.SalesforceCrm}.
 */
package dev.cosell.crm.salesforce;
