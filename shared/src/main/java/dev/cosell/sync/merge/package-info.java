/** Decides what has to be written where, from what both sides show and showed. Pure. */
package dev.cosell.sync.merge;
