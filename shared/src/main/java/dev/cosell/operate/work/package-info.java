/** Working off the queues: the engine's start, each message, and the net under what was never delivered. */
package dev.cosell.operate.work;
