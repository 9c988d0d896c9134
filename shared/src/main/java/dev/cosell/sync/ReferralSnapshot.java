package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a referral shows of the mapped fields.
 *
 * <p>Pointers under {@code /microsoft} are about Microsoft's half of the engagement. That half shows nothing else, and
 * no version to write against; our own referral shows them only where it has a value itself.
 */
public final class ReferralSnapshot {
    private static final String MICROSOFT = "/microsoft/";

    private ReferralSnapshot() {}

    public static Snapshot of(FieldMap map, Referral referral) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String pointer : map.paths(Side.PARTNER_CENTER)) {
            boolean aboutMicrosoft = pointer.startsWith(MICROSOFT);
            if (!aboutMicrosoft && referral.isMicrosofts()) {
                continue;
            }
            JsonNode node = Members.at(
                    referral.document(), aboutMicrosoft ? pointer.substring(MICROSOFT.length() - 1) : pointer);
            boolean absent =
                    node.isMissingNode() || aboutMicrosoft && node.asText("").isBlank();
            if (!absent) {
                values.put(pointer, node);
            }
        }
        return referral.isMicrosofts()
                ? new Snapshot(values, Optional.empty(), Optional.empty())
                : new Snapshot(values, referral.eTag(), referral.updatedAt());
    }
}
