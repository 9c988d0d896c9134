package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises an event that tells nothing new, without any call.
 *
 * <p>Only exact evidence counts: Partner Center's stamp is at most the update time we have recorded, or every column
 * the CRM's event names has the value we have seen. Who made the change is no evidence: a plug-in may act in our name.
 */
final class Echo {
    private static final String SYNC_NOW_OFF = Fingerprint.of(BooleanNode.FALSE);

    private static final String KEEP_RESET = Fingerprint.of(NullNode.getInstance());

    private Echo() {}

    static boolean is(FieldMap map, Work work, Pair pair) {
        boolean asked = Causes.readsBoth(work.cause()) || pair.told().equals(Teller.UNTOLD);
        // After a failure the message that is to try again may be the only one: it must not be taken for an echo.
        boolean triesAgain = pair.failures() > 0;
        if (pair.pending().isPresent()
                || !pair.linked()
                || asked
                || triesAgain
                || !pair.commands().isEmpty()) {
            return false;
        }
        return work.subject().side() == Side.PARTNER_CENTER
                ? stampIsOld(work, pair)
                : recordSaysNothing(map, work, pair);
    }

    private static boolean stampIsOld(Work work, Pair pair) {
        boolean own = pair.referralId().filter(work.subject().id()::equals).isPresent();
        Optional<Instant> recorded = pair.partnerCenter().updatedAt();
        return own
                && work.stamp().isPresent()
                && recorded.isPresent()
                && !work.stamp().get().isAfter(recorded.get());
    }

    /** The lead that became the deal has nothing more to say; of any other record but the pair's own, who knows. */
    private static boolean recordSaysNothing(FieldMap map, Work work, Pair pair) {
        boolean own = pair.record().map(Subject::record).equals(Optional.of(work.subject()));
        boolean formerLead = pair.lead().map(Subject::record).equals(Optional.of(work.subject()));
        return formerLead || own && columnsAreSeen(map, work, pair);
    }

    private static boolean columnsAreSeen(FieldMap map, Work work, Pair pair) {
        if (work.fingerprints().isEmpty() || work.cause().equals(Causes.DELETED)) {
            return false;
        }
        Map<String, JsonNode> seen = inStep(map, pair);
        return work.fingerprints().entrySet().stream()
                .allMatch(column -> isOurs(map.columns(), column.getKey(), column.getValue())
                        || Optional.ofNullable(seen.get(column.getKey()))
                                .map(Fingerprint::of)
                                .filter(column.getValue()::equals)
                                .isPresent());
    }

    /** What was seen and crossed. Of a held group, going back to what was seen is news: it is held no longer. */
    private static Map<String, JsonNode> inStep(FieldMap map, Pair pair) {
        if (pair.held().isEmpty()) {
            return pair.phase().needsSomebody() ? Map.of() : pair.crm().seen();
        }
        Map<String, JsonNode> seen = new HashMap<>(pair.crm().seen());
        map.fields().stream()
                .filter(field -> pair.held().containsKey(field.group()))
                .forEach(field -> field.crm().forEach(seen::remove));
        return seen;
    }

    /** Columns that only we write carry no change; "sync now" does while it is on. */
    private static boolean isOurs(ControlColumns columns, String column, String fingerprint) {
        ControlColumns.Asked asked = columns.asked();
        return columns.told().columns().contains(column)
                || asked.syncNow().filter(column::equals).isPresent() && fingerprint.equals(SYNC_NOW_OFF)
                || asked.keep().filter(column::equals).isPresent() && fingerprint.equals(KEEP_RESET);
    }
}
