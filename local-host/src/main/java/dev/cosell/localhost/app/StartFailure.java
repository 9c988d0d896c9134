package dev.cosell.localhost.app;

import java.util.List;

/** The app, as packaged and configured, cannot run here; carries every fault found, not only the first. */
public final class StartFailure extends RuntimeException {
    private final List<String> faults;

    /** @param faults at least one sentence, each naming what was found and what is supported */
    public StartFailure(List<String> faults) {
        super("The local host cannot start this app:\n- " + String.join("\n- ", faults));
        this.faults = List.copyOf(faults);
    }

    public StartFailure(String fault) {
        this(List.of(fault));
    }

    public List<String> faults() {
        return faults;
    }
}
