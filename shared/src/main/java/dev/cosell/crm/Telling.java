package dev.cosell.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is shown to the seller on the record, made to fit the columns that are there. */
public final class Telling {
    /** Where the metadata gives no length: the shortest a stock text column has. */
    private static final int SHORTEST_COLUMN = 100;

    private final Predicate<String> exists;
    private final Function<String, Limit> limits;
    private final String audit;
    private final Set<String> allowed;
    private final Set<String> texts;

    /**
     * Makes no call.
     *
     * @param exists whether the CRM has a column
     * @param limits what a column that exists can hold
     */
    public Telling(FieldMap map, Predicate<String> exists, Function<String, Limit> limits) {
        this.exists = exists;
        this.limits = limits;
        this.audit = map.columns().told().audit();
        this.allowed = MappedColumns.control(map);
        this.texts = Stream.of(
                        map.columns().told().status(), map.columns().told().problem())
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The columns that exist; anything but the connector's own columns is a defect of the caller. */
    public Map<String, JsonNode> existing(Map<String, JsonNode> columns) {
        Map<String, JsonNode> existing = new LinkedHashMap<>();
        columns.forEach((column, value) -> {
            if (!allowed.contains(column)) {
                throw new IllegalArgumentException("expected one of " + allowed + ", found " + column);
            }
            if (exists.test(column)) {
                existing.put(column, value);
            }
        });
        return existing;
    }

    /** Whether a line is to be added to the audit text, which has to be read first. */
    public boolean addsLine(Map<String, JsonNode> columns) {
        return columns.containsKey(audit) && columns.get(audit).isTextual();
    }

    /** The same columns, each text within its column, the audit message as the newest line of the text. */
    public Map<String, JsonNode> fitting(Map<String, JsonNode> columns, String earlierAudit, Instant now) {
        Map<String, JsonNode> fitting = new LinkedHashMap<>(cut(columns));
        if (addsLine(columns)) {
            fitting.put(
                    audit,
                    TextNode.valueOf(
                            AuditText.with(earlierAudit, now, columns.get(audit).asText(), longest(audit))));
        }
        return fitting;
    }

    /**
     * The values of a write in which the connector's own columns travel along: these must not be what it fails for.
     *
     * @param earlierAudit gives the audit text as it is; asked only if a line is added to it
     */
    public Map<String, JsonNode> alongside(Map<String, JsonNode> values, Supplier<String> earlierAudit, Instant now) {
        boolean adds = addsLine(values) && exists.test(audit);
        Map<String, JsonNode> along =
                new LinkedHashMap<>(adds ? fitting(values, earlierAudit.get(), now) : cut(values));
        if (!adds) {
            along.remove(audit);
        }
        return along;
    }

    private Map<String, JsonNode> cut(Map<String, JsonNode> columns) {
        Map<String, JsonNode> fitting = new LinkedHashMap<>(columns);
        fitting.replaceAll((column, value) -> texts.contains(column) && value.isTextual() && exists.test(column)
                ? TextNode.valueOf(AuditText.cut(value.asText(), longest(column)))
                : value);
        return fitting;
    }

    private int longest(String column) {
        return limits.apply(column).maxLength().orElse(SHORTEST_COLUMN);
    }
}
