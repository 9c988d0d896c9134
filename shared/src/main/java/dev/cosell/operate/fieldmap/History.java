package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.PairId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which versions of the field map there are, and which one is in use. Immutable.
 *
 * <p>Version 0 is what ships, with the file of the settings over it; it is never stored. All others are stored overrides
 * of what ships, complete in themselves, so that they mean the same in another environment.
 *
 * @param latest number of the newest version
 * @param active the version that all pairs are worked by, but those of a canary
 * @param versions those that can be gone back to, by number
 * @param steps what was done, the latest first
 */
record History(int latest, int active, Optional<Canary> canary, Map<Integer, Version> versions, List<Step> steps) {
    private static final int KEPT = 20;

    static final History NEW = new History(0, 0, Optional.empty(), Map.of(), List.of());

    /**
     * A stored version.
     *
     * @param basis the version that was active when it was stored; where a rollback leads to
     */
    record Version(JsonNode overrides, int basis) {}

    /** A version that only some pairs are worked by. */
    record Canary(int version, List<PairId> pairs) {}

    /** What somebody does, when and why. */
    record Deed(String by, String note, Instant at) {}

    /** What was done. */
    enum What {
        /** A version was stored and is active. */
        STORED,
        /** A version was stored and is tried with some pairs. */
        CANARY,
        /** The canary is active for all. */
        PROMOTED,
        /** The canary was given up, or an earlier version is active again. */
        ROLLED_BACK
    }

    /**
     * An entry of the history.
     *
     * @param version that it is about
     * @param active the version that was active afterwards
     */
    record Step(What what, int version, int active, Deed deed) {}

    /** A new version, for all, or for these pairs only. */
    History stored(JsonNode overrides, List<PairId> canaryPairs, Deed deed) {
        int number = latest + 1;
        Map<Integer, Version> more = new TreeMap<>(versions);
        more.put(number, new Version(overrides, active));
        boolean forAll = canaryPairs.isEmpty();
        return new History(
                        number,
                        forAll ? number : active,
                        forAll ? Optional.empty() : Optional.of(new Canary(number, canaryPairs)),
                        more,
                        steps)
                .noting(forAll ? What.STORED : What.CANARY, number, deed);
    }

    /** The canary is active for all pairs. */
    History promoted(Deed deed) {
        int version = canary.orElseThrow().version();
        return new History(latest, version, Optional.empty(), versions, steps).noting(What.PROMOTED, version, deed);
    }

    /** Another version is active for all pairs; a canary ends. */
    History rolledBack(int version, Deed deed) {
        return new History(latest, version, Optional.empty(), versions, steps).noting(What.ROLLED_BACK, version, deed);
    }

    /** The version before the one in use: of a canary the active one; nothing before version 0, or if it is not kept. */
    Optional<Integer> before() {
        return canary.isPresent()
                ? Optional.of(active)
                : Optional.ofNullable(versions.get(active)).map(Version::basis).filter(this::has);
    }

    boolean has(int version) {
        return version == 0 || versions.containsKey(version);
    }

    /** The overrides of a version; of version 0 those of the settings' file. */
    Optional<JsonNode> overrides(int version, Optional<JsonNode> file) {
        return version == 0 ? file : Optional.ofNullable(versions.get(version)).map(Version::overrides);
    }

    private History noting(What what, int version, Deed deed) {
        List<Step> noted = new ArrayList<>(List.of(new Step(what, version, active, deed)));
        noted.addAll(steps);
        Map<Integer, Version> kept = new TreeMap<>(versions);
        Set<Integer> needed = new LinkedHashSet<>(List.of(active));
        canary.ifPresent(tried -> needed.add(tried.version()));
        kept.keySet().removeIf(number -> number <= latest - KEPT && !needed.contains(number));
        return new History(latest, active, canary, kept, List.copyOf(noted.subList(0, Math.min(KEPT, noted.size()))));
    }

    // --- As JSON ---

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("latest", latest).put("active", active);
        canary.ifPresent(tried -> json.set("canary", json(tried)));
        ArrayNode stored = json.putArray("versions");
        versions.forEach((number, version) -> stored.addObject()
                .put("version", number)
                .put("basis", version.basis())
                .set("overrides", version.overrides()));
        json.set("steps", json(steps));
        return json;
    }

    static ObjectNode json(Canary canary) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", canary.version());
        ArrayNode pairs = json.putArray("pairs");
        canary.pairs().forEach(pair -> pairs.add(pair.value()));
        return json;
    }

    static ArrayNode json(List<Step> steps) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        steps.forEach(step -> json.addObject()
                .put("what", step.what().name())
                .put("version", step.version())
                .put("active", step.active())
                .put("at", step.deed().at().toString())
                .put("by", step.deed().by())
                .put("note", step.deed().note()));
        return json;
    }

    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if no release up to this one wrote it */
    static History of(JsonNode json) {
        try {
            return read(json);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "versions of the field map: expected what this release or one before it wrote, found "
                                    + unreadable.getMessage())
                    .failure(unreadable);
        }
    }

    private static History read(JsonNode json) {
        Map<Integer, Version> versions = new TreeMap<>();
        json.path("versions")
                .forEach(version -> versions.put(
                        version.path("version").asInt(),
                        new Version(
                                version.path("overrides"), version.path("basis").asInt())));
        List<Step> steps = new ArrayList<>();
        json.path("steps")
                .forEach(step -> steps.add(new Step(
                        What.valueOf(step.path("what").asText()),
                        step.path("version").asInt(),
                        step.path("active").asInt(),
                        new Deed(
                                step.path("by").asText(),
                                step.path("note").asText(),
                                Instant.parse(step.path("at").asText())))));
        return new History(
                json.path("latest").asInt(),
                json.path("active").asInt(),
                Optional.of(json.path("canary")).filter(JsonNode::isObject).map(History::canary),
                versions,
                List.copyOf(steps));
    }

    private static Canary canary(JsonNode json) {
        List<PairId> pairs = new ArrayList<>();
        json.path("pairs").forEach(pair -> pairs.add(new PairId(pair.asText())));
        return new Canary(json.path("version").asInt(), List.copyOf(pairs));
    }
}
