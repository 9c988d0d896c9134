/**
 * What all CRM adapters share. Each adapter implements {@link dev.cosell.sync.port.Crm} in a package below this one and
 * keeps the promises of the contract test suite.
 */
package dev.cosell.crm;
