package dev.cosell.operate.connect;

import java.time.Instant;

/**
 * Something that ends.
 *
 * @param what for people, the same each time: a setting's name, a certificate's
 * @param how to renew it, in one sentence
 */
public record Expiry(String what, Instant at, String how) {}
