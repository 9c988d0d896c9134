package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.sync.pair.Label;
import java.util.Map;
import java.util.Optional;

/** What people call a deal: what a side shows in the mapped fields {@code name} and {@code customer}. */
final class Naming {
    private Naming() {}

    static Label of(FieldMap map, Side side, Map<String, JsonNode> shown) {
        return new Label(text(map, side, shown, "name"), text(map, side, shown, "customer"));
    }

    private static Optional<String> text(FieldMap map, Side side, Map<String, JsonNode> shown, String field) {
        return map.field(field)
                .flatMap(mapped -> mapped.on(side, shown))
                .filter(Value.Text.class::isInstance)
                .map(Value::toString);
    }
}
