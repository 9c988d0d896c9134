/**
 * What people ask of a deal: a {@link dev.cosell.sync.pair.Command}, kept in its pair before they are answered and done by
 * a worker, once.
 */
package dev.cosell.operate.command;
