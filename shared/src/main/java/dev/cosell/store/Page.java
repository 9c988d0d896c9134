package dev.cosell.store;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param next opaque; asks for the part that follows, and is absent on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
