package dev.cosell.fieldmap;

import dev.cosell.JsonText;
import java.util.Optional;

/** The map that comes with the connector, with a customer's overrides. */
public final class CustomMap {
    private CustomMap() {}

    /** @param overrides of the map of deals, for instance {@code {'fields': {'notes': {'rule': 'hold'}}}} */
    public static FieldMap deals(String overrides) {
        return FieldMapFile.dynamics(Optional.of(JsonText.json("{'deals': " + overrides + "}")))
                .deals();
    }
}
