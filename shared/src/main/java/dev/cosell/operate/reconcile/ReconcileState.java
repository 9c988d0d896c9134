package dev.cosell.operate.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far reconciliation has come.
 *
 * @param watermark everything that Partner Center changed before it was compared
 * @param positions per CRM table, where its change tracking stands
 * @param walk the walk that is under way
 * @param reports of finished walks, the latest first
 */
record ReconcileState(
        Optional<Instant> watermark, Map<String, String> positions, Optional<Walk> walk, List<Report> reports) {
    private static final int REPORTS_KEPT = 20;
    private static final int NAMES_KEPT = 200;

    static final ReconcileState NEW = new ReconcileState(Optional.empty(), Map.of(), Optional.empty(), List.of());

    /**
     * What a walk came to so far.
     *
     * @param compared referrals and records whose pair was looked at
     * @param different of those, how many showed what their pair had not seen; they were queued
     * @param unknown referrals and shared records without a pair; they were queued
     * @param deleted records that are gone; their pairs were queued
     * @param queued subjects of those, the first 200
     */
    record Counts(int compared, int different, int unknown, int deleted, List<String> queued) {
        static final Counts NONE = new Counts(0, 0, 0, 0, List.of());

        Counts same() {
            return new Counts(compared + 1, different, unknown, deleted, queued);
        }

        Counts moved(String subject) {
            return new Counts(compared + 1, different + 1, unknown, deleted, naming(subject));
        }

        Counts found(String subject) {
            return new Counts(compared, different, unknown + 1, deleted, naming(subject));
        }

        Counts gone(String subject) {
            return new Counts(compared + 1, different, unknown, deleted + 1, naming(subject));
        }

        private List<String> naming(String subject) {
            return queued.size() < NAMES_KEPT && !queued.contains(subject)
                    ? Stream.concat(queued.stream(), Stream.of(subject)).toList()
                    : queued;
        }
    }

    /** What a walk is doing. */
    enum Stage {
        /** Comparing referrals with their pairs, the last changed first. */
        REFERRALS,
        /** Comparing the records that a table's change tracking names. */
        CHANGES,
        /** Finding out where a table's change tracking stands, for the first time: nothing is compared. */
        FIRST_POSITION,
        /** The same before all records are compared, so that nothing is missed between the two. */
        POSITION_BEFORE_RECORDS,
        /** Comparing all shared records of a table. */
        RECORDS
    }

    /**
     * A walk over both systems.
     *
     * @param full compares everything, not only what changed since the last one
     * @param table the CRM table whose turn it is; empty while it is Partner Center's
     * @param next page within the stage
     * @param problem why it does not get on at the moment
     * @param stuckSince since when it does not
     */
    record Walk(
            boolean full,
            Instant startedAt,
            Stage stage,
            String table,
            Optional<String> next,
            Counts counts,
            Optional<String> problem,
            Optional<Instant> stuckSince) {
        static Walk from(Instant now, boolean full) {
            return new Walk(
                    full, now, Stage.REFERRALS, "", Optional.empty(), Counts.NONE, Optional.empty(), Optional.empty());
        }

        Walk at(Optional<String> page, Counts now) {
            return new Walk(full, startedAt, stage, table, page, now, Optional.empty(), Optional.empty());
        }

        Walk turnTo(Stage other, String otherTable) {
            return new Walk(
                    full, startedAt, other, otherTable, Optional.empty(), counts, Optional.empty(), Optional.empty());
        }

        Walk stuck(Instant now, String why) {
            return new Walk(
                    full, startedAt, stage, table, next, counts, Optional.of(why), Optional.of(stuckSince.orElse(now)));
        }

        /** Whether it has not moved since this instant, or longer. */
        boolean isStuckSince(Instant instant) {
            return stuckSince.filter(since -> !since.isAfter(instant)).isPresent();
        }
    }

    /**
     * A finished walk.
     *
     * @param settled of the queued, how many are in step again
     * @param held of the queued, how many wait for a person
     */
    record Report(boolean full, Instant startedAt, Instant finishedAt, Counts counts, int settled, int held) {
        boolean open() {
            return settled + held < counts.queued().size();
        }
    }

    ReconcileState walking(Walk now) {
        return new ReconcileState(watermark, positions, Optional.of(now), reports);
    }

    ReconcileState position(String table, String position) {
        Map<String, String> moved = new LinkedHashMap<>(positions);
        moved.put(table, position);
        return new ReconcileState(watermark, moved, walk, reports);
    }

    ReconcileState finished(Instant now) {
        Walk done = walk.orElseThrow();
        Report report = new Report(done.full(), done.startedAt(), now, done.counts(), 0, 0);
        List<Report> kept = new ArrayList<>(List.of(report));
        kept.addAll(reports);
        return new ReconcileState(
                Optional.of(done.startedAt()),
                positions,
                Optional.empty(),
                List.copyOf(kept.subList(0, Math.min(REPORTS_KEPT, kept.size()))));
    }

    ReconcileState withReports(List<Report> now) {
        return new ReconcileState(watermark, positions, walk, now);
    }

    // --- As JSON ---

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        watermark.ifPresent(instant -> json.put("watermark", instant.toString()));
        ObjectNode stands = json.putObject("positions");
        positions.forEach(stands::put);
        walk.ifPresent(under -> json.set("walk", json(under)));
        ArrayNode finished = json.putArray("reports");
        reports.forEach(report -> finished.add(json(report)));
        return json;
    }

    static ObjectNode json(Walk walk) {
        ObjectNode json = json(walk.counts());
        json.put("full", walk.full()).put("startedAt", walk.startedAt().toString());
        json.put("stage", walk.stage().name()).put("table", walk.table());
        walk.next().ifPresent(page -> json.put("next", page));
        walk.problem().ifPresent(why -> json.put("problem", why));
        walk.stuckSince().ifPresent(since -> json.put("stuckSince", since.toString()));
        return json;
    }

    static ObjectNode json(Report report) {
        ObjectNode json = json(report.counts());
        return json.put("full", report.full())
                .put("startedAt", report.startedAt().toString())
                .put("finishedAt", report.finishedAt().toString())
                .put("healed", report.settled())
                .put("held", report.held());
    }

    private static ObjectNode json(Counts counts) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("compared", counts.compared())
                .put("different", counts.different())
                .put("unknown", counts.unknown())
                .put("deleted", counts.deleted());
        ArrayNode queued = json.putArray("queued");
        counts.queued().forEach(queued::add);
        return json;
    }

    static ReconcileState of(JsonNode json) {
        Map<String, String> positions = new LinkedHashMap<>();
        json.path("positions")
                .properties()
                .forEach(entry -> positions.put(entry.getKey(), entry.getValue().asText()));
        List<Report> reports = new ArrayList<>();
        json.path("reports").forEach(report -> reports.add(report(report)));
        return new ReconcileState(
                text(json, "watermark").map(Instant::parse),
                positions,
                json.has("walk") ? Optional.of(walk(json.path("walk"))) : Optional.empty(),
                List.copyOf(reports));
    }

    private static Walk walk(JsonNode json) {
        return new Walk(
                json.path("full").asBoolean(),
                Instant.parse(json.path("startedAt").asText()),
                Stage.valueOf(json.path("stage").asText()),
                json.path("table").asText(),
                text(json, "next"),
                counts(json),
                text(json, "problem"),
                text(json, "stuckSince").map(Instant::parse));
    }

    private static Report report(JsonNode json) {
        return new Report(
                json.path("full").asBoolean(),
                Instant.parse(json.path("startedAt").asText()),
                Instant.parse(json.path("finishedAt").asText()),
                counts(json),
                json.path("healed").asInt(),
                json.path("held").asInt());
    }

    private static Counts counts(JsonNode json) {
        List<String> queued = new ArrayList<>();
        json.path("queued").forEach(subject -> queued.add(subject.asText()));
        return new Counts(
                json.path("compared").asInt(),
                json.path("different").asInt(),
                json.path("unknown").asInt(),
                json.path("deleted").asInt(),
                List.copyOf(queued));
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.ofNullable(json.path(member).asText(null));
    }
}
