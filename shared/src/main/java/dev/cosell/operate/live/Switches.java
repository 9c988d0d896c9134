package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.port.Gate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is switched on.
 *
 * @param inbound whether what Partner Center tells is worked on; otherwise it waits
 * @param outbound whether what the CRM tells is worked on; otherwise it waits
 * @param leads whether leads are written; otherwise they are held
 * @param paused whether everything waits, whatever else is on
 * @param mode whose deals are written
 * @param pilots addresses of the owners whose deals are written in pilot mode, in lower case
 */
public record Switches(
        boolean inbound, boolean outbound, boolean leads, boolean paused, Mode mode, Set<String> pilots) {
    /** Whose deals are written. */
    public enum Mode {
        /** Nobody's: it is only said what would be written. */
        OBSERVE,
        /** Those of the pilots. */
        PILOT,
        /** Everybody's. */
        LIVE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Mode> of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }
    }

    public static final Switches ALL_ON = new Switches(true, true, true, false, Mode.LIVE, Set.of());
    public static final Switches ALL_OFF = new Switches(false, false, false, false, Mode.LIVE, Set.of());

    public Switches {
        pilots = Collections.unmodifiableSet(new TreeSet<>(pilots));
    }

    /** Whether events of a side are worked on now. */
    boolean works(Side side) {
        return !paused && (side == Side.PARTNER_CENTER ? inbound : outbound);
    }

    /** Why a write may not be made, if it may not. */
    Optional<Problem> refusal(Gate.Intent intent) {
        if (mode == Mode.OBSERVE) {
            return Optional.of(Problem.of(ProblemCode.ONLY_OBSERVED, "the mode is observe"));
        }
        if (intent.lead() && !leads) {
            return Optional.of(Problem.of(ProblemCode.SWITCHED_OFF, "leads are switched off"));
        }
        if (mode == Mode.PILOT && Collections.disjoint(intent.sellers(), pilots)) {
            return Optional.of(Problem.of(ProblemCode.SWITCHED_OFF, "expected an owner among the pilots, found none"));
        }
        return Optional.empty();
    }

    /** Whether something may be done that might not be done before. A pause that ends allows nothing new. */
    boolean allowsMoreThan(Switches before) {
        return inbound && !before.inbound
                || outbound && !before.outbound
                || leads && !before.leads
                || mode.ordinal() > before.mode.ordinal()
                || mode == Mode.PILOT && before.mode == Mode.PILOT && !before.pilots.containsAll(pilots);
    }

    /** As it is stored and shown. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("inbound", inbound)
                .put("outbound", outbound)
                .put("leads", leads)
                .put("paused", paused)
                .put("mode", mode.word());
        pilots.forEach(json.putArray("owners")::add);
        return json;
    }

    /** @param json as {@link #json} wrote it; a mode of a later version counts as observing, which does no harm */
    static Switches read(JsonNode json) {
        Set<String> owners = new TreeSet<>();
        json.path("owners").forEach(owner -> owners.add(owner.asText()));
        return new Switches(
                json.path("inbound").asBoolean(),
                json.path("outbound").asBoolean(),
                json.path("leads").asBoolean(),
                json.path("paused").asBoolean(),
                Mode.of(json.path("mode").asText()).orElse(Mode.OBSERVE),
                owners);
    }
}
