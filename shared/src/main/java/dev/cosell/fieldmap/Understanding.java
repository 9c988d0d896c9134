package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What fields mean on both sides, each understood once for as long as its stored form stays the same: a run asks for the
 * same values before and after each of its writes. Says what {@link Field#on} says, always. For one thread.
 */
public final class Understanding {
    private final Map<Side, Map<Field, Meaning>> last = new EnumMap<>(Side.class);

    /**
     * @param stored the stored form it was read from; like every stored form, it never changes
     * @param value nothing if that is unknown
     */
    private record Meaning(Map<String, JsonNode> stored, Optional<Value> value) {
        boolean isOf(Field field, Side side, Map<String, JsonNode> other) {
            if (stored != other) {
                for (String path : field.paths(side)) {
                    if (!Objects.equals(stored.get(path), other.get(path))) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    public Understanding() {
        // By identity: a map holds each of its fields once, and comparing fields would cost more than is saved.
        for (Side side : Side.values()) {
            last.put(side, new IdentityHashMap<>());
        }
    }

    /**
     * What a field means on a side.
     *
     * @param stored that side's stored form, by path; it must not change afterwards
     * @return nothing if that is unknown
     */
    public Optional<Value> of(Field field, Side side, Map<String, JsonNode> stored) {
        Map<Field, Meaning> meanings = last.get(side);
        Meaning known = meanings.get(field);
        if (known == null || !known.isOf(field, side, stored)) {
            known = new Meaning(stored, field.on(side, stored));
            meanings.put(field, known);
        }
        return known.value();
    }
}
