package dev.cosell.setup;

/**
 * How one thing stands.
 *
 * @param kind what it is, for instance {@code column}
 * @param name where and how it is called, for instance {@code opportunity.cosell_keep}
 * @param detail what is missing or different, what was expected and found; empty where there is nothing to say
 */
public record Finding(String kind, String name, State state, String detail) {
    /** How a thing stands. */
    public enum State {
        /** As it has to be. */
        THERE("there"),
        /** Not there; would be made. */
        MISSING("missing"),
        /** There, and lacks something; would be completed. */
        INCOMPLETE("incomplete"),
        /** There, and not as expected; for a person, nothing of it is changed. */
        DIFFERENT("different"),
        /** Not there, and nothing that this command makes; for a person. */
        LEFT_OUT("left out"),
        /** Was missing, and was made. */
        MADE("made"),
        /** Was incomplete, and was completed. */
        COMPLETED("completed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** As people read it. */
        public String word() {
            return word;
        }

        /** Whether {@code --apply} does something about it. */
        public boolean isToBeMade() {
            return this == MISSING || this == INCOMPLETE;
        }

        /** Whether {@code --apply} did something about it. */
        public boolean isChange() {
            return this == MADE || this == COMPLETED;
        }
    }

    public static Finding there(String kind, String name) {
        return new Finding(kind, name, State.THERE, "");
    }

    public static Finding missing(String kind, String name, String detail) {
        return new Finding(kind, name, State.MISSING, detail);
    }

    public static Finding incomplete(String kind, String name, String detail) {
        return new Finding(kind, name, State.INCOMPLETE, detail);
    }

    public static Finding different(String kind, String name, String detail) {
        return new Finding(kind, name, State.DIFFERENT, detail);
    }

    public static Finding leftOut(String kind, String name, String detail) {
        return new Finding(kind, name, State.LEFT_OUT, detail);
    }

    /** The same, after it was made. */
    Finding done() {
        State after = switch (state) {
            case MISSING -> State.MADE;
            case INCOMPLETE -> State.COMPLETED;
            case THERE, DIFFERENT, LEFT_OUT, MADE, COMPLETED -> state;
        };
        return new Finding(kind, name, after, detail);
    }
}
