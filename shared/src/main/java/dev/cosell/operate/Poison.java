package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Inbox;
import java.util.Optional;

/** Parked messages: look at them, queue them again, or give them up. */
public final class Poison {
    private static final int PAGE = 100;
    private static final int MOST_AT_ONCE = 500;

    private final PoisonMessages messages;
    private final QueueNames queues;
    private final Inbox inbox;
    private final Hints hints;

    public Poison(PoisonMessages messages, QueueNames queues, Inbox inbox, Hints hints) {
        this.messages = messages;
        this.queues = queues;
        this.inbox = inbox;
        this.hints = hints;
    }

    /**
     * Messages of a queue, oldest first.
     *
     * @param queue name without {@code -poison}; the first work queue if absent
     * @param token of the page before, or empty
     */
    public Reply list(Optional<String> queue, Optional<String> token) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String name = known(queue.orElse(queues.all().getFirst()));
        body.put("queue", name);
        Page<PoisonMessage> page = messages.list(name, token, PAGE);
        ArrayNode items = body.putArray("items");
        page.items().forEach(message -> items.add(node(message)));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    /**
     * Queues messages again: {@code {"queue": "...", "id": "..."}} for one, {@code {"queue": "...", "all": true}} for
     * all that can be read.
     */
    public Reply requeue(JsonNode request) {
        String queue = known(request.path("queue").asText(""));
        boolean all = request.path("all").asBoolean(false);
        if (all && request.has("id")) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected id or all, found both")
                    .failure();
        }
        if (all) {
            PoisonMessages.Requeued done = messages.requeueAll(queue, this::again, MOST_AT_ONCE);
            return Reply.of(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("requeued", done.requeued())
                            .put("unreadable", done.unreadable()));
        }
        PoisonMessage one = messages.requeue(queue, id(request), this::again);
        return Reply.of(
                200, JsonNodeFactory.instance.objectNode().put("requeued", 1).put("id", one.id()));
    }

    /** Gives a message up for good: {@code {"queue": "...", "id": "...", "reason": "..."}}. */
    public Reply discard(JsonNode request) {
        String queue = known(request.path("queue").asText(""));
        String reason = request.path("reason").asText("").strip();
        if (reason.isEmpty()) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected a reason for discarding, found none")
                    .failure();
        }
        PoisonMessage gone = messages.discard(queue, id(request));
        gone.work().ifPresent(this::waitForItNoMore);
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("discarded", 1).put("reason", reason);
        body.set("message", node(gone));
        return Reply.of(200, body);
    }

    /** A requeued message carries no evidence of its own: the pair is read and merged anew, which is safe to repeat. */
    private void again(Work work) {
        inbox.accept(work.subject(), isKept(work.cause()) ? work.cause() : Causes.SYNC_NOW);
    }

    private static boolean isKept(String cause) {
        return Causes.asksMore(cause) || cause.equals(Causes.DELETED);
    }

    /** Without this the sweep would find the hint unsettled and queue it again. A newer event has another mark. */
    private void waitForItNoMore(Work work) {
        hints.read(work.subject()).ifPresent(hint -> {
            if (hint.mark().equals(work.mark())) {
                hints.drop(hint);
            } else if (hint.request()
                    .filter(asked -> asked.mark().equals(work.mark()))
                    .isPresent()) {
                hints.waive(work.subject());
            }
        });
    }

    private String known(String queue) {
        if (!queues.all().contains(queue)) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected queue to be one of " + queues.all() + ", found another name")
                    .failure();
        }
        return queue;
    }

    private static String id(JsonNode request) {
        String id = request.path("id").asText("");
        if (!id.matches("[A-Za-z0-9-]{1,100}")) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE, "expected the id of a parked message, found something else")
                    .failure();
        }
        return id;
    }

    private static ObjectNode node(PoisonMessage message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", message.id())
                .put("queue", message.queue())
                .put("parkedAt", message.parkedAt().toString());
        message.work()
                .ifPresent(work -> node.put("subject", work.subject().key()).put("cause", work.cause()));
        message.problem()
                .or(message::unreadable)
                .ifPresent(problem -> node.put("problem", problem.code().code()).put("detail", problem.detail()));
        return node.put("body", message.body());
    }
}
