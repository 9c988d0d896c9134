package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Faults;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.fieldmap.History.Deed;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The life of a customer's field map: stored under a number, tried with some pairs, in use for all, taken back.
 *
 * <p>Changing the map changes no data by itself; what it defines anew is adopted as both sides show it
 * ({@link dev.cosell.sync.merge.Merge}). Nothing with a fault is ever put into use from here.
 */
public final class Versions {
    /** In bytes. All versions that are kept share one row of storage, which holds 960 KiB. */
    private static final int LARGEST = 32 * 1024;

    private static final int LONGEST_NOTE = 500;
    private static final int MOST_CANARY_PAIRS = 100;

    private final KeptState row;
    private final MapInUse inUse;
    private final Optional<JsonNode> file;
    private final Function<Optional<JsonNode>, List<String>> faults;
    private final IntFunction<List<PairId>> recent;
    private final Drift drift;
    private final InstantSource clock;

    /**
     * @param row where the versions are kept
     * @param file the overrides of the settings' file, which are version 0
     * @param faults what is wrong with overrides, all of it; asks the CRM
     * @param recent so many pairs that have both halves, the one that changed last first
     * @param clock the storage server's
     */
    Versions(
            KeptState row,
            MapInUse inUse,
            Optional<JsonNode> file,
            Function<Optional<JsonNode>, List<String>> faults,
            IntFunction<List<PairId>> recent,
            Drift drift,
            InstantSource clock) {
        this.row = row;
        this.inUse = inUse;
        this.file = file;
        this.faults = faults;
        this.recent = recent;
        this.drift = drift;
        this.clock = clock;
    }

    /**
     * What is in use, the last 20 steps, the overrides themselves, and how the last comparison with the CRM came out.
     *
     * @param version whose overrides to show; empty for the active one's
     * @throws Failure {@code REQUEST_UNREADABLE} for no number, {@code NOT_FOUND} for a version that is not kept
     */
    public Reply show(Optional<String> version) {
        return shown(read(), version.map(Versions::number));
    }

    /**
     * Checks overrides in full, stores them as a new version, and puts it into use.
     *
     * @param request {@code {"overrides": {...}, "note": "...", "canary": 5}}; with {@code canary} (1 to 100) it is in use
     *     for that many pairs only, those that changed last. Other members are ignored, so that the answer of {@link #show}
     *     is a request, too
     * @return as {@link #show}; overrides that are in use already change nothing
     * @throws Failure {@code REQUEST_UNREADABLE}, {@code TOO_LARGE}; {@code MAP_REFUSED} with every fault;
     *     {@code NOT_POSSIBLE} if somebody else was faster
     */
    public Reply put(JsonNode request, Asker asker) {
        JsonNode overrides = overrides(request);
        int pairs = canary(request);
        Optional<Stored<JsonNode>> was = row.read();
        History history = history(was);
        boolean inUseAlready = pairs == 0
                && history.canary().isEmpty()
                && shownOverrides(history, history.active()).equals(overrides);
        if (inUseAlready) {
            return shown(history, Optional.empty());
        }
        refuseFaulty(Optional.of(overrides));
        List<PairId> chosen = pairs == 0 ? List.of() : recent.apply(pairs);
        if (pairs > 0 && chosen.isEmpty()) {
            throw notPossible("expected a pair with both halves to try the map with, found none");
        }
        return write(was, history.stored(overrides, chosen, deed(request, asker)));
    }

    /**
     * Puts the canary into use for all pairs.
     *
     * @throws Failure {@code NOT_POSSIBLE} if there is none, {@code MAP_REFUSED} if it does not suit the CRM any more
     */
    public Reply promote(JsonNode request, Asker asker) {
        Optional<Stored<JsonNode>> was = row.read();
        History history = history(was);
        History.Canary canary = history.canary()
                .orElseThrow(() -> notPossible("expected a version that is tried with some pairs, found none"));
        refuseFaulty(history.overrides(canary.version(), file));
        return write(was, history.promoted(deed(request, asker)));
    }

