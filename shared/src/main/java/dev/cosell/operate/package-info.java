/**
 * What senders, operators and timers ask for, one class per request; each answers with a {@link
 * dev.cosell.operate.Reply}, which a trigger only carries over.
 */
package dev.cosell.operate;
