/**
 * Passing Partner Center's callbacks on: a tenant has one webhook address, so whoever else wants its events gets them from
 * us, with Microsoft's own signature.
 */
package dev.cosell.operate.relay;
