/** What is remembered of a pair and of what was asked for: immutable values, nothing that reads or writes. */
package dev.cosell.sync.pair;
