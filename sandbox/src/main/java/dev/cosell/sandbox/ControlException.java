package dev.cosell.sandbox;

/** A request to the control surface that cannot be served; becomes {@code {"error": message}}. */
public final class ControlException extends RuntimeException {
    private final int status;

    public ControlException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
