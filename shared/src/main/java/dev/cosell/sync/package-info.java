/**
 * The heart: how a change travels from one side to the other, against ports.
 *
 * <p>Read in this order: {@code pair.Pair} (everything that is remembered), {@code port.Inbox} (an event becomes a hint
 * and a message), {@code SyncEngine} (a message becomes at most a read and a write), {@code merge.Merge} (what differs,
 * and who wins).
 */
package dev.cosell.sync;
