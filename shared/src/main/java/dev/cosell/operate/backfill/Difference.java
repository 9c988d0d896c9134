package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A field in which the halves of a deal differ when they first meet, and what becomes of it.
 *
 * @param partnerCenter what the referral shows, as people read it
 * @param crm what the record shows
 * @param end what happens to it
 * @param why the field map's reason, where nothing is written
 */
record Difference(String field, String partnerCenter, String crm, End end, String why) {
    /** What becomes of a difference. */
    enum End {
        /** The record gets the referral's value. */
        TO_CRM,
        /** The referral gets the record's value. */
        TO_PARTNER_CENTER,
        /** A person decides; both keep theirs until then. */
        HELD,
        /** Both keep theirs: one side cannot take the other's. */
        KEPT_APART;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("field", field)
                .put("partnerCenter", partnerCenter)
                .put("crm", crm)
                .put("end", end.word())
                .put("why", why);
    }

    static Difference of(JsonNode json) {
        return new Difference(
                json.path("field").asText(),
                json.path("partnerCenter").asText(),
                json.path("crm").asText(),
                End.valueOf(json.path("end").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                json.path("why").asText());
    }
}
