package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.store.Discarded;
import dev.cosell.store.PoisonMessage;

/** Parked messages as answers show them. */
final class PoisonJson {
    /** Enough of what may be anybody's; a message of ours is far shorter. */
    private static final int LONGEST_BODY = 4000;

    private PoisonJson() {}

    static ObjectNode of(PoisonMessage message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", message.id())
                .put("queue", message.queue())
                .put("parkedAt", message.parkedAt().toString());
        message.work()
                .ifPresent(work -> node.put("subject", work.subject().key())
                        .put("cause", work.cause())
                        .put("attempts", work.attempt()));
        message.problem()
                .or(message::unreadable)
                .ifPresent(problem -> node.put("problem", problem.code().code()).put("detail", problem.detail()));
        String body = message.body();
        node.put("body", body.substring(0, Math.min(body.length(), LONGEST_BODY)));
        if (body.length() > LONGEST_BODY) {
            node.put("bodyLength", body.length());
        }
        return node;
    }

    static ObjectNode of(Discarded discarded) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", discarded.id()).put("queue", discarded.queue());
        discarded.subject().ifPresent(subject -> node.put("subject", subject));
        return node.put("problem", discarded.reason())
                .put("parkedAt", discarded.parkedAt().toString())
                .put("by", discarded.by())
                .put("reason", discarded.why())
                .put("at", discarded.at().toString());
    }
}
