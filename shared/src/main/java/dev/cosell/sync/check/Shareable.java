package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.RecordPage;
import java.util.List;
import java.util.Map;

/**
 * What would come of sharing a record now, from what it shows. Pure.
 *
 * @param name of the deal; empty if it has none
 * @param shared whether its switch is on
 * @param open whether it is neither won nor lost
 * @param problems what Partner Center would refuse; empty if it can be shared as it is
 */
public record Shareable(RecordRef record, String name, boolean shared, boolean open, List<Problem> problems) {
    public static Shareable of(FieldMap map, RecordPage.Entry entry) {
        Map<String, JsonNode> values = entry.snapshot().values();
        JsonNode flag = values.get(map.columns().sync());
        boolean closed = map.status(Side.CRM, values).filter(Status::isClosed).isPresent();
        return new Shareable(
                entry.record(),
                map.field("name")
                        .flatMap(field -> field.on(Side.CRM, values))
                        .filter(value -> !value.isEmpty())
                        .map(Value::toString)
                        .orElse(""),
                flag != null && flag.asBoolean(),
                !closed,
                List.copyOf(new Validator(map, KnownSolutions.NONE).toShare(values)));
    }

    /** Whether it would become a referral at once. */
    public boolean isReady() {
        return open && !shared && problems.isEmpty();
    }
}
