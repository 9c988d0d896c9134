/**
 * Partner Center: the adapter of the port {@code sync.PartnerCenter}, and its webhooks (registration, signature, event).
 *
 * <p>Source: Microsoft's pages on the Referrals API and on Partner Center webhooks, and what was observed on the wire
 * where they are silent or contradict each other.
 */
package dev.cosell.partnercenter;
