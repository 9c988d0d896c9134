package dev.cosell.localhost.invoke;

import java.time.Duration;

/** The function ran longer than {@code functionTimeout} in host.json allows; its thread was interrupted. */
public final class FunctionTimedOut extends RuntimeException {
    FunctionTimedOut(String function, Duration limit) {
        super("Timeout value of " + limit + " exceeded by function " + function);
    }
}
