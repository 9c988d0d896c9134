package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reduces a referral to what the field map reads of it.
 *
 * <p>A pointer that begins with {@code /microsoft} is about Microsoft's half of the engagement. Microsoft's half shows
 * only those, and no version: it is not what gets written. What is null there is unknown, because Microsoft fills it
 * late and never empties it. The partner's own half shows all others, and Microsoft's tracking ids as soon as it
 * carries them.
 */
public final class ReferralSnapshot {
    private static final String MICROSOFTS = "/microsoft";
    private static final String MICROSOFTS_IDS = MICROSOFTS + "/trackingInfo/";

    private ReferralSnapshot() {}

    /**
     * What a referral shows.
     *
     * @param pointers that the field maps read
     */
    public static Snapshot of(Set<String> pointers, Referral referral) {
        boolean isMicrosofts = referral.isMicrosofts();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String pointer : pointers) {
            value(referral.document(), isMicrosofts, pointer).ifPresent(value -> values.put(pointer, value));
        }
        return new Snapshot(values, isMicrosofts ? Optional.empty() : referral.eTag(), referral.updatedAt());
    }

    /** Whether a pointer of the field map is about Microsoft's half. */
    public static boolean isMicrosofts(String pointer) {
        return pointer.startsWith(MICROSOFTS + "/");
    }

    private static Optional<JsonNode> value(JsonNode referral, boolean isMicrosofts, String pointer) {
        if (!isMicrosofts(pointer)) {
            return isMicrosofts ? Optional.empty() : present(Members.at(referral, pointer));
        }
        boolean shownByOurs = pointer.startsWith(MICROSOFTS_IDS);
        if (!isMicrosofts && !shownByOurs) {
            return Optional.empty();
        }
        JsonNode value = Members.at(referral, pointer.substring(MICROSOFTS.length()));
        if (isMicrosofts) {
            return present(value).filter(node -> !node.isNull());
        }
        boolean known = value.isTextual() && !value.asText().isBlank();
        return known ? Optional.of(value) : Optional.empty();
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
