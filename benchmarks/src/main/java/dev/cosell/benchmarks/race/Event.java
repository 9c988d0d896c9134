package dev.cosell.benchmarks.race;

import dev.cosell.launcher.JsonClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A webhook as it came in.
 *
 * @param headers by lower-case name
 * @param nanos when, by {@link System#nanoTime()}
 */
record Event(Map<String, String> headers, byte[] body, long nanos) {
    /** The id of the referral that an event of Partner Center tells of: the last part of the referral's address. */
    String referral() {
        try {
            String address = JsonClient.JSON.readTree(body).path("ResourceUri").asText();
            return address.substring(address.lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Partner Center told something else than JSON", e);
        }
    }
}
