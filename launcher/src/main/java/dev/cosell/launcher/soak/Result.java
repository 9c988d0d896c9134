package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a soak came to.
 *
 * @param kills by part
 * @param edits that were saved
 * @param gaveWay edits among them that gave way to one on the other side
 * @param events that the connector accepted; of those of the last moments before a kill not all are counted
 * @param calls to both systems, sign-in apart, counted likewise
 * @param rest from the last edit until everything was done
 * @param violations one line each
 */
record Result(
        SoakOptions options,
        Map<Part, Integer> kills,
        int deals,
        int edits,
        int gaveWay,
        long events,
        long calls,
        Duration rest,
        List<String> violations) {
    ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("crm", options.crm().word())
                .put("seed", options.seed())
                .put("minutes", options.busy().toMinutes());
        ObjectNode killed = out.putObject("kills");
        Arrays.stream(Part.values()).forEach(part -> killed.put(part.word(), kills.getOrDefault(part, 0)));
        return out.put("deals", deals)
                .put("edits", edits)
                .put("gaveWay", gaveWay)
                .put("events", events)
                .put("calls", calls)
                .put("restSeconds", rest.toSeconds())
                .put("violations", violations.size());
    }

    String table() {
        String row = "  %-34s %s%n";
        String killed = Arrays.stream(Part.values())
                .map(part -> part.word() + " " + kills.getOrDefault(part, 0))
                .collect(Collectors.joining(", "));
        return row.formatted("killed", killed)
                + row.formatted("deals", deals)
                + row.formatted("edits saved by people", edits + ", of which gave way " + gaveWay)
                + row.formatted("events accepted", "about " + events)
                + row.formatted("calls to both systems", "about " + calls)
                + row.formatted("at rest after", rest.toSeconds() + " s")
                + row.formatted("violations", violations.size());
    }
}