    /**
     * Puts an earlier version into use for all pairs; a canary ends.
     *
     * @param request {@code {"version": 3, "note": "..."}}; without {@code version} it is the one before: of a canary the
     *     active one
     * @throws Failure {@code NOT_POSSIBLE} if there is no such version, {@code MAP_REFUSED} if it does not suit the CRM any
     *     more
     */
    public Reply rollBack(JsonNode request, Asker asker) {
        Optional<Stored<JsonNode>> was = row.read();
        History history = history(was);
        int version = request.has("version")
                ? wanted(history, number(request.path("version").asText()))
                : history.before()
                        .orElseThrow(() ->
                                notPossible("expected a version before version " + history.active() + ", found none"));
        if (version != history.active()) {
            refuseFaulty(history.overrides(version, file));
        } else if (history.canary().isEmpty()) {
            throw notPossible("version " + version + " is in use already");
        }
        return write(was, history.rolledBack(version, deed(request, asker)));
    }

    private Reply write(Optional<Stored<JsonNode>> was, History next) {
        if (row.write(was, next.json()).isEmpty()) {
            throw notPossible("somebody else changed the field map at the same time; look at it and ask again");
        }
        inUse.changed();
        return shown(next, Optional.empty());
    }

    private Reply shown(History history, Optional<Integer> version) {
        int number = version.map(wanted -> kept(history, wanted)).orElse(history.active());
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("active", history.active());
        history.canary().ifPresent(canary -> body.set("onTrial", History.json(canary)));
        body.set("history", History.json(history.steps()));
        body.put("version", number);
        body.set("overrides", shownOverrides(history, number));
        drift.last().ifPresent(last -> body.set("drift", last));
        return Reply.of(200, body);
    }

    /** Without any, and without a file, an empty object. */
    private JsonNode shownOverrides(History history, int version) {
        return history.overrides(version, file).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private static int kept(History history, int version) {
        if (!history.has(version)) {
            throw Problem.of(ProblemCode.NOT_FOUND, "no version " + version + " of the field map is kept")
                    .failure();
        }
        return version;
    }

    private static int wanted(History history, int version) {
        if (!history.has(version)) {
            throw notPossible("expected a version that is kept (0, "
                    + String.join(
                            ", ",
                            history.versions().keySet().stream()
                                    .map(String::valueOf)
                                    .toList())
                    + "), found " + version);
        }
        return version;
    }

    private void refuseFaulty(Optional<JsonNode> overrides) {
        List<String> found = faults.apply(overrides);
        if (!found.isEmpty()) {
            throw Problem.of(ProblemCode.MAP_REFUSED, Faults.together(found)).failure();
        }
    }

    private History read() {
        return history(row.read());
    }

    private static History history(Optional<Stored<JsonNode>> stored) {
        return stored.map(Stored::value).map(History::of).orElse(History.NEW);
    }

    // --- The request ---

    /**
     * The overrides in a request.
     *
     * @throws Failure {@code REQUEST_UNREADABLE}, {@code TOO_LARGE}
     */
    static JsonNode overrides(JsonNode request) {
        JsonNode overrides = request.path("overrides");
        if (!overrides.isObject()) {
            throw unreadable("expected overrides to be an object, as GET /api/field-map shows it; found "
                    + (overrides.isMissingNode() ? "none" : "another JSON value"));
        }
        int size = overrides.toString().getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE, "expected overrides of at most " + LARGEST + " bytes, found " + size)
                    .failure();
        }
        return overrides;
    }

    private static int canary(JsonNode request) {
        JsonNode canary = request.path("canary");
        if (canary.isMissingNode() || canary.isNull()) {
            return 0;
        }
        if (!canary.isInt() || canary.asInt() < 1 || canary.asInt() > MOST_CANARY_PAIRS) {
            throw unreadable("expected canary to be a number from 1 to " + MOST_CANARY_PAIRS + ", found " + canary);
        }
        return canary.asInt();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw unreadable("expected version to be a number, found another text");
        }
        return Integer.parseInt(text);
    }

    private Deed deed(JsonNode request, Asker asker) {
        String note =
                request.path("note").asText("").replaceAll("\\p{Cntrl}+", " ").strip();
        if (note.length() > LONGEST_NOTE) {
            throw unreadable("expected note to have at most " + LONGEST_NOTE + " characters, found " + note.length());
        }
        return new Deed(asker.name(), note, clock.instant());
    }

    private static Failure notPossible(String detail) {
        return Problem.of(ProblemCode.NOT_POSSIBLE, detail).failure();
    }

    private static Failure unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
