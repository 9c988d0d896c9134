package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.JsonApi;
import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.RecordRef;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Dataverse webhook says: a hint that a row changed, never a value to be trusted.
 *
 * <p>The body is a RemoteExecutionContext in DataContract JSON, in its old (escaped slashes) and new spelling. Source:
 * "Use webhooks to create external handlers" and captures of 2024.
 *
 * @param message {@code Create}, {@code Update}, {@code Delete}, {@code Win}, ...
 * @param record the row it is about
 * @param fingerprints of the mapped and control columns the event names, by column; {@link Fingerprint#UNKNOWN} where
 *     the value cannot be told without a call. Empty for a cut event, a deletion, and tables that are not mapped
 * @param cut whether the CRM left the columns out, because the event was over 256 KB
 * @param mergedAway of a {@code Merge}, the row that went into {@code record}
 * @param tag what the call named in {@code tag} that made this change itself and was answered with all that the event
 *     names; nothing for what a plug-in or a flow made of it, and for what such an answer does not show
 */
public record DynamicsEvent(
        String message,
        RecordRef record,
        Map<String, String> fingerprints,
        boolean cut,
        Optional<RecordRef> mergedAway,
        Optional<String> tag) {
    /** Above what Dataverse sends (256 KB), with room for spelling. */
    public static final int MOST_BYTES = 1 << 20;

    private static final String SIZE_EXCEEDED = "x-ms-dynamics-msg-size-exceeded";
    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d{1,15})([+-]\\d{4})?\\)/");
    private static final long MILLIS_PER_DAY = 86_400_000L;
    /** Of what a call from outside does itself; what comes of that is deeper. */
    private static final int OUTERMOST = 1;

    /** What is known without a call about the ids and numbers an event carries. */
    public interface Names {
        /** Knows nothing, so that no lookup or choice is recognised. */
        Names NONE = new Names() {};

        /** ISO code of a currency's row id. */
        default Optional<String> currency(String id) {
            return Optional.empty();
        }

        /** Label of a choice's value. */
        default Optional<String> label(String table, String column, int value) {
            return Optional.empty();
        }

        /** Name of the row that a column leads to. */
        default Optional<String> row(String table, String column, String id) {
            return Optional.empty();
        }
    }

    /**
     * Reads an event; makes no call.
     *
     * @param headers by lower-case name
     * @throws Failure with {@code TOO_LARGE} above {@link #MOST_BYTES}, {@code REQUEST_UNREADABLE} if it is no such
     *     event or of a table the connector does not know
     */
    public static DynamicsEvent parse(byte[] body, Map<String, String> headers, FieldMaps maps, Names names) {
        JsonNode context = json(body);
        JsonNode target = parameter(context, "Target");
        RecordRef record = record(context, target);
        Optional<FieldMap> map = maps.ofTable(record.table());
        boolean cut = headers.containsKey(SIZE_EXCEEDED);
        return new DynamicsEvent(
                text(context, "MessageName").orElseThrow(() -> unreadable("a MessageName", "none")),
                record,
                cut ? Map.of() : fingerprints(map, names, target),
                cut,
                mergedAway(context, record),
                tag(context).filter(tag -> !cut && isAnsweredWhole(context, target, map)));
    }

    /** An update is answered with the row's own columns: what they lead to is not shown. */
    private static boolean isAnsweredWhole(JsonNode context, JsonNode target, Optional<FieldMap> map) {
        Set<String> leading = map.map(MappedColumns::named).orElse(Set.of());
        for (JsonNode attribute : target.path("Attributes")) {
            String column = attribute.path("key").asText();
            if (leading.contains(column) || Relation.by(column).isPresent()) {
                return false;
            }
        }
        return text(context, "MessageName").equals(Optional.of("Update"))
                && context.path("Depth").asInt() == OUTERMOST;
    }

    private static Optional<String> tag(JsonNode context) {
        return text(entry(context.path("SharedVariables"), "tag"));
    }

    private static Optional<RecordRef> mergedAway(JsonNode context, RecordRef survivor) {
        return Optional.of(parameter(context, "SubordinateId"))
                .filter(JsonNode::isTextual)
                .flatMap(id -> Guid.parse(id.asText()))
                .map(id -> new RecordRef(survivor.table(), id));
    }

    private static Map<String, String> fingerprints(Optional<FieldMap> map, Names names, JsonNode target) {
        return map.map(known -> new Columns(known, names).fingerprints(target.path("Attributes")))
                .orElse(Map.of());
    }

    private static JsonNode json(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "expected an event of at most " + MOST_BYTES + " bytes, found " + body.length)
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        try {
            JsonNode context = JsonApi.read(body);
            if (!context.isObject()) {
                throw unreadable("a JSON object", "JSON " + context.getNodeType());
            }
            return context;
        } catch (IOException notJson) {
            throw unreadable("a JSON object", body.length + " bytes that are not JSON");
        }
    }

    private static RecordRef record(JsonNode context, JsonNode target) {
        String name = text(context, "PrimaryEntityName")
                .or(() -> text(target, "LogicalName"))
                .orElse("none");
        Table table = Table.named(name).orElseThrow(() -> unreadable("a table the connector knows", name));
        return id(context, "PrimaryEntityId")
                .or(() -> id(target, "Id"))
                .map(id -> new RecordRef(table.logicalName(), id))
                .orElseThrow(() -> unreadable("the GUID of a row in PrimaryEntityId or Target", "none"));
    }

    private static JsonNode parameter(JsonNode context, String name) {
        return entry(context.path("InputParameters"), name);
    }

    /** A value of what comes as an array of keys and values. */
    private static JsonNode entry(JsonNode entries, String name) {
        for (JsonNode entry : entries) {
            if (entry.path("key").asText().equals(name)) {
                return entry.path("value");
            }
        }
        return MissingNode.getInstance();
    }

    private static Optional<String> id(JsonNode part, String member) {
        return text(part, member).flatMap(Guid::parse).filter(id -> !id.equals(Guid.NONE));
    }

    private static Optional<String> text(JsonNode part, String member) {
        return text(part.path(member));
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }

    /** The milliseconds are UTC; an offset only says where the CRM's server stands. */
    private static Optional<Instant> instant(String date) {
        Matcher written = DATE.matcher(date);
        return written.matches()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(written.group(1))))
                : Optional.empty();
    }

    private static Failure unreadable(String expected, String found) {
        return Problem.of(
                        ProblemCode.REQUEST_UNREADABLE, "Dynamics 365 event: expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }

    /** Turns the columns of an event into the stored forms a reading would show, as far as that is possible. */
    private record Columns(FieldMap map, Names names) {
        Map<String, String> fingerprints(JsonNode attributes) {
            Set<String> control = MappedColumns.control(map);
            Set<String> mapped = map.paths(Side.CRM);
            Map<String, String> fingerprints = new LinkedHashMap<>();
            for (JsonNode attribute : attributes) {
                String column = attribute.path("key").asText();
                if (mapped.contains(column) || control.contains(column)) {
                    fingerprints.put(
                            column,
                            neutral(column, attribute.path("value"))
                                    .map(Fingerprint::of)
                                    .orElse(Fingerprint.UNKNOWN));
                }
            }
            return Map.copyOf(fingerprints);
        }

        private Optional<JsonNode> neutral(String column, JsonNode value) {
            if (value.isObject()) {
                return typed(column, value);
            }
            if (value.isArray() || value.isMissingNode()) {
                return Optional.empty();
            }
            return isDate(column) && value.isTextual() ? day(value.asText()) : Optional.of(value);
        }

        private Optional<JsonNode> typed(String column, JsonNode value) {
            String type = value.path("__type").asText().split(":", 2)[0];
            return switch (type) {
                case "Money" -> Optional.of(value.path("Value")).filter(JsonNode::isNumber);
                case "OptionSetValue" -> option(column, value.path("Value"));
                case "EntityReference" -> reference(column, value);
                default -> Optional.empty();
            };
        }

        private Optional<JsonNode> option(String column, JsonNode value) {
            if (!value.isInt()) {
                return Optional.empty();
            }
            return MappedColumns.ofType(map, ValueType.STATUS).contains(column)
                    ? Optional.of(value)
                    : names.label(map.table(), column, value.asInt()).map(TextNode::valueOf);
        }

        private Optional<JsonNode> reference(String column, JsonNode value) {
            Optional<String> id = id(value, "Id");
            Optional<String> shown = MappedColumns.currencies(map).contains(column)
                    ? id.flatMap(names::currency)
                    : MappedColumns.named(map).contains(column)
                            ? id.flatMap(row -> names.row(map.table(), column, row))
                            : id;
            return shown.map(TextNode::valueOf);
        }

        private boolean isDate(String column) {
            return MappedColumns.ofType(map, ValueType.DATE).contains(column);
        }

        /** Date-only columns travel as midnight UTC; another time of day belongs to a zone we do not know. */
        private static Optional<JsonNode> day(String date) {
            return instant(date)
                    .filter(instant -> Math.floorMod(instant.toEpochMilli(), MILLIS_PER_DAY) == 0)
                    .map(instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC))
                    .map(LocalDate::toString)
                    .map(TextNode::valueOf);
        }
    }
}
