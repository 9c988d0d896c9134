package dev.cosell.operate.relay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.store.RelayQueue;

/** What operators see of the relay, and do about callbacks that nobody took. */
public final class RelayDesk {
    private final RelayTargets targets;
    private final RelayQueue queue;

    public RelayDesk(RelayTargets targets, RelayQueue queue) {
        this.targets = targets;
        this.queue = queue;
    }

    /** Who gets callbacks (host names only), how many wait, how many were given up. */
    public Reply show() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode hosts = body.putArray("targets");
        targets.all().forEach(target -> hosts.add(target.host()));
        return Reply.of(200, body.put("waiting", queue.waiting()).put("parked", queue.parked()));
    }

    /** Passes parked callbacks on once more, those that a target is there for; at most 320 at a time. */
    public Reply requeue() {
        int requeued = queue.requeueParked(message -> !targets.due(message).isEmpty());
        return Reply.of(200, JsonNodeFactory.instance.objectNode().put("requeued", requeued));
    }

    /** Forgets parked callbacks for good; at most 320 at a time. */
    public Reply discard() {
        return Reply.of(200, JsonNodeFactory.instance.objectNode().put("discarded", queue.discardParked()));
    }
}
