/** The ports of {@link dev.cosell.sync} in memory, for tests and simulations. */
package dev.cosell.sync.memory;
