package dev.cosell.operate.doctor;

import java.util.Locale;

/** How something was found; the worst last. */
public enum State {
    OK,
    /** Nothing could be said, for a reason that is named; what stands in the way has a finding of its own. */
    NOT_CHECKED,
    /** Everything works, but somebody should look. */
    WARNING,
    FAILED;

    /** As answers have it: {@code not-checked}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
