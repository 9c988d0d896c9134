package dev.cosell.operate.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Says that the field map no longer fits, once a day for as long as that is so. */
public final class DriftWatch {
    private final Supplier<Optional<JsonNode>> last;
    private final Notices notices;
    private final InstantSource clock;

    /** @param last how the last comparison came out, with its {@code faults} and {@code values} */
    public DriftWatch(Supplier<Optional<JsonNode>> last, Notices notices, InstantSource clock) {
        this.last = last;
        this.notices = notices;
        this.clock = clock;
    }

    /** For a timer. */
    public void run() {
        last.get()
                .filter(DriftWatch::differs)
                .ifPresent(result -> notices.tell(new Notice(
                        Notice.Kind.DRIFT_FOUND,
                        "field map",
                        "The field map differs from the world around it: faults="
                                + result.path("faults").size() + ", values="
                                + result.path("values").size() + ". GET /api/field-map says which.",
                        clock.instant())));
    }

    private static boolean differs(JsonNode result) {
        return !result.path("faults").isEmpty() || !result.path("values").isEmpty();
    }
}
