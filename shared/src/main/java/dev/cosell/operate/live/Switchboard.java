package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.Gate;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The switches as all instances see them, in one row with who turned them. An instance reads the row again after a few
 * seconds, and work that waits is looked at again before half a minute is over: so that is how long a turn takes.
 */
public final class Switchboard implements Gate {
    /** Until work that waits for a switch is looked at again. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int ROUNDS = 5;
    private static final int LONGEST_HISTORY = 20;
    private static final String OPENING = "opening";
    private static final String OPENED_AT = "openedAt";

    private record Reading(Switches switches, Instant until) {}

    /**
     * The switches as they were turned last.
     *
     * @param opening how many turns allowed more than was allowed before
     * @param openedAt when the latest of them was made
     */
    record Turned(Switches switches, long opening, Instant openedAt) {}

    private final KeptState row;
    private final Switches otherwise;
    private final boolean leadsMapped;
    private final InstantSource clock;
    private volatile Optional<Reading> last = Optional.empty();

    /**
     * @param otherwise as long as nobody turned a switch
     * @param leadsMapped whether the settings have leads synchronised at all; a switch cannot make up for that
     */
    public Switchboard(KeptState row, Switches otherwise, boolean leadsMapped, InstantSource clock) {
        this.row = row;
        this.otherwise = otherwise;
        this.leadsMapped = leadsMapped;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> waits(Side side) {
        return now().works(side) ? Optional.empty() : Optional.of(LOOK_AGAIN);
    }

    @Override
    public Optional<Problem> refusal(Intent intent) {
        return now().refusal(intent);
    }

    boolean leadsMapped() {
        return leadsMapped;
    }

    /**
     * What is switched on now. As long as storage is away it is what was read last.
     *
     * @throws Failure {@code STORAGE_UNAVAILABLE} if it was never read
     */
    public Switches now() {
        Optional<Reading> known = last;
        Instant now = clock.instant();
        if (known.filter(reading -> now.isBefore(reading.until())).isPresent()) {
            return known.get().switches();
        }
        try {
            return remember(switches(row.read()));
        } catch (Failure away) {
            return known.orElseThrow(() -> away).switches();
        }
    }

    /** The row as it is stored: the switches, who turned them last and when, and what was turned before. */
    JsonNode stored() {
        return row.read().map(Stored::value).orElseGet(otherwise::json);
    }

    /** What is switched on, as stored now. */
    Switches exactly() {
        return switches(row.read());
    }

    /** What is switched on, and since when so much is, as stored now. */
    Turned turned() {
        Optional<Stored<JsonNode>> stored = row.read();
        JsonNode json = stored.map(Stored::value).orElseGet(otherwise::json);
        return new Turned(
                switches(stored),
                json.path(OPENING).asLong(),
                Optional.ofNullable(json.get(OPENED_AT))
                        .map(at -> Instant.parse(at.asText()))
                        .orElse(Instant.EPOCH));
    }

    /**
     * Turns switches, all at once or none.
     *
     * @param change may refuse what it finds
     * @param by who does it, for people
     * @param accepted checks of the doctor whose warnings they accepted
     * @throws Failure {@code STORAGE_UNAVAILABLE} if others turn them all the time
     */
    Switches turn(UnaryOperator<Switches> change, String by, Set<String> accepted) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = row.read();
            Switches next = change.apply(switches(was));
            if (row.write(was, document(was, next, by, accepted)).isPresent()) {
                return remember(next);
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "switches: expected to write their row, found it changed " + ROUNDS + " times meanwhile")
                .failure();
    }

    private ObjectNode document(Optional<Stored<JsonNode>> was, Switches next, String by, Set<String> accepted) {
        ObjectNode document = next.json();
        String now = clock.instant().toString();
        document.put("by", by).put("at", now);
        accepted.forEach(document.putArray("acceptedWarnings")::add);
        JsonNode last = was.map(Stored::value).orElseGet(document::objectNode);
        boolean opens = next.allowsMoreThan(switches(was));
        document.put(OPENING, last.path(OPENING).asLong() + (opens ? 1 : 0));
        document.put(OPENED_AT, opens ? now : last.path(OPENED_AT).asText(Instant.EPOCH.toString()));
        ArrayNode history = document.putArray("history");
        was.map(Stored::value).ifPresent(before -> {
            ObjectNode entry = before.deepCopy();
            entry.remove("history");
            history.add(entry);
            before.path("history").forEach(older -> {
                if (history.size() < LONGEST_HISTORY) {
                    history.add(older);
                }
            });
        });
        return document;
    }

    private Switches remember(Switches switches) {
        last = Optional.of(new Reading(switches, clock.instant().plus(FRESH)));
        return switches;
    }

    private Switches switches(Optional<Stored<JsonNode>> stored) {
        Switches written = stored.map(Stored::value).map(Switches::read).orElse(otherwise);
        return leadsMapped
                ? written
                : new Switches(
                        written.inbound(),
                        written.outbound(),
                        false,
                        written.paused(),
                        written.mode(),
                        written.pilots());
    }
}
