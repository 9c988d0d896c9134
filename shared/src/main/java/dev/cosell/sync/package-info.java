/**
 * The heart: how a change travels from one side to the other, against ports defined here.
 *
 * <p>Read in this order: {@code Inbox} (an event becomes a hint and a message), {@code SyncEngine} (a message becomes
 * at most a read and a write), {@code Merge} (what differs, and who wins), {@code Pair} (everything that is remembered).
 */
package dev.cosell.sync;
