package dev.cosell.localhost.timer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.localhost.invoke.TriggerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The JSON a timer function is given. Pure. */
final class TimerEvents {
    private static final JsonMapper JSON = new JsonMapper();
    /** What .NET writes for a moment that never was. */
    private static final String NEVER = "0001-01-01T00:00:00";

    private TimerEvents() {}

    /** @param last the run before this one, if this host saw it */
    static TriggerEvent of(Optional<Instant> last, Optional<Instant> next) {
        ObjectNode info = JSON.createObjectNode();
        info.putObject("Schedule").put("AdjustForDST", true);
        info.putObject("ScheduleStatus")
                .put("Last", text(last))
                .put("LastUpdated", text(last))
                .put("Next", text(next));
        info.put("IsPastDue", false);
        return new TriggerEvent(
                Optional.of(info.toString().getBytes(StandardCharsets.UTF_8)), Map.of(), Optional.empty());
    }

    private static String text(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse(NEVER);
    }
}
