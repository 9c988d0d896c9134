package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.referral.Milestones;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Work;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an event may cost that only a write of the connector's own caused, as seen by somebody who knows both sides. */
final class Echoes {
    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private final World world;

    Echoes(World world) {
        this.world = world;
    }

    /**
     * How many calls work on an event may make.
     *
     * @param origin of the event, if the work is about one
     * @param pair as the worker found it
     */
    int mayCost(Work work, Optional<Origins.Origin> origin, Optional<Pair> pair) {
        return origin.filter(Origins.Origin::ours)
                .filter(ours -> pair.filter(this::isCalm)
                        .filter(calm -> !isAboutMicrosoftsHalf(work, calm))
                        .isPresent())
                .map(ours -> readings(ours.event()))
                .orElse(ANY_NUMBER);
    }

    /** It shows what nobody has seen yet, even if we asked for it. */
    private static boolean isAboutMicrosoftsHalf(Work work, Pair pair) {
        return pair.microsoftReferralId().equals(Optional.of(work.subject().id()));
    }

    /**
     * How many readings it takes to know that an event tells nothing new: none if it says when it changed, or which columns
     * hold what they still hold. An event of a new record names its owner, whom the CRM chose; one of a whole record no
     * column at all.
     */
    private int readings(Event event) {
        boolean evident = event.subject().side() == Side.PARTNER_CENTER
                ? event.stamp().isPresent()
                : !event.fingerprints().isEmpty() && !event.cause().equals("Create") && stillHolds(event);
        return evident ? 0 : 1;
    }

    private boolean stillHolds(Event event) {
        Map<String, JsonNode> shown = shown(RecordRef.parse(event.subject().id()));
        return event.fingerprints().entrySet().stream()
                .filter(column -> shown.containsKey(column.getKey()))
                .allMatch(column -> Fingerprint.of(shown.get(column.getKey())).equals(column.getValue()));
    }

    /** Whether nothing waits, and both sides are still as the pair remembers them: then there is nothing to be done. */
    private boolean isCalm(Pair pair) {
        boolean waits = pair.pending().isPresent()
                || pair.failures() > 0
                || !pair.commands().isEmpty()
                || !pair.held().isEmpty()
                || !pair.divergences().isEmpty()
                || pair.phase().needsSomebody()
                || pair.told().equals(Teller.UNTOLD)
                || isAWordGivenUpStillDue(pair);
        return pair.linked()
                && !waits
                && Stream.of(Side.values())
                        .allMatch(side -> pair.side(side).version().equals(version(pair, side)))
                && seenAsShown(pair)
                && !sellerAsks(pair);
    }

    /** What was hidden when this version of the record was read is yet to be seen, and may cross with any event. */
    private boolean seenAsShown(Pair pair) {
        RecordRef record = pair.record().orElseThrow();
        Map<String, JsonNode> shown = shown(record);
        Map<String, JsonNode> seen = pair.crm().seen();
        return World.MAPS.of(Optional.of(record.table())).fields().stream().allMatch(field -> {
            Optional<Value> before = field.on(Side.CRM, seen);
            return before.isEmpty() || before.equals(field.on(Side.CRM, shown));
        });
    }

    /** What could not be told, because nobody understood the answer, is told with the deal's next event, whosever that is. */
    private boolean isAWordGivenUpStillDue(Pair pair) {
        Telling due = Telling.of(pair, Milestones.of(pair.partnerCenter().seen()), world.clock.instant());
        return !due.key().equals(pair.told())
                && world.store.audit(pair.id()).stream().anyMatch(Timeline::tellsOfAWordGivenUp);
    }

    /** A wish of the seller's is on the record, and may be found by any reading before its own event comes. */
    private boolean sellerAsks(Pair pair) {
        Map<String, JsonNode> shown = shown(pair.record().orElseThrow());
        return World.MAP
                .columns()
                .asked()
                .syncNow()
                .map(shown::get)
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    /** What a side is at now; nothing if it is gone. */
    private Optional<String> version(Pair pair, Side side) {
        return side == Side.CRM
                ? pair.record().filter(world.crm.all()::contains).map(world.crm::version)
                : pair.referralId().flatMap(id -> world.partnerCenter.look(id).text("/eTag"));
    }

    private Map<String, JsonNode> shown(RecordRef record) {
        return world.crm.all().contains(record) ? world.crm.look(record) : Map.of();
    }
}
