package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.Optional;

/**
 * A record was saved.
 *
 * @param before as it was; empty if the record is new
 */
record Event(Stored after, Optional<Stored> before, Caller caller) {}
