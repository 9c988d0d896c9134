/**
 * Dynamics 365 Sales through the Dataverse Web API v9.2.
 *
 * <p>Start at {@link dev.cosell.crm.dynamics.DynamicsCrm} (the port) and {@link
 * dev.cosell.crm.dynamics.DynamicsEvent} (webhooks). What this CRM calls things is in {@code Table} and {@code
 * Relation}; what its errors mean is in {@code WebApiError}.
 */
package dev.cosell.crm.dynamics;
