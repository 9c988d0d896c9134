/**
 * How much both systems are called: counted by day for all instances, kept within what the settings allow, paused when a
 * system stops answering, and shown by the hour.
 */
package dev.cosell.operate.budget;
