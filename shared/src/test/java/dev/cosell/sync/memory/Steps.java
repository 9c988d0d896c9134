package dev.cosell.sync.memory;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Announces every operation twice, as {@code before pairs.replace} and {@code after pairs.replace}, so that a test can
 * crash between any two effects by throwing: at "before" nothing has happened, at "after" everything has.
 */
final class Steps {
    private final Consumer<String> hook;

    Steps(Consumer<String> hook) {
        this.hook = hook;
    }

    <T> T run(String operation, Supplier<T> effect) {
        hook.accept("before " + operation);
        T result = effect.get();
        hook.accept("after " + operation);
        return result;
    }

    void run(String operation, Runnable effect) {
        hook.accept("before " + operation);
        effect.run();
        hook.accept("after " + operation);
    }
}
