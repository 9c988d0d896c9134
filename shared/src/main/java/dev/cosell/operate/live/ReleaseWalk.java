package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the release of held deals is.
 *
 * @param opening of the switches, for which it is made
 * @param token of the page that comes next; absent at the beginning of a stage
 * @param released how many deals were queued; after a crash, without those of the page it was at
 * @param busyUntil until when the instance that does it has it for itself
 */
record ReleaseWalk(long opening, Stage stage, Optional<String> token, int released, Instant busyUntil) {
    /**
     * What is walked through, in this order: a deal that a pilot does not have goes from the second list to the first, and
     * must not be met there again.
     */
    enum Stage {
        SWITCHED_OFF(ProblemCode.SWITCHED_OFF, false),
        ONLY_OBSERVED(ProblemCode.ONLY_OBSERVED, false),
        /** Held by an instance that had not yet heard of the turn. */
        LATE_SWITCHED_OFF(ProblemCode.SWITCHED_OFF, true),
        LATE_ONLY_OBSERVED(ProblemCode.ONLY_OBSERVED, true),
        DONE(ProblemCode.SWITCHED_OFF, true);

        private final ProblemCode code;
        private final boolean late;

        Stage(ProblemCode code, boolean late) {
            this.code = code;
            this.late = late;
        }

        ProblemCode code() {
            return code;
        }

        boolean isLate() {
            return late;
        }

        private Stage next() {
            return this == DONE ? DONE : values()[ordinal() + 1];
        }
    }

    /** The walk for an opening: the one that is stored, or a new one. */
    static ReleaseWalk of(Optional<Stored<JsonNode>> stored, long opening) {
        return stored.map(row -> read(row.value()))
                .filter(walk -> walk.opening() == opening)
                .orElseGet(() -> beginning(opening));
    }

    private static ReleaseWalk beginning(long opening) {
        return new ReleaseWalk(opening, Stage.values()[0], Optional.empty(), 0, Instant.EPOCH);
    }

    boolean isDone() {
        return stage == Stage.DONE;
    }

    /** For whoever goes on with it. */
    ReleaseWalk claimed(Instant until) {
        return new ReleaseWalk(opening, stage, token, released, until);
    }

    /** For anybody. */
    ReleaseWalk left() {
        return claimed(Instant.EPOCH);
    }

    /**
     * After a page.
     *
     * @param next token of the one that follows; absent if it was the last of its stage
     */
    ReleaseWalk after(int queued, Optional<String> next) {
        return new ReleaseWalk(opening, next.isPresent() ? stage : stage.next(), next, released + queued, busyUntil);
    }

    /** The same walk if it is for this opening, else the one that takes its place. */
    ReleaseWalk forOpening(long current) {
        return current == opening ? this : beginning(current).claimed(busyUntil);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("opening", opening).put("stage", stage.name()).put("released", released);
        token.ifPresent(text -> json.put("token", text));
        return json.put("busyUntil", busyUntil.toString());
    }

    private static ReleaseWalk read(JsonNode json) {
        return new ReleaseWalk(
                json.path("opening").asLong(),
                Stage.valueOf(json.path("stage").asText()),
                Optional.ofNullable(json.get("token")).map(JsonNode::asText),
                json.path("released").asInt(),
                Instant.parse(json.path("busyUntil").asText()));
    }
}
