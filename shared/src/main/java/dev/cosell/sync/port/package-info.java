/** What the engine needs from the outside: the two systems, the stores, the queues. */
package dev.cosell.sync.port;
