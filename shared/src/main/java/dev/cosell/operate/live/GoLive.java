package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Turns the switches. Nothing is switched on as long as anything it needs does not work. */
public final class GoLive {
    private static final int MOST_OWNERS = 200;

    private final Switchboard board;
    private final Supplier<List<String>> reasonsAgainst;
    private final HeldDeals held;

    /** @param reasonsAgainst tries everything that work needs; one sentence for each thing that does not work */
    public GoLive(Switchboard board, Supplier<List<String>> reasonsAgainst, HeldDeals held) {
        this.board = board;
        this.reasonsAgainst = reasonsAgainst;
        this.held = held;
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
     *     observe}, {@code pilot} or {@code live}; {@code owners}: addresses for pilot mode
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code NOT_READY} with every reason, if something
     *     would be switched on and cannot work: then nothing was turned
     */
    public Reply turn(JsonNode request, Asker asker) {
        Switches before = board.exactly();
        Switches wanted = applied(before, request);
        boolean more = wanted.allowsMoreThan(before);
        List<String> against = more ? reasons(wanted, before) : List.of();
        if (!against.isEmpty()) {
            throw Problem.of(
                            ProblemCode.NOT_READY,
                            "expected everything to work, found: " + String.join("; ", against)
                                    + ". Nothing was switched on")
                    .failure();
        }
        board.turn(now -> applied(now, request), asker.name());
        if (more) {
            held.retrySome(ProblemCode.ONLY_OBSERVED, Causes.HELD_RETRY);
            held.retrySome(ProblemCode.SWITCHED_OFF, Causes.HELD_RETRY);
        }
        return show();
    }

    /**
     * Queues deals that were held by a switch which is on now. A turn does so for the first of them; this does it for all,
     * also after a crash in between. While anything is switched off they would only wait on the queue, one message more
     * with each call.
     *
     * @return one line for the log
     */
    public String release() {
        Switches now = board.exactly();
        int queued = 0;
        if (now.paused() || !now.inbound() || !now.outbound()) {
            return "dealsReleased=0";
        }
        if (now.mode() != Switches.Mode.OBSERVE) {
            queued += held.retryAll(ProblemCode.ONLY_OBSERVED, Causes.HELD_RETRY);
        }
        if (now.mode() == Switches.Mode.LIVE && (now.leads() || !board.leadsMapped())) {
            queued += held.retryAll(ProblemCode.SWITCHED_OFF, Causes.HELD_RETRY);
        }
        return "dealsReleased=" + queued;
    }

    private List<String> reasons(Switches wanted, Switches before) {
        List<String> reasons = new ArrayList<>();
        if (wanted.leads() && !before.leads() && !board.leadsMapped()) {
            reasons.add("SYNC_LEADS: expected true, found false");
        }
        reasons.addAll(reasonsAgainst.get());
        return reasons;
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
