/**
 * What senders, operators and timers ask for, by topic in a package each, one class per request. Here is what all topics
 * share: how a request is read, and the {@link dev.cosell.operate.Reply}, which a trigger only carries over.
 */
package dev.cosell.operate;
