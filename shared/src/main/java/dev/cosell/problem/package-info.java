/**
 * The problem catalogue: every way work can stop, with its cause, its fix and who can fix it.
 *
 * <p>Ground floor: imports nothing of the connector.
 */
package dev.cosell.problem;
