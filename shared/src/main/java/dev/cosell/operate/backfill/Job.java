package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A walk over both systems, or the queueing of what one found, and how far it is.
 *
 * @param walk under which its findings are kept
 * @param configuration what the findings depend on, in a few letters
 * @param perMinute how many referrals and records are looked at, or queued, in a minute
 * @param place where it goes on
 * @param judged what it found so far
 * @param queued how many deals it has queued so far; after a crash, without those of the step it was at
 * @param busyUntil who works on it now has it until then, in case that instance dies
 * @param problem why it does not get on at the moment
 * @param tries how many slices could not judge the entry at its place
 */
record Job(
        String walk,
        Mode mode,
        State state,
        String by,
        String configuration,
        int perMinute,
        Place place,
        Tally judged,
        int queued,
        Instant startedAt,
        Optional<Instant> finishedAt,
        Instant busyUntil,
        Optional<String> problem,
        int tries) {
    enum Mode {
        /** Finds out, and tells. */
        DRY_RUN,
        /** Queues what a finished dry run found. */
        RUN,
        /** Finds out and queues, without anybody having read a report. */
        RUN_UNREPORTED;

        String word() {
            return this == DRY_RUN ? "dryRun" : "run";
        }
    }

    enum State {
        RUNNING,
        PAUSED,
        CANCELLED,
        DONE
    }

    enum Stage {
        /** Removing what an older walk found. */
        CLEARING,
        /** Judging Partner Center's referrals, the last changed first. */
        REFERRALS,
        /** Judging the records of a CRM table that carry a referral's id or are shared. */
        RECORDS,
        /** Counting what was found: a crash may have blurred the running count. */
        COUNTING,
        /** Queueing what is clear. */
        QUEUEING
    }

    /**
     * Where a job goes on.
     *
     * @param about the older walk that is cleared, or the CRM table whose records are judged; empty otherwise
     * @param next the page, in its owner's own words
     * @param offset how many of the page's entries are done
     */
    record Place(Stage stage, String about, Optional<String> next, int offset) {
        static Place at(Stage stage) {
            return new Place(stage, "", Optional.empty(), 0);
        }

        static Place at(Stage stage, String about) {
            return new Place(stage, about, Optional.empty(), 0);
        }

        Place page(Optional<String> page) {
            return new Place(stage, about, page, 0);
        }

        Place after(int entries) {
            return new Place(stage, about, next, entries);
        }
    }

    /** As somebody asked for it now, under a walk of its own. */
    static Job asked(Mode mode, String by, String configuration, int perMinute, Instant now) {
        return new Job(
                UUID.randomUUID().toString(),
                mode,
                State.RUNNING,
                by,
                configuration,
                perMinute,
                Place.at(Stage.REFERRALS),
                Tally.NONE,
                0,
                now,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                0);
    }

    Job walking(Place from) {
        return with(state, from, judged, queued, finishedAt, busyUntil, problem, 0);
    }

    /** The same, queueing what a dry run found. */
    Job queueing(Job report) {
        return new Job(
                report.walk(),
                mode,
                state,
                by,
                configuration,
                perMinute,
                Walker.firstToQueue(),
                report.judged(),
                queued,
                startedAt,
                finishedAt,
                busyUntil,
                problem,
                0);
    }

    boolean isOpen() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    boolean isDue(Instant now) {
        return state == State.RUNNING && !now.isBefore(busyUntil);
    }

    Job claimedUntil(Instant until) {
        return with(state, place, judged, queued, finishedAt, until, problem, tries);
    }

    Job moved(Place to, Tally now, int queuedNow) {
        return with(state, to, now, queuedNow, finishedAt, busyUntil, Optional.empty(), 0);
    }

    /** The entry at its place could not be judged once more. */
    Job stuck(Problem why) {
        return with(state, place, judged, queued, finishedAt, busyUntil, Optional.of(why.toString()), tries + 1);
    }

    Job released(Instant now, Optional<String> why) {
        return with(state, place, judged, queued, finishedAt, now, why, tries);
    }

    Job turned(State to) {
        return with(to, place, judged, queued, finishedAt, Instant.EPOCH, problem, tries);
    }

    Job done(Instant now) {
        return with(State.DONE, place, judged, queued, Optional.of(now), Instant.EPOCH, Optional.empty(), 0);
    }

    /** Whether a run may rely on it. */
    boolean isReport() {
        return mode == Mode.DRY_RUN && state == State.DONE;
    }

    boolean isOlderThan(Duration age, Instant now) {
        return finishedAt.orElse(startedAt).plus(age).isBefore(now);
    }

    private Job with(
            State toState,
            Place toPlace,
            Tally toJudged,
            int toQueued,
            Optional<Instant> toFinished,
            Instant toBusy,
            Optional<String> toProblem,
            int toTries) {
        return new Job(
                walk,
                mode,
                toState,
                by,
                configuration,
                perMinute,
                toPlace,
                toJudged,
                toQueued,
                startedAt,
                toFinished,
                toBusy,
                toProblem,
                toTries);
    }

    // --- As JSON ---

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("walk", walk)
                .put("mode", mode.name())
                .put("state", state.name())
                .put("by", by)
                .put("configuration", configuration)
                .put("perMinute", perMinute)
                .put("stage", place.stage().name())
                .put("about", place.about())
                .put("offset", place.offset())
                .put("queued", queued)
                .put("tries", tries)
                .put("startedAt", startedAt.toString())
                .put("busyUntil", busyUntil.toString());
        json.set("judged", judged.json());
        place.next().ifPresent(page -> json.put("next", page));
        finishedAt.ifPresent(at -> json.put("finishedAt", at.toString()));
        problem.ifPresent(why -> json.put("problem", why));
        return json;
    }

    static Job of(JsonNode json) {
        return new Job(
                json.path("walk").asText(),
                Mode.valueOf(json.path("mode").asText()),
                State.valueOf(json.path("state").asText()),
                json.path("by").asText(),
                json.path("configuration").asText(),
                json.path("perMinute").asInt(),
                new Place(
                        Stage.valueOf(json.path("stage").asText()),
                        json.path("about").asText(),
                        text(json, "next"),
                        json.path("offset").asInt()),
                Tally.of(json.path("judged")),
                json.path("queued").asInt(),
                Instant.parse(json.path("startedAt").asText()),
                text(json, "finishedAt").map(Instant::parse),
                Instant.parse(json.path("busyUntil").asText()),
                text(json, "problem"),
                json.path("tries").asInt());
    }

    /** As callers see it: without addresses of pages, which are nobody's business. */
    ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("mode", mode.word())
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("stage", place.stage().name().toLowerCase(Locale.ROOT))
                .put("table", place.stage() == Stage.RECORDS ? place.about() : "")
                .put("by", by)
                .put("perMinute", perMinute)
                .put("startedAt", startedAt.toString());
        finishedAt.ifPresent(at -> shown.put("finishedAt", at.toString()));
        problem.ifPresent(why -> shown.put("problem", why));
        shown.set("found", judged.json());
        return shown.put("queued", queued);
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.ofNullable(json.path(member).asText(null));
    }
}
