package dev.cosell.store;

import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes a deal's label from what its sides last showed in the mapped fields {@code name} and {@code customer}. */
public final class DealNames {
    private final FieldMaps maps;

    public DealNames(FieldMaps maps) {
        this.maps = maps;
    }

    public Label of(Pair pair) {
        FieldMap map = maps.of(pair.record().map(RecordRef::table));
        return new Label(shown(map, pair, "name"), shown(map, pair, "customer"));
    }

    private static Optional<String> shown(FieldMap map, Pair pair, String field) {
        return map.field(field).stream()
                .flatMap(mapped -> Stream.of(Side.PARTNER_CENTER, Side.CRM)
                        .flatMap(side -> mapped.on(side, pair.side(side).seen()).stream()))
                .filter(Value.Text.class::isInstance)
                .map(Value::toString)
                .findFirst();
    }
}
