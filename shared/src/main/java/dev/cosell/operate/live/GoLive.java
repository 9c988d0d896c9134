package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.doctor.Examination;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.operate.doctor.SettingsCheck;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Turns the switches. What a turn would switch on is examined by the doctor first: as long as anything that it needs does not
 * work, nothing is switched on; what somebody should look at, they have to accept.
 */
public final class GoLive {
    private static final int MOST_OWNERS = 200;

    private final Switchboard board;
    private final Supplier<Examination> doctor;
    private final Release release;

    /** @param doctor examines everything, within a minute */
    public GoLive(Switchboard board, Supplier<Examination> doctor, Release release) {
        this.board = board;
        this.doctor = doctor;
        this.release = release;
    }

    /** The switches, who turned them, and what was turned before. Nothing is tried. */
    public Reply show() {
        ObjectNode body = board.stored().deepCopy();
        body.put("leads", board.exactly().leads()).put("leadsMapped", board.leadsMapped());
        return Reply.of(200, body);
    }

    /**
     * Turns switches: those that are named, in one step.
     *
     * @param request {@code inbound}, {@code outbound}, {@code leads}, {@code paused}: true or false; {@code mode}: {@code
     *     observe}, {@code pilot} or {@code live}; {@code owners}: addresses for pilot mode; {@code acceptWarnings}: names of
     *     checks whose warnings may stay
     * @param correlation id under which the log has the request
     * @return the switches; 409 with {@code NOT_READY} or {@code WARNINGS_FOUND} and the findings, if something would be
     *     switched on and the doctor objects: then nothing was turned
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_READY} if somebody else turned the switches
     *     while everything was examined
     */
    public Reply turn(JsonNode request, Asker asker, String correlation) {
        Set<String> accepted = accepted(request.path("acceptWarnings"));
        Switches before = board.exactly();
        Switches wanted = applied(before, request);
        boolean more = wanted.allowsMoreThan(before);
        Objections found = more ? objections(wanted, before) : Objections.NONE;
        if (!found.without(accepted).isEmpty()) {
            return refusal(found.without(accepted), correlation);
        }
        Set<String> stay = found.warned();
        board.turn(now -> unlessMoreIsUnexamined(now, before, applied(now, request)), asker.name(), stay);
        if (more) {
            beginRelease();
        }
        return show();
    }

    /**
     * Has the deals go on that a switch held; for a timer.
     *
     * @return one line for the log
     */
    public String release() {
        return "dealsReleased=" + release.goOn();
    }

    private Objections objections(Switches wanted, Switches before) {
        Objections found = Objections.of(doctor.get(), wanted);
        return wanted.leads() && !before.leads() && !board.leadsMapped()
                ? found.and(Finding.failed(
                        SettingsCheck.NAME,
                        Problem.of(ProblemCode.MISCONFIGURED, "SYNC_LEADS: expected true, found false")))
                : found;
    }

    /** What was examined is the turn of those switches and no others: two turns at once could add up to more. */
    private static Switches unlessMoreIsUnexamined(Switches now, Switches before, Switches next) {
        if (next.allowsMoreThan(now) && !now.equals(before)) {
            throw Problem.of(
                            ProblemCode.NOT_READY,
                            "expected the switches as they were when everything was examined, found them turned meanwhile."
                                    + " Nothing was switched on")
                    .failure();
        }
        return next;
    }

    private static Reply refusal(Objections open, String correlation) {
        Problem problem = open.blocking().isEmpty()
                ? Problem.of(
                        ProblemCode.WARNINGS_FOUND,
                        "expected acceptWarnings to name " + String.join(", ", open.warned())
                                + ". Nothing was switched on")
                : Problem.of(
                        ProblemCode.NOT_READY,
                        "expected the doctor to find nothing that blocks, found " + open.blockers()
                                + ". Nothing was switched on");
        Reply reply = Reply.of(problem, correlation);
        ObjectNode body = (ObjectNode) reply.body().orElseThrow();
        body.set("blocking", Objections.json(open.blocking()));
        body.set("warnings", Objections.json(open.warnings()));
        return reply;
    }

    private void beginRelease() {
        try {
            release.begin();
        } catch (Failure away) {
            // The switches are turned, and the answer must say so; the timer releases from where this stopped.
            return;
        }
    }

    private static Set<String> accepted(JsonNode list) {
        Set<String> names = new TreeSet<>();
        for (JsonNode name : list) {
            if (!name.asText("").matches("[a-z][a-z-]{0,60}")) {
                throw unreadable("names of checks in acceptWarnings", "another value");
            }
            names.add(name.asText());
        }
        return names;
    }

    private static Switches applied(Switches now, JsonNode request) {
        Switches.Mode mode = request.has("mode") ? mode(request.path("mode").asText()) : now.mode();
        Set<String> owners = request.has("owners") ? owners(request.path("owners")) : now.pilots();
        if (mode == Switches.Mode.PILOT && owners.isEmpty()) {
            throw unreadable("at least one address in owners for the mode pilot", "none");
        }
        return new Switches(
                request.path("inbound").asBoolean(now.inbound()),
                request.path("outbound").asBoolean(now.outbound()),
                request.path("leads").asBoolean(now.leads()),
                request.path("paused").asBoolean(now.paused()),
                mode,
                owners);
    }

    private static Switches.Mode mode(String word) {
        return Switches.Mode.of(word)
                .orElseThrow(() -> unreadable("mode to be observe, pilot or live", "another word"));
    }

    private static Set<String> owners(JsonNode list) {
        Set<String> owners = new TreeSet<>();
        for (JsonNode owner : list) {
            String address = owner.asText("").strip().toLowerCase(Locale.ROOT);
            if (!address.matches("[^@\\s]{1,64}@[^@\\s]{1,255}")) {
                throw unreadable("e-mail addresses in owners", "another value");
            }
            owners.add(address);
        }
        if (owners.size() > MOST_OWNERS) {
            throw unreadable("at most " + MOST_OWNERS + " owners", Integer.toString(owners.size()));
        }
        return owners;
    }

    private static RuntimeException unreadable(String expected, String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected " + expected + ", found " + found)
                .failure();
    }
}
