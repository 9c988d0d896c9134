package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sync.pair.Fingerprint;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The version of a row, which Salesforce does not give: when the organisation last changed it, and a fingerprint of what it
 * holds, because that stamp has whole seconds and a row may change twice in one. Written {@code <instant>/<fingerprint>}.
 */
final class RowVersion {
    /** Has to be asked for, for a version to be told. */
    static final String STAMP = "SystemModstamp";

    private RowVersion() {}

    /** @param columns of the row itself */
    static String of(JsonNode row, Collection<String> columns) {
        ObjectNode held = RestApi.JSON.createObjectNode();
        new TreeSet<>(columns).forEach(column -> held.set(column, row.path(column)));
        return stamp(row).map(Moments::plain).orElse("") + "/" + Fingerprint.of(held);
    }

    static Optional<Instant> stamp(JsonNode row) {
        return Moments.parse(row.path(STAMP).asText(""));
    }

    /** The condition of a write: our own clock has no part in it, the stamp is Salesforce's word. */
    static Map<String, String> unmodifiedSince(String version) {
        return Moments.parse(version.split("/", 2)[0])
                .map(stamp -> Map.of("If-Unmodified-Since", Moments.header(stamp)))
                .orElse(Map.of());
    }
}
