package dev.cosell.sync.pair;

import dev.cosell.fieldmap.Side;
import java.time.Instant;
import java.util.Optional;

/** A group that both sides changed to different values, while it waits for a person to decide. */
public record Conflict(Shown partnerCenter, Shown crm) {
    /**
     * What a side has.
     *
     * @param value as people read it; the members of a group with a space between them
     * @param at the side's own time of its last change when the value was first noticed
     * @param event the event of that side that brought the value; absent if it was noticed on the way to something else
     * @param by id of the CRM's user who made that change; absent where the side does not tell, as Partner Center never does
     */
    public record Shown(String value, Instant at, Optional<String> event, Optional<String> by) {}

    public Shown shown(Side side) {
        return side == Side.PARTNER_CENTER ? partnerCenter : crm;
    }
}
