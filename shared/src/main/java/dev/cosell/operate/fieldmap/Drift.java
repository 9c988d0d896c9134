package dev.cosell.operate.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Whether the field map still suits the world around it: the CRM's tables as their metadata describes them today, and the
 * values in use against the lists of partner roles, solution areas, plays and intents. Partner Center offers no service
 * that gives out those lists, so they are the connector's own, or the partner's file.
 */
public final class Drift {
    /** So many deals stand for all: what is in use is in use in the latest ones. */
    private static final int LOOKED_AT = 500;

    /** So many values and faults are told; the log line has their number. */
    private static final int MOST_TOLD = 100;

    /** A value that is on no list, or retired. */
    private record Use(String field, String value) implements Comparable<Use> {
        @Override
        public int compareTo(Use other) {
            int byField = field.compareTo(other.field);
            return byField != 0 ? byField : value.compareTo(other.value);
        }
    }

    private record Count(Problem problem, int deals) {}

    private final KeptState row;
    private final IntSupplier version;
    private final Supplier<Draft> active;
    private final PairStore pairs;
    private final IntFunction<List<PairId>> recent;
    private final InstantSource clock;

    /**
     * @param row where the last result is kept
     * @param version of the map in use
     * @param active the map in use, judged anew each time
     * @param recent so many pairs that have both halves, the one that changed last first
     * @param clock the storage server's
     */
    public Drift(
            KeptState row,
            IntSupplier version,
            Supplier<Draft> active,
            PairStore pairs,
            IntFunction<List<PairId>> recent,
            InstantSource clock) {
        this.row = row;
        this.version = version;
        this.active = active;
        this.pairs = pairs;
        this.recent = recent;
        this.clock = clock;
    }

    /**
     * Compares, and keeps the result. If one of the two systems cannot be asked, the result before stays.
     *
     * @return one line for the log
     */
    public String check() {
        Draft judged;
        Map<Use, Count> values;
        int checked = version.getAsInt();
        try {
            judged = active.get();
            values = values(judged.maps());
        } catch (Failure failure) {
            return "mapCheck=failed problem=" + failure.problem().code().code();
        }
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("checkedAt", clock.instant().toString())
                .put("version", checked);
        ArrayNode faults = result.putArray("faults");
        judged.faults().stream().limit(MOST_TOLD).forEach(faults::add);
        ArrayNode told = result.putArray("values");
        values.entrySet().stream()
                .limit(MOST_TOLD)
                .forEach(found -> told.addObject()
                        .put("field", found.getKey().field())
                        .put("value", found.getKey().value())
                        .put("code", found.getValue().problem().code().code())
                        .put("detail", found.getValue().problem().detail())
                        .put("deals", found.getValue().deals()));
        // Whoever else checked at the same time has found the same.
        row.write(row.read(), result);
        return "mapCheck=" + (judged.faults().isEmpty() && values.isEmpty() ? "fits" : "differs") + " version="
                + checked + " faults=" + judged.faults().size() + " values=" + values.size();
    }

    /** How the last comparison came out: {@code checkedAt}, {@code version}, {@code faults}, {@code values}. */
    public Optional<JsonNode> last() {
        return row.read().map(Stored::value);
    }

    private Map<Use, Count> values(FieldMaps maps) {
        Map<Use, Count> found = new TreeMap<>();
        for (PairId id : recent.apply(LOOKED_AT)) {
            pairs.read(id)
                    .map(Stored::value)
                    .ifPresent(pair -> ofDeal(pair, maps).forEach((use, problem) -> {
                        int before = Optional.ofNullable(found.get(use))
                                .map(Count::deals)
                                .orElse(0);
                        found.put(use, new Count(problem, before + 1));
                    }));
        }
        return found;
    }

    private static Map<Use, Problem> ofDeal(Pair pair, FieldMaps maps) {
        Map<Use, Problem> found = new TreeMap<>();
        FieldMap map = maps.of(pair.record().map(record -> record.table()));
        for (Field field : map.fields()) {
            if (field.type() == ValueType.TERM) {
                values(pair, field)
                        .forEach(value -> field.terms()
                                .warning(field.name(), value)
                                .ifPresent(problem -> found.put(new Use(field.name(), value), problem)));
            }
        }
        return found;
    }

    private static Set<String> values(Pair pair, Field field) {
        Set<String> values = new HashSet<>();
        for (Side side : Side.values()) {
            field.on(side, pair.side(side).seen())
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> values.add(value.toString()));
        }
        return values;
    }
}
