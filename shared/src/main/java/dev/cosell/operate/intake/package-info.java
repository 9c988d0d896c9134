/** What both systems send: proved genuine, kept as a hint, answered. */
package dev.cosell.operate.intake;
