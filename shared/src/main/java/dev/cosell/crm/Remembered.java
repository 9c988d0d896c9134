package dev.cosell.crm;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that costs a call and hardly ever changes: read when first asked for, then kept for the life of the process
 * or until it is forgotten. A failed reading is not remembered, so the next one tries again.
 */
public final class Remembered<T> {
    private final Supplier<T> source;
    private volatile T value;

    public Remembered(Supplier<T> source) {
        this.source = source;
    }

    public T get() {
        T known = value;
        return known == null ? read() : known;
    }

    /** What is known without a call. */
    public Optional<T> known() {
        return Optional.ofNullable(value);
    }

    public void forget() {
        value = null;
    }

    private synchronized T read() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }
}
