/**
 * The commands behind {@code ./cosell}: everything on this computer as processes of its own ({@link
 * dev.cosell.launcher.Stack}), started, found again and stopped.
 */
package dev.cosell.launcher;
