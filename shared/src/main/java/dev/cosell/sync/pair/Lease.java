package dev.cosell.sync.pair;

import java.time.Instant;

/**
 * The right to write for a pair.
 *
 * @param owner the worker's own name, unique per attempt
 * @param until by the storage server's clock; no write starts that could end later
 */
public record Lease(String owner, Instant until) {}
