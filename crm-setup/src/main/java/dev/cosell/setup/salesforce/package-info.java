/**
 * What Salesforce needs: the projects in {@code crm/salesforce}, by the Salesforce CLI and under the sign-in it has. This
 * process sees no token of the organisation.
 */
package dev.cosell.setup.salesforce;
