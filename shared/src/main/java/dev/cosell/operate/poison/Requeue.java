package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonChoice;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Queues parked messages again: one, those of a problem or a subject, or all. Many go at a rate, over as many runs of a
 * timer as it takes; there is one such job at a time, and a new one takes the place of the one before.
 */
public final class Requeue {
    private static final int USUAL_RATE = 60;
    /** As many as one run of the timer can do well within its time. */
    private static final int LARGEST_RATE = 600;

    private static final int MOST_COUNTED = 5000;
    private static final int TRIES = 10;
    private static final List<String> WAYS = List.of("id", "problem", "subject", "all");

    private final PoisonMessages messages;
    private final PoisonRequest requests;
    private final Replay replay;
    private final KeptState kept;
    private final InstantSource clock;

    /**
     * @param kept the job that was asked for last
     * @param clock the storage server's
     */
    public Requeue(PoisonMessages messages, QueueNames queues, Replay replay, KeptState kept, InstantSource clock) {
        this.messages = messages;
        this.requests = new PoisonRequest(queues);
        this.replay = replay;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Queues messages again, or with {@code preview} says which it would be and writes nothing.
     *
     * @param request exactly one of {@code id} (with its {@code queue}), {@code problem}, {@code subject} and
     *     {@code "all": true}; the last three of both queues unless {@code queue} names one, and at {@code perMinute}, 1 to
     *     600, by default 60
     * @return 200 with what was queued or would be; 202 with the job, whose first slice is on its way
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_FOUND} and {@code MESSAGE_UNREADABLE} for
     *     one that is not there or that nobody can read
     */
    public Reply requeue(JsonNode request, Asker by) {
        List<String> ways = WAYS.stream()
                .filter(way -> request.has(way)
                        && !(way.equals("all") && !request.path("all").asBoolean()))
                .toList();
        if (ways.size() != 1) {
            throw PoisonRequest.unreadable(
                    "expected exactly one of " + WAYS + ", found " + (ways.isEmpty() ? "none" : ways.toString()));
        }
        boolean preview = request.path("preview").asBoolean(false);
        if (request.has("id")) {
            return preview ? previewOne(request) : one(request);
        }
        PoisonChoice choice = requests.choice(
                PoisonRequest.text(request, "queue"),
                PoisonRequest.text(request, "problem"),
                PoisonRequest.text(request, "subject"));
        int rate = rate(request);
        return preview ? preview(choice) : start(RequeueJob.starting(choice, rate, by.name(), clock.instant()));
    }

    /** How the job goes that was asked for last; how many of its messages are parked still. */
    public Reply progress() {
        return kept.read()
                .map(stored -> RequeueJob.of(stored.value()))
                .map(this::shown)
                .orElseGet(() ->
                        Reply.of(200, JsonNodeFactory.instance.objectNode().put("state", "NONE")));
    }

    /** Stops the job after the slice it is at; what is parked still stays parked. */
    public Reply stop() {
        for (int i = 0; i < TRIES; i++) {
            Optional<Stored<JsonNode>> was = kept.read();
            if (was.isEmpty()
                    || kept.write(
                                    was,
                                    RequeueJob.of(was.get().value()).stopped().json())
                            .isPresent()) {
                return progress();
            }
        }
        throw changedMeanwhile();
    }

    /**
     * Queues the next slice of the job, if it is time; for a timer, once a minute. If storage goes away in between, the
     * next run goes on.
     *
     * @return one line for the log, if anything was done
     */
    public Optional<String> run() {
        Instant now = clock.instant();
        Optional<Stored<JsonNode>> stored = kept.read();
        Optional<RequeueJob> due = stored.map(row -> RequeueJob.of(row.value())).filter(job -> job.isDue(now));
        if (due.isEmpty()) {
            return Optional.empty();
        }
        RequeueJob job = due.get().claimed(now);
        Optional<Stored<JsonNode>> claimed = kept.write(stored, job.json());
        if (claimed.isEmpty()) {
            // Another instance has this slice.
            return Optional.empty();
        }
        RequeueJob after = job.after(messages.requeue(job.choice(), job.before(), replay::again, job.perMinute()));
        // If the job was stopped or replaced meanwhile, that stands.
        kept.write(claimed, after.json());
        return Optional.of(after.line());
    }

    private Reply start(RequeueJob job) {
        for (int i = 0; i < TRIES; i++) {
            if (kept.write(kept.read(), job.json()).isPresent()) {
                run();
                return new Reply(202, progress().body(), Optional.empty());
            }
        }
        throw changedMeanwhile();
    }

    private Reply one(JsonNode request) {
        PoisonMessage one = messages.requeue(
                requests.queue(request.path("queue").asText("")), PoisonRequest.id(request), replay::again);
        return Reply.of(
                200, JsonNodeFactory.instance.objectNode().put("requeued", 1).put("id", one.id()));
    }

    private Reply previewOne(JsonNode request) {
        PoisonMessage one = messages.read(requests.queue(request.path("queue").asText("")), PoisonRequest.id(request));
        one.unreadable().ifPresent(problem -> {
            throw problem.failure();
        });
        return counted(1, 0, false, Map.of(one.reason(), 1));
    }

    private Reply preview(PoisonChoice choice) {
        choice.queues().forEach(messages::drain);
        int[] readable = {0};
        int[] unreadable = {0};
        Map<String, Integer> byReason = new TreeMap<>();
        boolean all = messages.each(choice, Optional.empty(), message -> {
            if (readable[0] + unreadable[0] == MOST_COUNTED) {
                return false;
            }
            (message.work().isPresent() ? readable : unreadable)[0]++;
            byReason.merge(message.reason(), 1, Integer::sum);
            return true;
        });
        return counted(readable[0], unreadable[0], !all, byReason);
    }

    private static Reply counted(int messages, int unreadable, boolean orMore, Map<String, Integer> byReason) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("preview", true)
                .put("messages", messages)
                .put("unreadable", unreadable)
                .put("orMore", orMore);
        ObjectNode reasons = body.putObject("byProblem");
        byReason.forEach(reasons::put);
        return Reply.of(200, body);
    }

    private Reply shown(RequeueJob job) {
        ObjectNode body = job.json();
        int[] left = {0};
        messages.each(job.choice(), Optional.of(job.before()), message -> {
            if (message.work().isPresent()) {
                left[0]++;
            }
            return left[0] < MOST_COUNTED;
        });
        return Reply.of(200, body.put("left", left[0]));
    }

    private static int rate(JsonNode request) {
        int rate = request.path("perMinute").asInt(USUAL_RATE);
        if (rate < 1 || rate > LARGEST_RATE) {
            throw PoisonRequest.unreadable("expected perMinute to be 1 to " + LARGEST_RATE + ", found " + rate);
        }
        return rate;
    }

    private static RuntimeException changedMeanwhile() {
        return Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the request, found it changed " + TRIES + " times meanwhile")
                .failure();
    }
}
