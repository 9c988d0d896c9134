/**
 * The soak: people work on deals on both sides while the processes under them are really killed, and a check from outside
 * at the end.
 *
 * <p>{@link dev.cosell.launcher.soak.Soak} is the course of it; {@link dev.cosell.launcher.soak.People} work, {@link
 * dev.cosell.launcher.soak.Killer} kills, {@link dev.cosell.launcher.soak.Book} is what people remember having typed, and
 * {@link dev.cosell.launcher.soak.Verdict} compares both with what stands there when all is quiet. None of it uses the
 * connector's code.
 */
package dev.cosell.launcher.soak;
