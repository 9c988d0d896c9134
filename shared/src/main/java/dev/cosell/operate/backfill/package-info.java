/**
 * First load, and migration from Microsoft's own connector: finds out what belongs together, tells it before anything is
 * written, and queues what is clear.
 */
package dev.cosell.operate.backfill;
