package dev.cosell.localhost.invoke;

import java.util.Optional;

/** How a call ended. */
public sealed interface Outcome {
    /** @param value nothing for a void method, or a null */
    record Returned(Optional<Object> value) implements Outcome {}

    /** Already logged. */
    record Failed(Throwable cause) implements Outcome {}
}
