package dev.cosell.localhost.invoke;

/** An argument cannot be made from what arrived; the invocation fails before the function is called. */
public final class BindingFailure extends RuntimeException {
    public BindingFailure(String message) {
        super(message);
    }
}
