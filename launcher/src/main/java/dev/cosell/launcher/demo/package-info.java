/**
 * The demo: a co-sell story played on the sandbox, and a check of its end that shares no code with the connector.
 *
 * <p>{@link dev.cosell.launcher.demo.Story} is what happens, {@link dev.cosell.launcher.demo.Sides} the hands of the
 * people in it, {@link dev.cosell.launcher.demo.Comparison} the independent eye.
 */
package dev.cosell.launcher.demo;
