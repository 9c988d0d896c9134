package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Discarded;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Gives a parked message up for good. Who did so and why is kept, and is on the deal's timeline if there is a deal. */
public final class Discard {
    private static final int LONGEST_REASON = 500;
    private static final int TRIES = 10;

    private final PoisonMessages messages;
    private final PoisonRequest requests;
    private final Hints hints;
    private final PairStore pairs;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Discard(PoisonMessages messages, QueueNames queues, Hints hints, PairStore pairs, InstantSource clock) {
        this.messages = messages;
        this.requests = new PoisonRequest(queues);
        this.hints = hints;
        this.pairs = pairs;
        this.clock = clock;
    }

    /**
     * Discards one message. A crash in between leaves it parked, and what was noted of it: discarding it again notes it
     * once more.
     *
     * @param request {@code {"queue": "...", "id": "...", "reason": "..."}}, the reason of 1 to 500 characters
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}, {@code NOT_FOUND}
     */
    public Reply discard(JsonNode request, Asker by) {
        String queue = requests.queue(request.path("queue").asText(""));
        String id = PoisonRequest.id(request);
        String why = request.path("reason")
                .asText("")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            throw PoisonRequest.unreadable("expected a reason for discarding of 1 to " + LONGEST_REASON
                    + " characters, found " + (why.isEmpty() ? "none" : why.length() + " characters"));
        }
        PoisonMessage message = messages.read(queue, id);
        message.work().ifPresent(work -> note(work, "parked message discarded by " + by.name() + ": " + why));
        Discarded kept = messages.discard(queue, id, gone -> kept(gone, by, why));
        message.work().ifPresent(this::waitForItNoMore);
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("discarded", 1).put("reason", kept.why());
        body.set("message", PoisonJson.of(message));
        return Reply.of(200, body);
    }

    private Discarded kept(PoisonMessage message, Asker by, String why) {
        return new Discarded(
                message.id(),
                message.queue(),
                message.work().map(work -> work.subject().key()),
                message.reason(),
                message.parkedAt(),
                by.name(),
                why,
                clock.instant());
    }

    private void note(Work work, String did) {
        Optional<PairId> pair = hints.read(work.subject()).flatMap(Hint::pair);
        for (int i = 0; i < TRIES; i++) {
            Optional<Stored<Pair>> row = pair.flatMap(pairs::read);
            if (row.isEmpty()) {
                return;
            }
            Pair noted = row.get().value().change().raiseFence().now();
            AuditEntry entry = new AuditEntry(
                    noted.fence(),
                    0,
                    clock.instant(),
                    work.cause(),
                    did,
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
            if (pairs.replace(row.get(), noted, List.of(entry)).isPresent()) {
                return;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to note the discarding on the timeline, found the pair changed " + TRIES
                                + " times meanwhile")
                .failure();
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
}
