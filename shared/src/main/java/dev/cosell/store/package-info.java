/**
 * Azure Storage behind the ports of {@link dev.cosell.sync}: tables for hints, claims, pairs with their audit, indexes and
 * outages; queues for work and for what was parked.
 *
 * <p>Read {@code Storage} (how the account is reached), then {@code TablePairs} (one row transaction), then
 * {@code QueueWork}. {@code PairDirectory} and {@code PoisonMessages} are what operators look at.
 */
package dev.cosell.store;
