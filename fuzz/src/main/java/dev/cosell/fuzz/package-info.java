/**
 * Hostile input for everything that takes input. The app runs in a process of its own, made from its environment as in Azure;
 * around it are the sandbox and a storage account in memory. Every input follows from a seed, the target's name and a number.
 */
package dev.cosell.fuzz;
