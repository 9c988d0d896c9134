package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.store.Discarded;
import dev.cosell.store.Page;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.WorkCodec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Parked messages, to look at: page by page, or as a file. What was discarded, and by whom. */
public final class Poison {
    private static final int PAGE = 100;
    private static final int LINES = 1000;

    private final PoisonMessages messages;
    private final PoisonRequest requests;

    public Poison(PoisonMessages messages, QueueNames queues) {
        this.messages = messages;
        this.requests = new PoisonRequest(queues);
    }

    /**
     * A page of messages, queue by queue, oldest first.
     *
     * @param queue name without {@code -poison}; both if absent
     * @param problem code it was parked for, or {@code host} if the Functions host gave it up; any if absent
     * @param subject what it is about; any if absent
     * @param token of the page before, or empty
     */
    public Reply list(
            Optional<String> queue, Optional<String> problem, Optional<String> subject, Optional<String> token) {
        Page<PoisonMessage> page = messages.list(requests.choice(queue, problem, subject), token, PAGE);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(message -> items.add(PoisonJson.of(message)));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    /**
     * Up to a thousand messages as lines of JSON; if there are more, the last line is {@code {"next": "..."}}.
     *
     * <p>A line has what is needed to ask for the work again: ids, cause, and the problem's code. The problem's words may
     * quote an answer, and what nobody can read may hold anything; both stay here. Of the latter a line has length and
     * SHA-256.
     */
    public String download(Optional<String> queue, Optional<String> problem, Optional<String> token) {
        Page<PoisonMessage> page = messages.list(requests.choice(queue, problem, Optional.empty()), token, LINES);
        StringBuilder lines = new StringBuilder();
        page.items().forEach(message -> lines.append(line(message)).append('\n'));
        page.next()
                .ifPresent(next -> lines.append(
                                JsonNodeFactory.instance.objectNode().put("next", next))
                        .append('\n'));
        return lines.toString();
    }

    /** What was discarded, with who did it and why, oldest first, a hundred a page. */
    public Reply discarded(Optional<String> token) {
        Page<Discarded> page = messages.discarded(token, PAGE);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(discarded -> items.add(PoisonJson.of(discarded)));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    private static ObjectNode line(PoisonMessage message) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", message.id())
                .put("queue", message.queue())
                .put("parkedAt", message.parkedAt().toString())
                .put("problem", message.reason());
        message.work()
                .ifPresentOrElse(
                        work -> line.put("message", WorkCodec.encode(work)),
                        () -> line.put("length", message.body().length()).put("sha256", digest(message.body())));
        return line;
    }

    private static String digest(String body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
