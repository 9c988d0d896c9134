package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.Conflict;

/** One side of a conflict as answers show it: its value, when it changed, by whom and by which event. */
public final class ConflictJson {
    private ConflictJson() {}

    /** {@code {"value", "changedAt", "by", "event"}}, the last where an event told of the change. */
    public static ObjectNode of(Conflict conflict, Side side) {
        Conflict.Shown shown = conflict.shown(side);
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("value", shown.value())
                .put("changedAt", shown.at().toString())
                .put(
                        "by",
                        side == Side.CRM ? shown.by().map("CRM user "::concat).orElse("CRM") : side.label());
        shown.event().ifPresent(event -> node.put("event", event));
        return node;
    }
}
