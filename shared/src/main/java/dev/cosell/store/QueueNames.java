package dev.cosell.store;

import dev.cosell.fieldmap.Side;
import java.util.List;

/**
 * How the work queues are called; their poison queues are called the same plus {@code -poison}, as the Functions host does.
 *
 * @param crmUpdates of hints from Partner Center
 * @param partnerCenterUpdates of hints from the CRM
 */
public record QueueNames(String crmUpdates, String partnerCenterUpdates) {
    public static final QueueNames STANDARD = new QueueNames("crm-updates", "partner-center-updates");

    public QueueNames {
        for (String name : List.of(crmUpdates, partnerCenterUpdates)) {
            // 63 characters are allowed; seven are for "-poison", without which the host would drop what it gives up.
            if (!name.matches("[a-z0-9](-?[a-z0-9]){2,55}") || name.length() > 56) {
                throw new IllegalArgumentException(
                        "expected a queue name of 3 to 56 lower-case letters, digits and single hyphens; found "
                                + name);
            }
        }
    }

    /** The queue for hints from a side. */
    public String from(Side side) {
        return side == Side.PARTNER_CENTER ? crmUpdates : partnerCenterUpdates;
    }

    public List<String> all() {
        return List.of(crmUpdates, partnerCenterUpdates);
    }

    static String poison(String queue) {
        return queue + "-poison";
    }
}
