package dev.cosell.store;

import java.util.function.Supplier;

/** Makes a value on first use, once; a failed making is tried again at the next use. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private T value;

    private Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    static <T> Supplier<T> of(Supplier<T> maker) {
        return new Lazy<>(maker);
    }

    @Override
    public synchronized T get() {
        if (value == null) {
            value = maker.get();
        }
        return value;
    }
}
