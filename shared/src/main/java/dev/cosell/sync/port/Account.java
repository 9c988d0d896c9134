package dev.cosell.sync.port;

import dev.cosell.sync.pair.RecordRef;
import java.net.URI;

/**
 * An account of the CRM, as far as customers are told apart by it. Parts the account does not show are empty texts.
 *
 * @param country as the account has it: a code, a name, or any other text
 * @param link where people open it
 */
public record Account(
        RecordRef ref,
        String name,
        String postalCode,
        String country,
        String externalId,
        String duns,
        String website,
        URI link) {}
