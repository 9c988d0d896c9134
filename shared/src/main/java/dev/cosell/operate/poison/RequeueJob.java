package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.store.PoisonChoice;
import dev.cosell.store.PoisonMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Queueing many parked messages again, a slice a minute. It keeps no position: what is queued is no longer parked, so the
 * next slice is what is there.
 *
 * @param perMinute how many make a slice
 * @param by who asked
 * @param requeued how many are on their way; after a crash, without those of the slice it was at
 * @param unreadable how many the latest slice met that nobody can read, and left
 * @param nextAt no slice before this
 */
record RequeueJob(
        PoisonChoice choice,
        int perMinute,
        String by,
        Instant startedAt,
        int requeued,
        int unreadable,
        Instant nextAt,
        State state) {
    /** Shorter than the minute between two runs of the timer, which do not come to the second. */
    private static final Duration BETWEEN_SLICES = Duration.ofSeconds(50);

    /** Storage's clock is known to a second or so, and messages carry whole seconds. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    enum State {
        RUNNING,
        DONE,
        STOPPED
    }

    static RequeueJob starting(PoisonChoice choice, int perMinute, String by, Instant now) {
        return new RequeueJob(choice, perMinute, by, now, 0, 0, now, State.RUNNING);
    }

    boolean isDue(Instant now) {
        return state == State.RUNNING && !now.isBefore(nextAt);
    }

    /** Messages that are parked anew while the job runs are not its. */
    Instant before() {
        return startedAt.plus(CLOCK_TOLERANCE);
    }

    /** What is stored before a slice, so that no other instance begins one. */
    RequeueJob claimed(Instant now) {
        return new RequeueJob(choice, perMinute, by, startedAt, requeued, unreadable, now.plus(BETWEEN_SLICES), state);
    }

    RequeueJob after(PoisonMessages.Requeued slice) {
        State next = slice.done() ? State.DONE : state;
        return new RequeueJob(
                choice, perMinute, by, startedAt, requeued + slice.requeued(), slice.unreadable(), nextAt, next);
    }

    RequeueJob stopped() {
        State next = state == State.RUNNING ? State.STOPPED : state;
        return new RequeueJob(choice, perMinute, by, startedAt, requeued, unreadable, nextAt, next);
    }

    /** As it is stored, and shown. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("state", state.name());
        ArrayNode queues = json.putArray("queues");
        choice.queues().forEach(queues::add);
        choice.reason().ifPresent(reason -> json.put("problem", reason));
        choice.subject().ifPresent(subject -> json.put("subject", subject));
        return json.put("perMinute", perMinute)
                .put("by", by)
                .put("startedAt", startedAt.toString())
                .put("requeued", requeued)
                .put("unreadable", unreadable)
                .put("nextAt", nextAt.toString());
    }

    static RequeueJob of(JsonNode json) {
        List<String> queues = new ArrayList<>();
        json.path("queues").forEach(queue -> queues.add(queue.asText()));
        return new RequeueJob(
                new PoisonChoice(queues, PoisonRequest.text(json, "problem"), PoisonRequest.text(json, "subject")),
                json.path("perMinute").asInt(),
                json.path("by").asText(),
                Instant.parse(json.path("startedAt").asText()),
                json.path("requeued").asInt(),
                json.path("unreadable").asInt(),
                Instant.parse(json.path("nextAt").asText()),
                State.valueOf(json.path("state").asText()));
    }

    /** What it is about, without what may be personal. */
    String line() {
        return "requeue=" + state + " requeued=" + requeued + " unreadable=" + unreadable
                + choice.reason().map(reason -> " problem=" + reason).orElse("");
    }
}
