/**
 * Sharing records: which could be, what is wrong with them, the solutions they may name, and sharing them one by one or by
 * rule.
 */
package dev.cosell.operate.share;
