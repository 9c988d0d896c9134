package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Work;
import java.util.List;
import java.util.Optional;

/** The seller's switch, by which a record is shared: what it shows, and who turned it. */
final class Switch {
    /** What the timeline says of a record that shows no name. */
    private static final String SOMEBODY = "somebody";

    private static final int LONGEST_NAME = 200;
    private static final String ON = Fingerprint.of(BooleanNode.TRUE);

    private Switch() {}

    /** A switch that no longer shows what it showed before. */
    record Turn(boolean on, Optional<String> by) {
        /** Puts it on the timeline; the name is told there only. */
        void note(PairAtWork at) {
            String who = by.map(Turn::plain).filter(name -> !name.isBlank()).orElse(SOMEBODY);
            at.note("switched " + (on ? "on" : "off") + " by " + who, Optional.empty(), List.of(), Optional.empty());
        }

        private static String plain(String name) {
            String oneLine = name.replaceAll("\\p{Cntrl}+", " ").strip();
            return oneLine.length() <= LONGEST_NAME ? oneLine : oneLine.substring(0, LONGEST_NAME);
        }
    }

    /**
     * How the switch was turned since the pair last saw it, if a person (or a plug-in) turned it. The name is that of who
     * wrote the record last: it comes with the reading and costs no call.
     */
    static Optional<Turn> turned(PairAtWork at) {
        String column = at.map().columns().sync();
        Optional<Snapshot> shown = at.freshly(Side.CRM);
        Optional<JsonNode> now = shown.map(snapshot -> snapshot.values().get(column));
        boolean was = isOn(Optional.ofNullable(at.began.crm().seen().get(column)));
        return now.filter(flag -> isOn(Optional.of(flag)) != was)
                .map(flag -> new Turn(!was, shown.flatMap(Snapshot::by).map(Author::name)));
    }

    /**
     * Whether an event tells that somebody turned the switch that shows off now: it was written (forms and plug-ins send
     * the columns they wrote), or it was on when the record was made.
     */
    static boolean wasTurnedOff(Work work, FieldMap map) {
        String named = work.fingerprints().get(map.columns().sync());
        return named != null && (work.cause().equals(Causes.UPDATED) || named.equals(ON));
    }

    /** Whether an event tells that the switch was written, and shows on. */
    static boolean isTurnedOn(Work work, FieldMap map) {
        return ON.equals(work.fingerprints().get(map.columns().sync()));
    }

    /**
     * What to remember of what the switch shows. Off is remembered only if it was on before, or an event tells that
     * somebody turned it off: a rule that was about to turn it on, and stopped half-way, must be able to go on.
     */
    static Optional<JsonNode> remembered(PairAtWork at) {
        String column = at.map().columns().sync();
        boolean known = at.began.crm().seen().containsKey(column) || wasTurnedOff(at.work, at.map());
        return at.freshly(Side.CRM)
                .map(snapshot -> snapshot.values().get(column))
                .filter(flag -> flag.asBoolean() || known && !at.turnsOn());
    }

    private static boolean isOn(Optional<JsonNode> flag) {
        return flag.filter(JsonNode::asBoolean).isPresent();
    }
}
