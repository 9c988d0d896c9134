package dev.cosell.setup;

/** The set-up cannot go on; the message says what was expected and what was found. */
public final class SetUpFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SetUpFailure(String message) {
        super(message);
    }

    public SetUpFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
