/**
 * The connector beside other programs for the same job: each on a stage of its own with the same sandbox, the same storage
 * and the same JVM flags, in turns.
 */
package dev.cosell.benchmarks.race;
