/** What was given up, for operators: seen in groups, queued again at a rate, kept as a file, or discarded with a reason. */
package dev.cosell.operate.poison;
