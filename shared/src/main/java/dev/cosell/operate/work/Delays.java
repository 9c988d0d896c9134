package dev.cosell.operate.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How long changes took from the moment their event was accepted until the other side was written: the latest changes of
 * this process, by the storage server's clock, so exact to about a second.
 */
public final class Delays {
    private static final int LATEST = 500;
    private static final int DRAWN = 60;

    private final Map<Side, Deque<Duration>> latest = new EnumMap<>(Side.class);
    private final BiConsumer<Side, Duration> further;

    public Delays() {
        this((from, took) -> {});
    }

    /** @param further hears of each change too: the side it came from, and how long it took */
    public Delays(BiConsumer<Side, Duration> further) {
        this.further = further;
        for (Side side : Side.values()) {
            latest.put(side, new ArrayDeque<>());
        }
    }

    /** Notes a change that came from a side. */
    public void note(Side from, Duration took) {
        Duration atLeastNothing = took.isNegative() ? Duration.ZERO : took;
        further.accept(from, atLeastNothing);
        keep(from, atLeastNothing);
    }

    private synchronized void keep(Side from, Duration took) {
        Deque<Duration> delays = latest.get(from);
        if (delays.size() == LATEST) {
            delays.removeFirst();
        }
        delays.addLast(took);
    }

    /** {@code {"toCrm": {"changes", "p50Millis", "p95Millis", "latestMillis"}, "toPartnerCenter": ...}}. */
    public synchronized ObjectNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("toCrm", percentiles(latest.get(Side.PARTNER_CENTER)));
        report.set("toPartnerCenter", percentiles(latest.get(Side.CRM)));
        return report;
    }

    /** The latest sixty, the oldest first. */
    private static ArrayNode latest(Deque<Duration> delays) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        delays.stream().skip(Math.max(0, delays.size() - DRAWN)).forEach(delay -> node.add(delay.toMillis()));
        return node;
    }

    private static ObjectNode percentiles(Deque<Duration> delays) {
        long[] sorted = delays.stream().mapToLong(Duration::toMillis).sorted().toArray();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("changes", sorted.length);
        return sorted.length == 0
                ? node
                : node.put("p50Millis", sorted[(sorted.length - 1) / 2])
                        .put("p95Millis", sorted[(sorted.length - 1) * 95 / 100])
                        .set("latestMillis", latest(delays));
    }
}
